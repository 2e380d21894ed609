// Profiles as documents of a packet: what is damaged or of the wrong kind is a problem with its entry, the rest is used.
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readProfiles } from '../../../analyzer/documents/profile/read-profiles.js'
import type { ReadProfiles } from '../../../analyzer/documents/profile/read-profiles.js'
import { builtInRules } from '../../../analyzer/engine/load.js'
import { analyzeFile, analyzePacket, packetOf, validatePacket } from '../../../analyzer/index.js'
import type { Problem } from '../../../analyzer/index.js'
import { classifyEntries } from '../../../analyzer/packet/layout.js'
import { profileOf, sampleEntry, writeProfile } from './sample-profile.js'

const cpu = gzipSync(writeProfile([{ stack: ['a', 'main'], value: 10 }]))
const heap = gzipSync(
  writeProfile([{ stack: ['a', 'main'], value: 10 }], { type: 'inuse_space', unit: 'bytes' }),
)

function read(entries: Record<string, Buffer | string>): Promise<ReadProfiles> {
  const packet = packetOf(entries)
  return readProfiles(packet, classifyEntries(packet.entries))
}

const short = ({ code, entry, message }: Problem): readonly unknown[] => [code, entry, message]

test('profiles of each node are documents of their kind', async () => {
  const { documents, problems } = await read({
    'node-1/cpu.prof': cpu,
    'node-1/heap.prof': heap,
    'node-2/cpu.prof': cpu,
    'node-2/goroutines': await sampleEntry('healthy-11-6', 'goroutines'),
  })
  expect(problems).toEqual([])
  expect(documents.map(({ kind, node }) => [kind, node])).toEqual([
    ['cpu-profile', 'node-1'],
    ['heap-profile', 'node-1'],
    ['cpu-profile', 'node-2'],
    ['goroutines', 'node-2'],
  ])
  expect(documents[0]?.value).toEqual(profileOf([{ stack: ['a', 'main'], value: 10 }]))
})

test('what is no profile is a problem, and the others are still read', async () => {
  const { documents, problems } = await read({
    'cpu.prof': cpu.subarray(0, cpu.length - 20),
    'heap.prof': 'proxy error',
    goroutines: await sampleEntry('healthy-11-6', 'goroutines'),
  })
  expect(problems.map(({ code, entry }) => [code, entry])).toEqual([
    ['DOCUMENT_CUT', 'cpu.prof'],
    ['DOCUMENT_SHAPE', 'heap.prof'],
  ])
  expect(documents.map(({ kind }) => kind)).toEqual(['goroutines'])
})

test('a heap profile named cpu.prof is not taken for one of the processor', async () => {
  const { documents, problems } = await read({ 'cpu.prof': heap })
  expect(documents).toEqual([])
  expect(problems.map(short)).toEqual([
    ['DOCUMENT_SHAPE', 'cpu.prof', 'The entry is a profile of another kind: it counts inuse_space.'],
  ])
})

test('a list of goroutines that ends early gives those before, with a problem', async () => {
  const whole = await sampleEntry('healthy-11-6', 'goroutines')
  const { documents, problems } = await read({ goroutines: whole.subarray(0, whole.length / 2) })
  expect(documents.length).toBe(1)
  expect(problems.map(({ code }) => code)).toEqual(['DOCUMENT_CUT'])
  expect(problems[0]?.message).toMatch(
    /^The list of goroutines ends early; the \d+ before its end are used\.$/,
  )
})

test('an empty profile is left to the inventory', async () => {
  expect(await read({ 'cpu.prof': '', goroutines: '' })).toEqual({ documents: [], problems: [] })
})

test('validating a packet parses no profile; analyzing it says what is wrong', async () => {
  const packet = packetOf({ 'metadata.yaml': 'version: 1\n', 'cpu.prof': 'no profile' })
  const codes = (problems: readonly Problem[]): string[] =>
    problems.filter(({ entry }) => entry === 'cpu.prof').map(({ code }) => code)
  expect(codes((await validatePacket(packet)).problems)).toEqual([])
  expect(codes((await analyzePacket(packet)).problems)).toEqual(['DOCUMENT_SHAPE'])
})

test('a finding names the functions it rests on, as rows of the profile', async () => {
  const rules = (await builtInRules()).filter(({ id }) => id === 'processors-busy-with-passwords')
  const [analysis] = await analyzeFile('samples/login-storm.zip', { rules })
  const [finding, ...others] = analysis?.findings ?? []
  expect(others).toEqual([])
  expect(finding).toMatchObject({
    severity: 'error',
    observed: true,
    message:
      'While the packet was made, the server used 100.6 % of one processor, and 94.8 % of that went into checking passwords.',
  })
  expect(finding?.evidence[0]).toEqual({
    entry: 'cpu.prof',
    excerpt: 'Duration: 5s, Total samples = 5.03s (100.60%)',
  })
  expect(finding?.evidence.map(({ pointer }) => pointer)).toContain(
    '/github.com~1mattermost~1mattermost~1server~1v8~1channels~1app~1password~1hashers.PBKDF2.hashWithSalt',
  )
  expect(finding?.evidence.at(-1)?.excerpt).toMatch(/^flat 0 0%, cum 4\.77s 94\.83% {2}github\.com\//)
})

test('healthy packets give no finding on profiles or goroutines', async () => {
  const rules = (await builtInRules()).filter(({ when, each }) =>
    /facts\.(profile|goroutines)\./.test(`${when} ${each}`),
  )
  expect(rules.length).toBeGreaterThan(20)
  for (const name of [
    'healthy-9-11',
    'healthy-10-4',
    'healthy-10-9',
    'healthy-11-6',
    'healthy-ha-3-nodes',
    'healthy-plain-logs',
  ]) {
    const [analysis] = await analyzeFile(`samples/${name}.zip`, { rules })
    expect([name, analysis?.findings, analysis?.errors]).toEqual([name, [], []])
    // Servers before 11.4 do not say how large their machine is; everything else can be judged.
    const needMachine = ['processors-saturated', 'memory-nearly-used-up']
    expect(analysis?.skipped.map(({ ruleId }) => ruleId).filter(id => !needMachine.includes(id))).toEqual([])
  }
})
