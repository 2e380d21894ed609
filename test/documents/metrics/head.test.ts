// What is not in a block yet (the log written ahead, the chunks of the head), and native histograms, as real Prometheus wrote and answers them.
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openDump } from '../../../analyzer/documents/metrics/dump.js'
import { readDumpFiles } from '../../../analyzer/documents/metrics/dump-files.js'
import type { HeadFiles } from '../../../analyzer/documents/metrics/head.js'
import { increase } from '../../../analyzer/documents/metrics/counters.js'
import { boundOf, quantile } from '../../../analyzer/documents/metrics/histogram.js'
import { named } from '../../../analyzer/documents/metrics/matchers.js'
import {
  bucketsOfNative,
  type HistogramSeries,
} from '../../../analyzer/documents/metrics/native-histogram.js'
import type { MetricsDump } from '../../../analyzer/documents/metrics/types.js'
import { dumpedBy, liveDump, liveSnapshot, openBytes, recordedDump, recordedHistograms } from './recorded.js'

const live = await readDumpFiles(liveDump())
const numbersOf = (dump: MetricsDump): number =>
  dump.select([]).reduce((sum, { times }) => sum + times.length, 0)

describe.each([
  ['a copy of the folder, with log and head', liveDump],
  ['a snapshot of it in blocks', liveSnapshot],
])('%s', (_, bytes) => {
  test('has the numbers that promtool finds', async () => {
    const { dump, notes } = await openBytes(bytes())
    expect(notes).toEqual([])
    expect(dumpedBy(dump).join('\n') === recordedDump('live').join('\n')).toBe(true)
  })

  test('has the native histograms that Prometheus answers with', async () => {
    const { dump } = await openBytes(bytes())
    const found = dump.histograms(named('live_latency_seconds'))
    const recorded = recordedHistograms()
    expect(found.map(kindOf)).toEqual(recorded.map(({ metric }) => metric['kind']))
    found.forEach((series, at) => expectSame(series, recorded[at]?.histograms ?? []))
  })
})

const kindOf = ({ labels }: HistogramSeries): string | undefined => labels.get('kind')

type Recorded = ReturnType<typeof recordedHistograms>[number]['histograms']

/** Counts are exact; bounds come from another power function, so that their last digit may differ. */
function expectSame({ times, histograms }: HistogramSeries, recorded: Recorded): void {
  expect([...times]).toEqual(recorded.map(([seconds]) => seconds * 1000))
  histograms.forEach((histogram, at) => {
    const theirs = recorded[at]?.[1]
    expect([String(histogram.count), String(histogram.sum)]).toEqual([theirs?.count, theirs?.sum])
    const buckets = (theirs?.buckets ?? []).map(([, lower, upper, count]) =>
      [lower, upper, count].map(Number),
    )
    const ours = bucketsOfNative(histogram).map(({ lower, upper, count }) => [lower, upper, count])
    expect(ours.length).toBe(buckets.length)
    ours.flat().forEach((value, place) => {
      const expected = buckets.flat()[place] ?? NaN
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(Math.abs(expected) * 1e-14)
    })
  })
}

describe('a native histogram answers to the names of a classic one', async () => {
  const { dump } = await openBytes(liveSnapshot())
  const kind = { kind: 'counts' }
  const native = dump.histograms(named('live_latency_seconds', kind))[0]
  test('with its count and its sum', () => {
    const [count] = dump.select(named('live_latency_seconds_count', kind))
    const [sum] = dump.select(named('live_latency_seconds_sum', kind))
    expect([...(count?.values ?? [])]).toEqual(native?.histograms.map(one => one.count))
    expect([...(sum?.values ?? [])]).toEqual(native?.histograms.map(one => one.sum))
    expect(count?.labels.get('__name__')).toBe('live_latency_seconds_count')
  })
  test('and with buckets that add up to it', () => {
    const buckets = dump.select(named('live_latency_seconds_bucket', kind))
    const last = buckets.map(({ labels, values }) => [boundOf(labels.get('le')), values.at(-1)] as const)
    expect(last.map(([bound]) => bound)).toEqual(last.map(([bound]) => bound).toSorted((a, b) => a - b))
    expect(last.at(-1)).toEqual([Infinity, native?.histograms.at(-1)?.count])
    const counted = buckets.map(one => ({ le: boundOf(one.labels.get('le')), count: increase(one) }))
    expect(quantile(0.5, counted)).toBeGreaterThan(0.7)
    expect(quantile(0.5, counted)).toBeLessThan(1.1)
  })
  test('a name that has nothing behind it has no answer', () => {
    expect(dump.select(named('no_such_thing_bucket'))).toEqual([])
    expect(dump.select(named('live_latency_seconds_count', { kind: 'no such' }))).toEqual([])
  })
})

test('deleted samples of the head are not there, those beside them are', () => {
  const { dump } = openDump(live.blocks, live.head)
  const [still] = dump.select(named('live_values', { kind: 'still' }))
  expect(still?.times.length).toBe(260 - 21)
})

test('what is before the end of the blocks is read from the blocks alone', () => {
  const { dump } = openDump(live.blocks, live.head)
  const until = Math.max(...live.blocks.map(({ meta }) => maxTimeOf(meta)))
  expect(numbersOf(openDump([], live.head).dump)).toBe(
    numbersOf(dump) - numbersOf(openDump(live.blocks).dump),
  )
  expect(dump.window?.toMs).toBeGreaterThan(until)
})

function maxTimeOf(meta: Uint8Array | undefined): number {
  return (JSON.parse(Buffer.from(meta ?? []).toString()) as { maxTime: number }).maxTime
}

describe('a damaged head gives the rest', () => {
  const changed = (change: (head: HeadFiles) => Partial<HeadFiles>) =>
    openDump(live.blocks, { ...live.head, ...change(live.head) })
  const all = numbersOf(openDump(live.blocks, live.head).dump)
  const flip = (files: readonly Uint8Array[], at: number): readonly Uint8Array[] =>
    files.map((bytes, number) => (number === 0 ? flipped(bytes, at) : bytes))

  test('a flipped byte in the log costs the rest of its page', () => {
    const { dump, notes } = changed(({ wal }) => ({ wal: flip(wal, 40_000) }))
    expect(notes.every(({ kind }) => kind === 'damaged')).toBe(true)
    expect(notes[0]?.message).toBe('The log written ahead is damaged in one place; the rest of it was used.')
    expect(numbersOf(dump)).toBeLessThan(all)
    expect(numbersOf(dump)).toBeGreaterThan(all - 2_000)
  })

  test('a flipped byte in the chunks costs those behind it; the log gives what it still has', () => {
    const { dump, notes } = changed(({ chunks }) => ({ chunks: flip(chunks, 3_000) }))
    expect(notes[0]?.message).toBe(
      'A file is damaged: the checksum of a chunk is wrong. What lies before was used.',
    )
    expect(numbersOf(dump)).toBe(all)
  })

  test('without the log the chunks belong to nobody, and that is told', () => {
    const { dump, notes } = changed(() => ({ wal: [] }))
    expect(notes[0]?.message).toMatch(
      /^The log written ahead does not name \d+ series whose chunks are there/,
    )
    expect(numbersOf(dump)).toBe(numbersOf(openDump(live.blocks).dump))
  })

  test('whatever bytes are flipped or cut, nothing is thrown and no time runs backwards', () => {
    const [walBytes, chunkBytes] = [live.head.wal[0]?.length ?? 0, 12_000]
    const places = (size: number) => fc.array(fc.nat(size - 1), { maxLength: 6 })
    fc.assert(
      fc.property(places(walBytes), places(chunkBytes), fc.option(fc.nat(walBytes)), (wal, chunks, cut) => {
        const { dump } = changed(head => ({
          wal: wal.reduce(flip, head.wal).map(bytes => bytes.subarray(0, cut ?? undefined)),
          chunks: chunks.reduce(flip, head.chunks),
        }))
        for (const { times } of [...dump.select([]), ...dump.histograms([])])
          expect(times.every((time, at) => at === 0 || time > (times[at - 1] ?? 0))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 0x10
  return copy
}

test('the segments behind the newest checkpoint are read, those it stands for are not', async () => {
  const tar = gunzipSync(liveDump())
  const names = ['/wal/checkpoint.00000002/00000000', '/wal/00000002', '/wal/00000003']
  const parts = names.map((name, at) => [fileHeader(tar, name, 3), Buffer.alloc(512, at + 1)])
  const { head } = await readDumpFiles(gzipSync(Buffer.concat([...parts.flat(), Buffer.alloc(1024)])))
  expect(head.wal.map(bytes => bytes[0])).toEqual([1, 3])
})

test('samples that came out of order are named as not read', async () => {
  const tar = gunzipSync(liveDump())
  const file = Buffer.concat([fileHeader(tar, '/wbl/00000000', 3), Buffer.alloc(512, 1)])
  const { notes } = await openBytes(gzipSync(Buffer.concat([file, tar])))
  expect(notes).toEqual([
    { kind: 'unread', file: 'wbl', message: 'Samples that came out of order (wbl) were not read.' },
  ])
})

/** The head of a file in a tar, with another name and size. */
function fileHeader(tar: Buffer, name: string, size: number): Buffer {
  const at = tar.indexOf('/meta.json')
  const header = Buffer.from(tar.subarray(at - (at % 512), at - (at % 512) + 512))
  header.fill(0, 0, 100).write(name)
  header.write(size.toString(8).padStart(11, '0'), 124)
  header.fill(0x20, 148, 156)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}
