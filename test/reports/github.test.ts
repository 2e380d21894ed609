import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { githubReport, githubValidation } from '../../analyzer/reports/github.js'
import { analysis, finding } from './hand-built.js'
import { formatted, hidden, hostileAnalysis, runs, hostileValidation, validation } from './inputs.js'

interface Command {
  readonly kind: string
  readonly title: string
  readonly message: string
}

/**
 * Reads a log as the runner of GitHub does: a line that begins with `::` is a command, else one with `##[` anywhere in it.
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
function read(log: string): { readonly commands: readonly Command[]; readonly lines: readonly string[] } {
  const commands: Command[] = []
  const lines: string[] = []
  for (const line of log.split(/\r\n|\r|\n/).slice(0, -1)) {
    const [, kind, title = '', message = ''] = /^\s*::([^ :]+)(?: title=([^:,]*))?::(.*)$/.exec(line) ?? []
    if (kind === undefined && /^\s*::|##\[/.test(line)) throw new Error(`An unknown command: ${line}`)
    if (kind === undefined) lines.push(line)
    else commands.push({ kind, title: unescaped(title), message: unescaped(message) })
  }
  return { commands, lines }
}

const unescaped = (text: string): string =>
  text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%')

test('a finding is an annotation of its kind, with where it was seen and what to do', () => {
  const findings = [
    finding('a', {
      severity: 'critical',
      message: '100% full: /, /data',
      fix: 'Make room.',
      evidence: [{ entry: 'mattermost.log', line: 3 }],
    }),
    finding('b', { severity: 'warning', title: 'Odd', message: 'Odd.' }),
    finding('c', { severity: 'info', title: 'Note', message: 'Note.' }),
  ]
  const log = formatted(githubReport, [analysis({ findings, verdict: '100% full: /, /data' })])
  expect(log.split('\n')[0]).toBe(
    '::error title=critical%3A The database was unreachable::100%25 full: /, /data%0ASeen in mattermost.log:3%0AFix: Make room.',
  )
  expect(read(log)).toEqual({
    commands: [
      {
        kind: 'error',
        title: 'critical: The database was unreachable',
        message: '100% full: /, /data\nSeen in mattermost.log:3\nFix: Make room.',
      },
      { kind: 'warning', title: 'warning: Odd', message: 'Odd.' },
      { kind: 'notice', title: 'info: Note', message: 'Note.' },
    ],
    lines: ['packet.zip: 100% full: /, /data (1 critical, 1 warning, 1 info)'],
  })
})

test('symptoms and suppressed findings are no annotations; the latter are counted', () => {
  const findings = [
    finding('a'),
    finding('b', { symptomOf: 'a' }),
    finding('c', { suppressed: { kind: 'baseline', reason: 'known' } }),
  ]
  const { commands, lines } = read(formatted(githubReport, [analysis({ findings })]))
  expect(commands).toHaveLength(1)
  expect(lines[0]).toContain('1 suppressed')
})

test('beyond the ten of a kind that GitHub shows, annotations are counted; critical ones come first over all packets', () => {
  const many = Array.from({ length: 12 }, (_, index) => finding(`a${index}`, { fingerprint: `${index}` }))
  const packets = [
    analysis({ findings: many }),
    analysis({ findings: [finding('worst', { severity: 'critical' })] }),
  ]
  const { commands, lines } = read(formatted(githubReport, packets))
  expect(commands).toHaveLength(10)
  expect(commands[0]?.title).toMatch(/^critical/)
  expect(lines.at(-1)).toBe('3 more annotations: GitHub shows 10 of each kind a step.')
})

test('packets that could not be read, or are none, are errors', () => {
  const unreadable = [{ source: 'b.zip', code: 'ARCHIVE_UNREADABLE', message: 'No such file.' }]
  const { product: _, ...packet } = analysis().packet
  const { commands } = read(formatted(githubReport, [{ ...analysis(), packet }], { unreadable }))
  expect(commands.map(({ kind, message }) => [kind, message])).toEqual([
    ['error', 'b.zip: No such file.'],
    ['error', 'packet.zip: No known product was recognised.'],
  ])
})

test('a problem of a validation is an annotation; one that makes it invalid is an error', () => {
  const { commands, lines } = read(formatted(githubValidation, [validation()]))
  expect(commands).toEqual([
    {
      kind: 'error',
      title: 'ENTRY_TRUNCATED',
      message: 'mattermost.log:12: The entry is cut off. (expected 6,435 bytes, found 1,200 bytes)',
    },
  ])
  expect(lines).toEqual(['packet.zip: invalid (1 check passed, 1 failed, 1 skipped)'])
})

describe('a hostile packet', () => {
  test('gives the runner no command of its own', () => {
    fc.assert(
      fc.property(fc.array(hostileAnalysis, { maxLength: 3 }), results => {
        const log = formatted(githubReport, results)
        expect(log).not.toMatch(hidden)
        const { commands, lines } = read(log)
        for (const { kind } of commands) expect(['error', 'warning', 'notice']).toContain(kind)
        expect(lines.length).toBeLessThanOrEqual(results.length + 1)
      }),
      runs(300),
    )
  })

  test('gives none by what is wrong with it', () => {
    fc.assert(
      fc.property(hostileValidation, result => {
        const { commands } = read(formatted(githubValidation, [result]))
        for (const { kind } of commands) expect(['error', 'warning', 'notice']).toContain(kind)
      }),
      runs(200),
    )
  })

  test('with a verdict that is a command gives a line', () => {
    const verdict = '::add-mask::secret ##[error]x'
    const { commands, lines } = read(
      formatted(githubReport, [analysis({ verdict, packet: { source: '::x' } })]),
    )
    expect(commands).toEqual([])
    expect(lines[0]).toBe(': :x: ::add-mask::secret ## [error]x (no findings)')
  })
})
