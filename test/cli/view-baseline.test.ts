// `view` with a baseline and settings of a project: the page is given the analysis that `analyze` would print.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Analysis } from '../../analyzer/analysis.js'
import { run } from '../../cli/run.js'
import { apiPaths, type PacketList } from '../../viewer/shared/wire.js'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'support-packet-view-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** The first line a stream gives. */
function firstLine(stream: PassThrough): Promise<string> {
  return new Promise(resolve => {
    let text = ''
    stream.on('data', (piece: Buffer) => {
      text += piece.toString()
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')))
    })
  })
}

test('the analysis has what the baseline suppresses and the settings change; what has ended is told', async () => {
  const config = join(folder, 'project.yaml')
  await writeFile(config, 'disable: [failing-mails]\nbaseline: known.yaml\n')
  await writeFile(
    join(folder, 'known.yaml'),
    `version: 1
suppressions:
  - { rule: mail-server-unreachable, reason: is being moved }
  - { rule: failing-api-requests, reason: was known, until: 2026-01-31 }
`,
  )
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const end = new AbortController()
  const told = firstLine(stderr)
  const ended = run(['view', '--no-open', '--config', config, 'samples/smtp-refused.zip'], {
    stdin: new PassThrough(),
    stdout,
    stderr,
    env: {},
    interrupted: end.signal,
    now: () => new Date('2026-02-01T00:00:00Z'),
  })
  const page = new URL(await firstLine(stdout))
  const headers = { authorization: `Bearer ${page.searchParams.get('token')}` }
  const ask = async (path: string): Promise<unknown> => (await fetch(new URL(path, page), { headers })).json()
  let ready: string | undefined
  while (ready === undefined) {
    const { packets } = (await ask(apiPaths.packets)) as PacketList
    ready = packets.find(({ state }) => state !== 'analyzing')?.id
  }
  const { findings, summary } = (await ask(apiPaths.packet(ready))) as Analysis
  end.abort()
  expect(await ended).toBe(0)
  const suppressed = findings.filter(finding => finding.suppressed !== undefined)
  expect(suppressed.map(({ ruleId }) => ruleId)).toEqual(['mail-server-unreachable'])
  expect(summary.suppressed).toBe(1)
  expect(findings.map(({ ruleId }) => ruleId)).not.toContain('failing-mails')
  expect(await told).toContain('known.yaml:4: the suppression of failing-api-requests ended on 2026-01-31')
})
