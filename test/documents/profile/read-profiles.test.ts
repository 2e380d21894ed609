// Profiles as documents of a packet: what is damaged or of the wrong kind is a problem with its entry, the rest is used.
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readProfiles } from '../../../analyzer/documents/profile/read-profiles.js'
import type { ReadProfiles } from '../../../analyzer/documents/profile/read-profiles.js'
import { analyzePacket, packetOf, validatePacket } from '../../../analyzer/index.js'
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
