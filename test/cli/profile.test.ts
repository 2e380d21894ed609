// `profile` as people run it: on packets of samples/, on files, on standard input, and with mistakes.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleEntry, writeProfile } from '../documents/profile/sample-profile.js'
import { cli } from './run-cli.js'

const packet = 'samples/login-storm.zip'
let folder = ''
const file = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'profile-'))
  await writeFile(file('cpu.prof'), await sampleEntry('login-storm', 'cpu.prof'))
  await writeFile(file('goroutines'), await sampleEntry('login-storm', 'goroutines'))
  await writeFile(file('text.prof'), 'no profile')
})
afterAll(() => rm(folder, { recursive: true }))

interface TopJson {
  readonly sampleType: string
  readonly unit: string
  readonly total: number
  readonly rows: readonly { readonly function: string; readonly flat: number; readonly cum: number }[]
}

test('top of a packet shows what used the processors', async () => {
  const { code, stdout, stderr } = await cli(['profile', packet, '--limit', '2'])
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toBe(
    [
      'cpu.prof: CPU profile of 5s, 2026-11-21 08:36:13 UTC',
      'cpu: 5.03s in all, 261 samples',
      'The server used 100.60% of one processor.',
      '2 functions of 257; --limit N shows more',
      '      flat  flat%    sum%        cum    cum%',
      '    2430ms  48.31%  48.31%     2430ms  48.31%  crypto/internal/fips140/sha256.blockSHANI',
      '     590ms  11.73%  60.04%      590ms  11.73%  runtime.memmove',
      '',
    ].join('\n'),
  )
})

test('top as JSON has all functions in raw units, the same from a packet, a file and standard input', async () => {
  const outputs = await Promise.all([
    cli(['profile', packet, 'top', '--format', 'json']),
    cli(['profile', file('cpu.prof'), '--format', 'json']),
    cli(['profile', '-', '--format', 'json'], { stdin: await sampleEntry('login-storm', 'cpu.prof') }),
  ])
  expect(new Set(outputs.map(({ stdout }) => stdout)).size).toBe(1)
  const json = JSON.parse(outputs[0]?.stdout ?? '') as TopJson
  expect(Object.keys(json).sort()).toEqual(['rows', 'sampleType', 'total', 'unit'])
  expect(json).toMatchObject({ sampleType: 'cpu', unit: 'nanoseconds', total: 5_030_000_000 })
  expect(json.rows.length).toBe(257)
  expect(json.rows[0]).toEqual({
    function: 'crypto/internal/fips140/sha256.blockSHANI',
    flat: 2_430_000_000,
    cum: 2_430_000_000,
  })
})

test('other values, orders and parts of a profile', async () => {
  const heap = await cli([
    'profile',
    packet,
    'top',
    '--entry',
    'heap.prof',
    '--sample-type',
    'alloc_objects',
    '--format',
    'json',
    '--limit',
    '1',
  ])
  expect(JSON.parse(heap.stdout)).toMatchObject({ sampleType: 'alloc_objects', unit: 'count' })
  const cum = await cli([
    'profile',
    packet,
    '--sort',
    'cum',
    '--no-runtime',
    '--focus',
    'pbkdf2',
    '--limit',
    '3',
    '--format',
    'json',
  ])
  const { rows, total } = JSON.parse(cum.stdout) as TopJson
  expect(total).toBe(5_030_000_000)
  expect(rows.every(({ cum, function: name }) => cum === 4_770_000_000 && !name.startsWith('runtime.'))).toBe(
    true,
  )
})

test('tree and peek show callers and callees', async () => {
  const { stdout } = await cli(['profile', packet, 'peek', 'checkSum', '--format', 'json'])
  expect(JSON.parse(stdout)).toMatchObject({
    rows: [
      {
        function: 'crypto/internal/fips140/sha256.(*Digest).checkSum',
        callers: [
          { function: 'crypto/internal/fips140/sha256.(*Digest).Sum', value: 3_540_000_000, inline: false },
        ],
        callees: [
          { function: 'crypto/internal/fips140/sha256.(*Digest).Write', value: 3_010_000_000, inline: false },
        ],
      },
    ],
  })
  expect((await cli(['profile', packet, 'tree'])).stdout).toContain(
    '| crypto/internal/fips140/sha256.blockSHANI',
  )
})

test('a profile compared with itself has changed nowhere', async () => {
  const { code, stdout } = await cli([
    'profile',
    packet,
    'diff',
    file('cpu.prof'),
    '--format',
    'json',
    '--entry',
    'cpu.prof',
  ])
  expect([code, stdout]).toEqual([2, ''])
  const same = await cli(['profile', file('cpu.prof'), 'diff', file('cpu.prof'), '--format', 'json'])
  expect(JSON.parse(same.stdout)).toMatchObject({ total: 5_030_000_000, totalAfter: 5_030_000_000, rows: [] })
})

test('a diff of packets takes the same entry of both', async () => {
  const { code, stdout } = await cli([
    'profile',
    packet,
    'diff',
    'samples/healthy-11-6.zip',
    '--entry',
    'heap.prof',
    '--limit',
    '1',
  ])
  expect(code).toBe(0)
  expect(stdout).toContain('compared with heap.prof: 72.79MB in all, which is 100% below')
})

test('goroutines are grouped, with locks and who may hold them', async () => {
  const { code, stdout } = await cli(['profile', packet, 'goroutines', '--limit', '1'])
  expect(code).toBe(0)
  expect(stdout).toContain('goroutines: 95 goroutines, 31 distinct stacks')
  expect(stdout).toContain('       7  waiting for a lock')
  expect(stdout).toContain('may be held by goroutine 3264 in github.com')
  const json = await cli(['profile', file('goroutines'), 'goroutines', '--format', 'json'])
  expect(JSON.parse(json.stdout)).toMatchObject({ form: 'stacks', total: 95, cut: false })
})

test('a cut list of goroutines is shown as far as it goes, and the exit code says so', async () => {
  const bytes = await sampleEntry('login-storm', 'goroutines')
  const { code, stdout, stderr } = await cli(['profile', '-', 'goroutines'], {
    stdin: bytes.subarray(0, 30_000),
  })
  expect(code).toBe(2)
  expect(stdout).toContain('What they do')
  expect(stderr).toBe(
    'support-packet: standard input: the list ends early; what is before its end is shown\n',
  )
})

test('names never reach a terminal with their control characters', async () => {
  await writeFile(
    file('hostile.prof'),
    writeProfile([{ stack: ['\u001b[31mred', 'main'], value: 5 }], { type: 'c\u0007pu' }),
  )
  for (const view of [['top'], ['tree'], ['peek', 'red'], ['top', '--format', 'json']]) {
    const { stdout } = await cli(['profile', file('hostile.prof'), ...view])
    expect(stdout).not.toMatch(/[\u0007\u001b]/)
    expect(stdout).toContain('red')
  }
})

describe('mistakes are told in one line with exit code 2', () => {
  test.each([
    [['profile', 'nowhere.prof'], 'nowhere.prof: no such file or directory'],
    [['profile', 'samples/healthy-ha-3-nodes.zip'], 'name one with --entry, such as mm-app-1/cpu.prof'],
    [['profile', packet, '--entry', 'cpu.pro'], 'has no entry cpu.pro. Did you mean cpu.prof?'],
    [['profile', packet, '--entry', 'metadata.yaml'], 'metadata.yaml: The file is not a sound profile'],
    [
      ['profile', packet, '--sample-type', 'cpus'],
      'The profile has no values "cpus", only samples, cpu. Did you mean cpu?',
    ],
    [['profile', packet, 'peek'], 'peek needs a pattern'],
    [['profile', packet, 'peek', '('], 'PATTERN: missing closing )'],
    [['profile', packet, 'peek', 'nothing.like.it'], 'No function of cpu.prof matches'],
    [['profile', packet, 'diff'], 'diff needs what to compare with'],
    [['profile', packet, 'top', 'x'], 'top has no use for "x"'],
    [['profile', packet, '--normalize'], '--normalize and --base-entry belong to diff'],
    [['profile', packet, '--label', 'request'], '--label needs KEY=VALUE'],
    [['profile', packet, '--limit', 'many'], '--limit needs one whole number, not "many"'],
    [['profile', packet, 'flop'], 'VIEW must be one of top, tree, peek, diff, goroutines'],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await cli(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })

  test('a file that is no profile', async () => {
    const { code, stderr } = await cli(['profile', file('text.prof')])
    expect(code).toBe(2)
    expect(stderr).toContain('text.prof: The file is not a sound profile: ')
  })
})
