// The command `diff`, in process, on real packets.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { PacketDiff } from '../../analyzer/diff/index.js'
import { cli } from './run-cli.js'

const healthy = 'samples/healthy-plain-logs.zip'
const faulty = 'samples/db-restart.zip'

test('differences are no failure', async () => {
  const { code, stdout, stderr } = await cli(['diff', healthy, faulty])
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toContain('The database was restarted while the server was running')
})

test('differences are a failure where they are asked to be one', async () => {
  expect((await cli(['diff', '--exit-code', healthy, faulty])).code).toBe(1)
  expect((await cli(['diff', '--exit-code', healthy, healthy])).code).toBe(0)
})

test('the exit code speaks of the chosen sections only', async () => {
  const args = ['diff', '--exit-code', '--section', 'permissions', healthy, faulty]
  const { code, stdout } = await cli(args)
  expect(code).toBe(0)
  expect(stdout).toContain('Nothing that was compared differs.')
  expect((await cli([...args, '--section', 'plugins'])).code).toBe(1)
})

test('text and JSON come from one run', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'support-packet-diff-'))
  try {
    const file = join(folder, 'diff.json')
    const { stdout } = await cli(['diff', healthy, faulty, '--format', `json=${file}`, '--format', 'text'])
    expect(stdout).toContain('New findings:')
    const written = JSON.parse(await readFile(file, 'utf8')) as PacketDiff
    expect(written.findings?.counts.new).toBeGreaterThan(0)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('a packet comes from standard input, but not both', async () => {
  const { code, stdout } = await cli(['diff', '-', healthy], { stdin: await readFile(healthy) })
  expect(code).toBe(0)
  expect(stdout).toContain('Both are the same packet')
  const both = await cli(['diff', '-', '-'])
  expect([both.code, both.stderr]).toEqual([2, 'support-packet: Standard input (-) can be read only once.\n'])
})

test('what is no packet is named, and nothing is compared', async () => {
  const { code, stdout, stderr } = await cli(['diff', healthy, 'package.json'])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/^support-packet: package\.json: /)
})

test('quiet is the verdict alone', async () => {
  const { stdout } = await cli(['diff', '--quiet', '--section', 'permissions', healthy, faulty])
  expect(stdout).toBe('Nothing that was compared differs.\n')
})

test('one packet alone is not enough', async () => {
  const { code, stderr } = await cli(['diff', healthy])
  expect(code).toBe(2)
  expect(stderr).toContain('diff needs a B.')
})

test('what a baseline knows is no difference', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'support-packet-diff-'))
  try {
    const file = join(folder, 'known.yaml')
    expect((await cli(['baseline', 'create', '-o', file, faulty])).code).toBe(0)
    const args = ['diff', '--exit-code', '--section', 'findings', healthy, faulty]
    expect((await cli(args)).code).toBe(1)
    const { code, stdout } = await cli([...args, '--baseline', file])
    expect(code).toBe(0)
    expect(stdout).toContain('Suppressed, so they do not count:')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a suppression that has ended is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'support-packet-diff-'))
  try {
    const file = join(folder, 'known.yaml')
    await writeFile(
      file,
      'version: 1\nsuppressions:\n  - rule: database-restarted\n    reason: Was planned.\n    until: 2020-01-01\n',
    )
    const { stderr } = await cli(['diff', '--section', 'findings', '--baseline', file, healthy, faulty])
    expect(stderr).toContain(
      'the suppression of database-restarted ended on 2020-01-01 and holds no more (Was planned.)',
    )
  } finally {
    await rm(folder, { recursive: true })
  }
})
