// Blocks, and what was not in one yet → one dump that answers questions: series over all of them, each in columns.
import { openBlock, type Block, type BlockFiles } from './block.js'
import { classicSeries } from './classic.js'
import { openHead, type HeadFiles } from './head.js'
import { metricsLimits } from './limits.js'
import { labelTest, nameAsked, type LabelTest } from './matchers.js'
import { numbersIn, type HistogramSeries, type NativeHistogram } from './native-histogram.js'
import { unread, type MetricsNote } from './note.js'
import type { StoredSeries } from './stored-series.js'
import type { Labels, Matcher, MetricsDump, Series, TimeRange } from './types.js'
import { columnsOf, type Columns } from './xor-chunk.js'

const noHead: HeadFiles = { wal: [], chunks: [] }

export function openDump(
  files: readonly BlockFiles[],
  headFiles: HeadFiles = noHead,
): { readonly dump: MetricsDump; readonly notes: readonly MetricsNote[] } {
  const opened = files.map(openBlock)
  const blocks = opened.flatMap(({ block }) => (block === undefined ? [] : [block]))
  const head = openHead(
    headFiles,
    blocks.reduce((last, { range }) => Math.max(last, range?.toMs ?? last), -Infinity),
  )
  const all = head.block === undefined ? blocks : [...blocks, head.block]
  const { kept, left } = newestOf(all)
  const notes = [...opened.flatMap(({ notes }) => notes), ...head.notes]
  return { dump: dumpOf(kept), notes: left === 0 ? notes : [...notes, tooMany(left)] }
}

/** As many blocks as there is room for, in order of time; the newest ones tell what led to the packet. */
function newestOf(blocks: readonly Block[]): { readonly kept: readonly Block[]; readonly left: number } {
  const inOrder = blocks.toSorted((a, b) => (a.range?.fromMs ?? 0) - (b.range?.fromMs ?? 0))
  let room: number = metricsLimits.samplesOfDump
  let from = inOrder.length
  while (from > 0 && (room -= inOrder[from - 1]?.samples ?? 0) >= 0) from--
  // One that is too large by itself still answers questions that ask for less.
  const kept = inOrder.slice(Math.min(from, inOrder.length - 1))
  return { kept, left: inOrder.length - kept.length }
}

function tooMany(left: number): MetricsNote {
  const message = `The dump holds more than is read; the ${left === 1 ? 'oldest block was' : `${left} oldest blocks were`} left out.`
  return { ...unread('', message), expected: `at most ${metricsLimits.samplesOfDump} samples` }
}

function dumpOf(blocks: readonly Block[]): MetricsDump {
  const numbers = remembered(question => numbersFrom(blocks, question))
  const histograms = (matchers: readonly Matcher[]) => histogramsFrom(blocks, matchers)
  return {
    window: windowOf(blocks),
    seriesCount: blocks.reduce((sum, { seriesCount }) => sum + seriesCount, 0),
    labels: () => [...partsOf(blocks, []).values()].map(([first]) => labelMap(first?.labels ?? [])),
    select(matchers) {
      const found = numbers(matchers)
      return found.length > 0 ? found : classicSeries(matchers, histograms)
    },
    histograms,
  }
}

/** Several facts ask for the same series, such as the buckets of one histogram. */
function remembered(
  find: (matchers: readonly Matcher[]) => readonly Series[],
): (matchers: readonly Matcher[]) => readonly Series[] {
  const answers = new Map<string, readonly Series[]>()
  let room: number = metricsLimits.samplesRemembered
  return matchers => {
    const question = JSON.stringify(matchers)
    const known = answers.get(question)
    if (known !== undefined) return known
    const found = find(matchers)
    const samples = found.reduce((sum, { times }) => sum + times.length, 0)
    if (samples <= room && answers.size < metricsLimits.questionsRemembered) {
      answers.set(question, found)
      room -= samples
    }
    return found
  }
}

function windowOf(blocks: readonly Block[]): TimeRange | undefined {
  const ranges = blocks.flatMap(({ range }) => (range === undefined ? [] : [range]))
  if (ranges.length === 0) return undefined
  return ranges.reduce((all, one) => ({
    fromMs: Math.min(all.fromMs, one.fromMs),
    toMs: Math.max(all.toMs, one.toMs),
  }))
}

/** The parts of each series over all blocks, in order of its labels. */
function partsOf(
  blocks: readonly Block[],
  matchers: readonly Matcher[],
): ReadonlyMap<string, readonly StoredSeries[]> {
  const name = nameAsked(matchers)
  const tests: readonly LabelTest[] = matchers.map(labelTest)
  const byLabels = new Map<string, StoredSeries[]>()
  for (const block of blocks) {
    for (const series of block.find(name, tests)) {
      const key = series.labels.join('\0')
      const same = byLabels.get(key)
      if (same === undefined) byLabels.set(key, [series])
      else same.push(series)
    }
  }
  return new Map([...byLabels].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}

function numbersFrom(blocks: readonly Block[], matchers: readonly Matcher[]): readonly Series[] {
  let room: number = metricsLimits.samplesOfDump
  return [...partsOf(blocks, matchers).values()].flatMap(parts => {
    const most = parts.reduce((sum, part) => sum + part.most(), 0)
    room -= most
    const decoded = room < 0 ? undefined : decode(parts, most)
    return decoded === undefined ? [] : [decoded]
  })
}

/** The samples of all parts; `undefined` when none is left. */
function decode(parts: readonly StoredSeries[], most: number): Series | undefined {
  const columns = columnsOf(most)
  for (const part of parts) part.addTo(columns)
  if (columns.count === 0) return undefined
  return { labels: labelMap(parts[0]?.labels ?? []), ...rising(columns) }
}

/** Blocks may overlap, and damaged ones may hold anything: in order of time, and each time once. */
function rising({ times, values, count }: Columns): Pick<Series, 'times' | 'values'> {
  const kept = risingOrder(times.subarray(0, count))
  if (kept === undefined) return { times: times.subarray(0, count), values: values.subarray(0, count) }
  return { times: kept.map(at => times[at] ?? 0), values: kept.map(at => values[at] ?? 0) }
}

/** Places in order of time, each time once; `undefined` when they are so already. */
function risingOrder(times: Float64Array): Float64Array | undefined {
  let isRising = true
  for (let at = 1; at < times.length && isRising; at++) isRising = (times[at] ?? 0) > (times[at - 1] ?? 0)
  if (isRising) return undefined
  const order = Float64Array.from(times, (_, at) => at)
  order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b)
  return order.filter((at, index) => index === 0 || times[at] !== times[order[index - 1] ?? 0])
}

function histogramsFrom(blocks: readonly Block[], matchers: readonly Matcher[]): readonly HistogramSeries[] {
  let room: number = metricsLimits.bucketsOfQuestion
  return [...partsOf(blocks, matchers).values()].flatMap(parts => {
    const times: number[] = []
    const histograms: NativeHistogram[] = []
    for (const part of parts) {
      part.eachHistogram((timeMs, histogram) => {
        room -= numbersIn(histogram)
        if (room < 0) return
        times.push(timeMs)
        histograms.push(histogram)
      })
    }
    return times.length === 0 ? [] : [inOrder(labelMap(parts[0]?.labels ?? []), times, histograms)]
  })
}

function inOrder(
  labels: Labels,
  times: readonly number[],
  histograms: readonly NativeHistogram[],
): HistogramSeries {
  const columns = Float64Array.from(times)
  const kept = risingOrder(columns)
  if (kept === undefined) return { labels, times: columns, histograms }
  return {
    labels,
    times: kept.map(at => columns[at] ?? 0),
    histograms: Array.from(kept).flatMap(at => histograms[at] ?? []),
  }
}

function labelMap(labels: readonly string[]): Labels {
  const map = new Map<string, string>()
  for (let at = 0; at < labels.length; at += 2) map.set(labels[at] ?? '', labels[at + 1] ?? '')
  return map
}
