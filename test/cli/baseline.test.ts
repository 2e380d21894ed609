// Baselines, suppressions and the settings of a project through the command line, on real packets.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Analysis } from '../../analyzer/analysis.js'
import { cli } from './run-cli.js'

const healthy = 'samples/healthy-plain-logs.zip'
const faulty = 'samples/smtp-refused.zip'
let folder = ''
const at = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'support-packet-baseline-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const day = (text: string) => ({ now: () => new Date(`${text}T12:00:00Z`) })

async function written(name: string, text: string): Promise<string> {
  await writeFile(at(name), text)
  return at(name)
}

async function analysis(...args: string[]): Promise<Analysis> {
  const { stdout } = await cli(['analyze', '--format', 'json', ...args], day('2026-06-15'))
  return JSON.parse(stdout) as Analysis
}

describe('baseline', () => {
  test('create, analyze, update: only what is new counts', async () => {
    const file = at('known.yaml')
    const created = await cli(['baseline', 'create', '-o', file, healthy])
    expect([created.code, created.stdout]).toEqual([0, ''])
    expect(created.stderr).toMatch(/known\.yaml: \d+ findings of 1 packet\n$/)

    const same = await cli(['analyze', '--baseline', file, '--fail-on', 'info', healthy])
    expect([same.code, same.stderr]).toEqual([0, ''])
    expect(same.stdout).toMatch(/\d+ suppressed findings, not counted:/)

    const worse = await analysis('--baseline', file, faulty)
    expect(worse.findings[0]).toMatchObject({ ruleId: 'mail-server-unreachable', severity: 'error' })
    expect(worse.summary.suppressed).toBe(worse.findings.filter(one => one.suppressed).length)
    expect(worse.summary.suppressed).toBeGreaterThan(3)
    expect(worse.summary.bySeverity).toEqual({ critical: 0, error: 1, warning: 0, info: 0 })

    const before = await readFile(file, 'utf8')
    const dry = await cli(['baseline', 'update', '--dry-run', file, faulty])
    expect(dry.stdout).toMatch(/: \d+ findings added, \d+ gone/)
    expect(await readFile(file, 'utf8')).toBe(before)
    await cli(['baseline', 'update', '--only-remove', file, faulty])
    expect(await readFile(file, 'utf8')).not.toContain('mail-server-unreachable')
    await cli(['baseline', 'update', file, faulty])
    expect(await readFile(file, 'utf8')).toContain('rule: mail-server-unreachable')
    expect((await cli(['analyze', '--quiet', '--baseline', file, faulty])).code).toBe(0)
  })

  test('a file that exists is not replaced unasked, and is found out before the work', async () => {
    const file = await written('mine.yaml', 'mine')
    const { code, stderr } = await cli(['baseline', 'create', '-o', file, at('no-such-packet.zip')])
    expect(code).toBe(2)
    expect(stderr).toContain('exists already')
    expect(stderr).toContain('baseline update')
    expect(await readFile(file, 'utf8')).toBe('mine')
  })

  test('a packet that cannot be read leaves everything as it is', async () => {
    const file = at('never.yaml')
    const { code, stderr } = await cli(['baseline', 'create', '-o', file, healthy, at('none.zip')])
    expect(code).toBe(2)
    expect(stderr).toContain('Nothing was written')
    await expect(readFile(file)).rejects.toThrow()
  })

  test('a file with mistakes suppresses nothing: all are told, and nothing is judged', async () => {
    const file = await written(
      'wrong.yaml',
      'version: 1\nsuppressions:\n  - rule: a\n    untill: 2026-01-01\n',
    )
    const { code, stdout, stderr } = await cli(['analyze', '--baseline', file, healthy])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('wrong.yaml:3: suppressions[1] has no reason')
    expect(stderr).toContain(
      'wrong.yaml:4: there is no key "untill" in suppressions[1] (did you mean "until"?)',
    )
  })
})

describe('suppressions', () => {
  const suppressing = (until: string) => `version: 1
suppressions:
  - rule: mail-server-unreachable
    reason: The mail server is being moved.
    until: ${until}
    symptoms: true
`

  test('hold on their last day: the finding is shown with the reason, and the exit code is 0', async () => {
    const file = await written('until.yaml', suppressing('2026-06-15'))
    const { code, stdout, stderr } = await cli(['analyze', '--baseline', file, faulty], day('2026-06-15'))
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('Nothing broken was found beyond a suppressed finding')
    expect(stdout.replace(/\s+/g, ' ')).toContain('(The mail server is being moved., until 2026-06-15)')
  })

  test('end the day after, and that is told even when it should be quiet', async () => {
    const file = await written('over.yaml', suppressing('2026-06-15'))
    const { code, stderr } = await cli(['analyze', '--quiet', '--baseline', file, faulty], day('2026-06-16'))
    expect(code).toBe(1)
    expect(stderr).toContain('over.yaml:3: the suppression of mail-server-unreachable ended on 2026-06-15')
  })

  test('without their symptoms leave those to count', async () => {
    const file = await written('alone.yaml', suppressing('2026-12-31').replace(/ +symptoms: true\n/, ''))
    const { findings } = await analysis('--baseline', file, faulty)
    const [first] = findings
    expect(first?.ruleId).not.toBe('mail-server-unreachable')
    expect(first?.suppressed).toBeUndefined()
    expect(first?.symptomOf).toBeUndefined()
  })

  test('that match nothing in any packet are told, with what may have been meant', async () => {
    const file = await written(
      'nothing.yaml',
      `version: 1
suppressions:
  - { rule: mail-server-unreachable, reason: in the second }
  - { rule: mail-server-unreachabel, reason: typing error }
  - { node: node-9, reason: no such node }
`,
    )
    const { stderr } = await cli(['analyze', '--baseline', file, healthy, faulty])
    const lines = stderr.trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toContain(
      'nothing.yaml:4: the suppression of mail-server-unreachabel matches no finding',
    )
    expect(lines[0]).toContain('Did you mean mail-server-unreachable?')
    expect(lines[1]).toContain('nothing.yaml:5: the suppression of node node-9 matches no finding')
  })
})

describe('settings of a project', () => {
  test('disable, change severities, fail and suppress as they say', async () => {
    await written('base.yaml', 'version: 1\nsuppressions: [{ rule: failing-mails, reason: known }]\n')
    const file = await written(
      'project.yaml',
      `# our settings
disable: [mail-server-*]
disable-areas: [security]
severity:
  network-connections-refused: info
fail-on: critical
baseline: base.yaml
limits: { entries: 500, totalBytes: 2G }
`,
    )
    const { findings, passed } = await analysis('--config', file, faulty)
    const ids = findings.map(({ ruleId }) => ruleId)
    expect(ids).not.toContain('mail-server-unreachable')
    expect(findings.find(({ ruleId }) => ruleId === 'failing-mails')?.suppressed?.reason).toBe('known')
    expect(passed).not.toContain('plugin-secrets-readable')
    expect((await cli(['analyze', '--quiet', '--config', file, faulty])).code).toBe(0)
    const strict = ['analyze', '--quiet', '--config', file, '--fail-on', 'info', faulty]
    expect((await cli(strict)).code).toBe(1)
  })

  test('yield to the command line: --only judges a rule that is disabled', async () => {
    const file = await written('disable.yaml', 'disable: [mail-server-unreachable]\n')
    const { findings } = await analysis('--config', file, '--only', 'mail-server-unreachable', faulty)
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(['mail-server-unreachable'])
  })

  test('with unknown keys and wrong values are refused, all at once', async () => {
    const file = await written(
      'wrong-settings.yaml',
      'failon: error\nfail-on: errors\nlimits: { entrys: 3 }\nvalidate: { strict: 1, expect-entries: [] }\n',
    )
    const { code, stderr } = await cli(['validate', '--config', file, healthy])
    expect(code).toBe(2)
    const told = stderr.split('\n').map(line => line.replace(/^.*wrong-settings\.yaml:/, ''))
    expect(told.slice(1, -1)).toEqual([
      expect.stringMatching(/^1: there is no key "failon" \(did you mean "fail-on"\?\); keys: rules, /),
      '2: fail-on must be one of critical, error, warning, info, never, not "errors"',
      expect.stringMatching(/^3: There is no limit "entrys"\. Did you mean entries\?$/),
      '4: validate.strict must be true or false',
      '4: validate.expect-entries names no entry',
    ])
  })

  test.each([
    [
      'disable: [mail-server-unreachabel]',
      'disable: there is no rule "mail-server-unreachabel". Did you mean',
    ],
    ['disable-areas: [securty]', 'disable-areas: there is no area "securty". Did you mean security?'],
    ['severity: { no-such-rule: info }', 'severity: there is no rule "no-such-rule"'],
    ['rules: [no-such-folder]', 'Cannot read rules from'],
    ['baseline: no-such-file.yaml', 'Cannot read '],
  ])('%s is told as a mistake', async (text, told) => {
    const file = await written('mistake.yaml', `${text}\n`)
    const { code, stderr } = await cli(['analyze', '--config', file, healthy])
    expect(code).toBe(2)
    expect(stderr).toContain(told)
  })

  test('an empty file says nothing, and a missing one is a mistake', async () => {
    expect(
      (await cli(['validate', '--config', await written('empty.yaml', '# later\n'), healthy])).code,
    ).toBe(0)
    const { code, stderr } = await cli(['validate', '--config', at('none.yaml'), healthy])
    expect(code).toBe(2)
    expect(stderr).toMatch(/Cannot read .*none\.yaml: no such file or directory/)
    expect((await cli(['validate', '--config', at('empty.yaml'), '--no-config', healthy])).code).toBe(2)
  })

  test('are explained by the help of every command that heeds them', async () => {
    for (const command of ['analyze', 'validate', 'view', 'baseline create', 'baseline update']) {
      const { stdout } = await cli([...command.split(' '), '--help'])
      for (const key of [
        'support-packet.config.yaml',
        'disable-areas',
        'severity',
        'fail-on',
        'expect-version',
      ])
        expect(stdout.replace(/\s+/g, ' ')).toContain(key)
    }
  })
})

describe('validate', () => {
  test.each([
    [['--expect-version', '11.x', '--expect-nodes', '1', '--expect-product', 'mattermost'], 0],
    [['--expect-version', '<11'], 1],
    [['--expect-nodes', '2'], 1],
    [['--expect-entries', 'metadata.yaml,*.prof', '--expect-entries', '!*.pem'], 0],
    [['--expect-entries', 'core.dump'], 1],
    [['--expect-entries', 'core.dump', '--fail-on', 'never'], 0],
    [['--strict'], 0],
  ])('%j exits with %i', async (args, expected) => {
    expect((await cli(['validate', '--quiet', ...args, healthy])).code).toBe(expected)
  })

  test('can fail for remarks', async () => {
    const withRemark = 'samples/healthy-11-6.zip'
    expect((await cli(['validate', '--quiet', '--strict', withRemark])).code).toBe(0)
    expect((await cli(['validate', '--quiet', '--fail-on', 'info', withRemark])).code).toBe(1)
  })

  test.each([
    [['--expect-version', 'eleven'], 'is no version range'],
    [['--expect-product', 'mattermst'], 'Did you mean mattermost?'],
    [['--expect-nodes', '0'], 'a packet has one node at least'],
    [['--expect-entries', ' , '], 'names no entry, so nothing would be checked'],
    [['--expect-entries', '@no-such-list'], 'Cannot read no-such-list'],
  ])('%j cannot be expected', async (args, told) => {
    const { code, stderr } = await cli(['validate', ...args, healthy])
    expect(code).toBe(2)
    expect(stderr).toContain(told)
  })

  test('a list of entries in a file has remarks, and an empty one is no success', async () => {
    const list = await written('entries.txt', '# what we pack\nmetadata.yaml\r\n\n**/mattermost.log\n')
    expect((await cli(['validate', '--expect-entries', `@${list}`, healthy])).code).toBe(0)
    const empty = await written('no-entries.txt', '# later\n')
    expect((await cli(['validate', '--expect-entries', `@${empty}`, healthy])).code).toBe(2)
  })

  test('heeds the settings of the project', async () => {
    const file = await written(
      'ci.yaml',
      'validate: { strict: true, expect-version: 10.x, expect-entries: ["*.prof"] }\n',
    )
    expect((await cli(['validate', '--config', file, healthy])).code).toBe(1)
    expect((await cli(['validate', '--config', file, '--expect-version', '11.x', healthy])).code).toBe(0)
  })

  test('no packet at all is no success', async () => {
    expect((await cli(['validate'])).code).toBe(2)
    const { code, stderr } = await cli(['validate', at('build/*.zip')])
    expect(code).toBe(2)
    expect(stderr).toContain('*.zip: No file fits this pattern.')
    expect((await cli(['validate', ''])).stderr).toContain('is a variable not set?')
  })
})
