// What Prometheus had not written into a block yet: `wal` and `chunks_head` of its folder, as one more block.
import type { Block } from './block.js'
import { attempt } from './cursor.js'
import { readHeadChunks, type HeadChunk } from './head-chunks.js'
import { metricsLimits } from './limits.js'
import { passes, type LabelTest } from './matchers.js'
import { numbersIn, type NativeHistogram } from './native-histogram.js'
import { damaged, unread, type MetricsNote } from './note.js'
import { isDeleted, mergedRanges, seriesOfChunks, type StoredSeries } from './stored-series.js'
import type { TimeRange } from './types.js'
import { readRecord, type RecordSink } from './wal-records.js'
import { readWal } from './wal.js'

export interface HeadFiles {
  /** Segments in order, those of the newest checkpoint first. */
  readonly wal: readonly Uint8Array[]
  readonly chunks: readonly Uint8Array[]
}

/** A series while the log is read. Samples of the log come after those of its chunks. */
interface HeadSeries {
  readonly labels: readonly string[]
  readonly chunks: HeadChunk[]
  /** Up to here its chunks have the samples. */
  chunksUntilMs: number
  times: Float64Array
  values: Float64Array
  count: number
  readonly histograms: { readonly timeMs: number; readonly histogram: NativeHistogram }[]
  readonly deleted: TimeRange[]
}

/** `blocksUntilMs`: what is before stands in blocks already. Never throws for what the files hold; `undefined` without a series. */
export function openHead(
  { wal, chunks }: HeadFiles,
  blocksUntilMs: number,
): { readonly block: Block | undefined; readonly notes: readonly MetricsNote[] } {
  const notes: MetricsNote[] = []
  const byRef = chunksByRef(chunks, notes)
  const reader = headReader(byRef, blocksUntilMs)
  let broken = 0
  let unknown = 0
  const log = readWal(wal, record => {
    const read = attempt(() => readRecord(record, reader.sink))
    if (read.kind === 'malformed') broken++
    else if (read.value === 'unknown') unknown++
  })
  const orphans = [...byRef].filter(([ref]) => !reader.known(ref)).length
  notes.push(
    ...notesOf({
      broken: broken + log.damaged,
      unknown: unknown + log.unsupported,
      orphans,
      isTooLarge: reader.isFull() || log.left > 0,
    }),
  )
  const series = reader.series()
  return { block: series.length === 0 ? undefined : blockOf(series, blocksUntilMs), notes }
}

interface Counts {
  readonly broken: number
  readonly unknown: number
  readonly orphans: number
  readonly isTooLarge: boolean
}

function notesOf({ broken, unknown, orphans, isTooLarge }: Counts): readonly MetricsNote[] {
  return [
    ...(broken > 0
      ? [damaged('wal', `The log written ahead is damaged in ${times(broken)}; the rest of it was used.`)]
      : []),
    ...(orphans > 0
      ? [
          damaged(
            'chunks_head',
            `The log written ahead does not name ${orphans} series whose chunks are there.`,
          ),
        ]
      : []),
    ...(unknown > 0
      ? [unread('wal', `${unknown} records are of a kind that only newer versions of Prometheus write.`)]
      : []),
    ...(isTooLarge
      ? [unread('wal', 'The log written ahead holds more than is read; what comes later was left out.')]
      : []),
  ]
}

const times = (count: number): string => (count === 1 ? 'one place' : `${count} places`)

function chunksByRef(
  files: readonly Uint8Array[],
  notes: MetricsNote[],
): ReadonlyMap<number, readonly HeadChunk[]> {
  const byRef = new Map<number, HeadChunk[]>()
  let unsupported = 0
  let room: number = metricsLimits.chunksOfHead
  for (const file of files) {
    const read = readHeadChunks(file, room)
    room -= read.chunks.length
    unsupported += read.unsupported
    if (read.damage !== undefined)
      notes.push(damaged('chunks_head', `A file is damaged: ${read.damage}. What lies before was used.`))
    for (const chunk of read.chunks) {
      const same = byRef.get(chunk.ref)
      if (same === undefined) byRef.set(chunk.ref, [chunk])
      else same.push(chunk)
    }
  }
  if (unsupported > 0) {
    notes.push(
      unread(
        'chunks_head',
        `${unsupported} chunks are in an encoding that only newer versions of Prometheus write.`,
      ),
    )
  }
  return byRef
}

interface HeadReader {
  readonly sink: RecordSink
  known(ref: number): boolean
  series(): readonly HeadSeries[]
  /** There were more samples or series than are kept. */
  isFull(): boolean
}

function headReader(byRef: ReadonlyMap<number, readonly HeadChunk[]>, blocksUntilMs: number): HeadReader {
  const ofRef = new Map<number, HeadSeries>()
  const ofLabels = new Map<string, HeadSeries>()
  const given = new Set<number>()
  let room: number = metricsLimits.samplesOfHead
  let isFull = false
  /** The series, when its sample is neither in a block nor in a chunk already, and there is room for it. */
  const wanting = (ref: number, timeMs: number, size: number): HeadSeries | undefined => {
    const series = ofRef.get(ref)
    if (series === undefined || timeMs < blocksUntilMs || timeMs <= series.chunksUntilMs) return undefined
    room -= size
    if (room >= 0) return series
    isFull = true
    return undefined
  }
  const sink: RecordSink = {
    series(ref, labels) {
      const key = labels.join('\0')
      const known = ofLabels.get(key)
      if (known === undefined && ofLabels.size >= metricsLimits.series) {
        isFull = true
        return
      }
      const series = known ?? emptySeries(labels)
      ofLabels.set(key, series)
      // The log may name a series again and again; the chunks of a number belong to one, once.
      if (!given.has(ref)) addChunks(series, byRef.get(ref) ?? [])
      given.add(ref)
      ofRef.set(ref, series)
    },
    sample(ref, timeMs, value) {
      const series = wanting(ref, timeMs, 1)
      if (series !== undefined) push(series, timeMs, value)
    },
    histogram(ref, timeMs, histogram) {
      const size = numbersIn(histogram)
      wanting(ref, timeMs, size)?.histograms.push({ timeMs, histogram })
    },
    deleted(ref, range) {
      const ranges = ofRef.get(ref)?.deleted
      if (ranges !== undefined && ranges.length < metricsLimits.tombstones) ranges.push(range)
    },
  }
  return { sink, known: ref => ofRef.has(ref), series: () => [...ofLabels.values()], isFull: () => isFull }
}

function emptySeries(labels: readonly string[]): HeadSeries {
  const none = new Float64Array()
  return {
    labels,
    chunks: [],
    chunksUntilMs: -Infinity,
    times: none,
    values: none,
    count: 0,
    histograms: [],
    deleted: [],
  }
}

function addChunks(series: HeadSeries, chunks: readonly HeadChunk[]): void {
  for (const chunk of chunks) {
    series.chunks.push(chunk)
    series.chunksUntilMs = Math.max(series.chunksUntilMs, chunk.maxMs)
  }
}

function push(series: HeadSeries, timeMs: number, value: number): void {
  const at = series.count++
  if (at === series.times.length) {
    series.times = grown(series.times)
    series.values = grown(series.values)
  }
  series.times[at] = timeMs
  series.values[at] = value
}

function grown(column: Float64Array): Float64Array {
  const larger = new Float64Array(Math.max(16, column.length * 2))
  larger.set(column)
  return larger
}

function blockOf(all: readonly HeadSeries[], blocksUntilMs: number): Block {
  const stored = all.map(series => storedSeries(series, blocksUntilMs))
  return {
    range: rangeOf(all, blocksUntilMs),
    seriesCount: all.length,
    samples: stored.reduce((sum, series) => sum + series.most(), 0),
    find: (_, tests: readonly LabelTest[]) => stored.filter(({ labels }) => passes(labels, tests)),
  }
}

function storedSeries(series: HeadSeries, blocksUntilMs: number): StoredSeries {
  const inBlocks = { fromMs: -Infinity, toMs: blocksUntilMs - 1 }
  const ranges = mergedRanges([...series.deleted, inBlocks])
  const ofChunks = seriesOfChunks(series.labels, () => series.chunks.map(({ chunk }) => chunk), ranges)
  return {
    labels: series.labels,
    most: () => ofChunks.most() + series.count,
    addTo(columns) {
      ofChunks.addTo(columns)
      for (let at = 0; at < series.count; at++) {
        const timeMs = series.times[at] ?? 0
        if (isDeleted(ranges, timeMs)) continue
        columns.times[columns.count] = timeMs
        columns.values[columns.count++] = series.values[at] ?? 0
      }
    },
    eachHistogram(tell) {
      ofChunks.eachHistogram(tell)
      for (const { timeMs, histogram } of series.histograms) {
        if (!isDeleted(ranges, timeMs)) tell(timeMs, histogram)
      }
    },
  }
}

/** First and last time of what is not in a block. */
function rangeOf(all: readonly HeadSeries[], blocksUntilMs: number): TimeRange | undefined {
  let [fromMs, toMs] = [Infinity, -Infinity]
  const see = (first: number, last: number): void => {
    fromMs = Math.min(fromMs, Math.max(first, blocksUntilMs))
    toMs = Math.max(toMs, last)
  }
  for (const { chunks, times, count, histograms } of all) {
    for (const { minMs, maxMs } of chunks) if (maxMs >= blocksUntilMs) see(minMs, maxMs)
    if (count > 0) see(times[0] ?? 0, times[count - 1] ?? 0)
    if (histograms.length > 0) see(histograms[0]?.timeMs ?? 0, histograms.at(-1)?.timeMs ?? 0)
  }
  return fromMs <= toMs ? { fromMs, toMs } : undefined
}
