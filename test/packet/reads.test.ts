// Reading: whole entries within a bound, remembered outcomes, and verification of what nothing else has read.
import { expect, test } from 'vitest'
import { packetOf } from '../../analyzer/packet/open.js'
import { wholeBytesFor } from '../../analyzer/packet/limits.js'
import { readWhole } from '../../analyzer/packet/read-whole.js'
import { trackReads } from '../../analyzer/packet/track-reads.js'
import { verifyEntries } from '../../analyzer/packet/verify.js'
import { buildZip } from '../failure/build-zip.js'
import { noise } from '../failure/hostile.js'
import { entryNamed, openOnly } from './contents.js'

const bytes = buildZip([
  { name: 'good.log', content: noise(3_000_000) },
  { name: 'bad.log', content: 'x', crc: 1 },
])

test('a whole entry is given up to the bound, and a cut one says so', async () => {
  const packet = packetOf({ 'a.log': '12345' })
  const entry = entryNamed(packet, 'a.log')
  expect(await readWhole(packet, entry, 5)).toEqual({ bytes: Buffer.from('12345'), problem: undefined })
  expect(await readWhole(packet, entry, 4)).toMatchObject({
    bytes: Buffer.from('1234'),
    problem: { code: 'ENTRY_TOO_LARGE_FOR_MEMORY', entry: 'a.log', found: '5 bytes' },
  })
})

test('a whole entry that is damaged gives what there is, with the problem', async () => {
  const packet = await openOnly(bytes)
  const { bytes: read, problem } = await readWhole(packet, entryNamed(packet, 'bad.log'), 100)
  expect([read.toString(), problem?.code]).toEqual(['x', 'ENTRY_CRC_MISMATCH'])
})

test('bytes of a whole entry stay valid after the packet goes on', async () => {
  const source = Buffer.from('12345')
  const packet = packetOf({ 'a.log': source })
  const { bytes: read } = await readWhole(packet, entryNamed(packet, 'a.log'), 100)
  source.fill(0)
  expect(read.toString()).toBe('12345')
})

test('documents may be larger in memory where their kind needs it', () => {
  expect(wholeBytesFor('goroutines')).toBeGreaterThan(wholeBytesFor('stats'))
})

test('a reader that stops gets no more, and the entry is not verified by it', async () => {
  const { packet, outcomes } = trackReads(await openOnly(bytes))
  const entry = entryNamed(packet, 'good.log')
  let chunks = 0
  await packet.read(entry, () => {
    chunks++
    return false
  })
  expect(chunks).toBe(1)
  expect(outcomes.get(entry.index)?.kind).toBe('stopped')
  await verifyEntries(packet, packet.entries, outcomes)
  expect(outcomes.get(entry.index)).toEqual({ kind: 'complete', sizeBytes: 3_000_000 })
})

test('a later read that stops does not undo a complete one', async () => {
  const { packet, outcomes } = trackReads(await openOnly(bytes))
  const entry = entryNamed(packet, 'good.log')
  await packet.read(entry, () => undefined)
  await packet.read(entry, () => false)
  expect(outcomes.get(entry.index)?.kind).toBe('complete')
})

test('verification reads what was not read, finds what is wrong, and reads nothing twice', async () => {
  const { packet, outcomes } = trackReads(await openOnly(bytes))
  await packet.read(entryNamed(packet, 'good.log'), () => undefined)
  let reads = 0
  const counted = {
    ...packet,
    read: (...args: Parameters<typeof packet.read>) => (reads++, packet.read(...args)),
  }
  await verifyEntries(counted, packet.entries, outcomes, 4)
  expect(reads).toBe(1)
  const found = [...outcomes.values()].map(outcome =>
    outcome.kind === 'partial' ? outcome.problem.code : outcome.kind,
  )
  expect(found).toEqual(['complete', 'ENTRY_CRC_MISMATCH'])
})

test('several reads at once do not disturb each other', async () => {
  const packet = await openOnly(bytes)
  const entry = entryNamed(packet, 'good.log')
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, () => packet.read(entry, () => Promise.resolve())),
  )
  expect(outcomes.every(({ kind }) => kind === 'complete')).toBe(true)
})

test('what the reader throws comes out of the read, and the packet goes on', async () => {
  const packet = await openOnly(bytes)
  const entry = entryNamed(packet, 'good.log')
  const failing = packet.read(entry, () => {
    throw new Error('the reader failed')
  })
  await expect(failing).rejects.toThrow('the reader failed')
  expect((await packet.read(entry, () => undefined)).kind).toBe('complete')
})
