// A series as a block or the head keeps it: chunks, and samples beside them, decoded when somebody asks; deleted ranges are left out.
import { addSamples, eachHistogram, samplesIn, type SampleChunk } from './chunk-files.js'
import type { HistogramSink } from './histogram-chunk.js'
import type { TimeRange } from './types.js'
import type { Columns } from './xor-chunk.js'

export interface StoredSeries {
  /** Label and value in turn, sorted by label. */
  readonly labels: readonly string[]
  /** Most numbers it can have. */
  most(): number
  addTo(columns: Columns): void
  eachHistogram(tell: HistogramSink): void
}

export function seriesOfChunks(
  labels: readonly string[],
  find: () => readonly SampleChunk[],
  deleted: readonly TimeRange[],
): StoredSeries {
  let found: readonly SampleChunk[] | undefined
  const chunks = () => (found ??= find())
  const ranges = mergedRanges(deleted)
  return {
    labels,
    most: () => chunks().reduce((sum, chunk) => sum + samplesIn(chunk), 0),
    addTo(columns) {
      const before = columns.count
      for (const chunk of chunks()) addSamples(chunk, columns)
      dropDeleted(columns, before, ranges)
    },
    eachHistogram(tell) {
      const kept: HistogramSink = (timeMs, histogram) => {
        if (!isDeleted(ranges, timeMs)) tell(timeMs, histogram)
      }
      for (const chunk of chunks()) eachHistogram(chunk, kept)
    },
  }
}

/** In order, none touching another: many ranges of one series would otherwise be gone through for each of its samples. */
export function mergedRanges(ranges: readonly TimeRange[]): readonly TimeRange[] {
  const merged: { fromMs: number; toMs: number }[] = []
  for (const { fromMs, toMs } of [...ranges].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = merged.at(-1)
    if (last !== undefined && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs)
    else if (toMs >= fromMs) merged.push({ fromMs, toMs })
  }
  return merged
}

/** `ranges` as `mergedRanges` gives them; both ends are deleted. */
export function isDeleted(ranges: readonly TimeRange[], timeMs: number): boolean {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ranges[middle]?.toMs ?? Infinity) < timeMs) low = middle + 1
    else high = middle
  }
  return (ranges[low]?.fromMs ?? Infinity) <= timeMs
}

/** Closes the gaps of what is deleted, from a place in the columns on. */
export function dropDeleted(columns: Columns, from: number, ranges: readonly TimeRange[]): void {
  if (ranges.length === 0) return
  const { times, values } = columns
  let kept = from
  for (let at = from; at < columns.count; at++) {
    const time = times[at] ?? 0
    if (isDeleted(ranges, time)) continue
    times[kept] = time
    values[kept++] = values[at] ?? 0
  }
  columns.count = kept
}
