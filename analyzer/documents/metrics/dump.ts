// Blocks → one dump that answers questions: series over all blocks, each in columns.
import { openBlock, type Block, type BlockFiles, type BlockSeries } from './block.js'
import { metricsLimits } from './limits.js'
import { labelTest, nameAsked } from './matchers.js'
import type { MetricsNote } from './note.js'
import type { Matcher, MetricsDump, Series, TimeRange } from './types.js'
import { columnsOf, type Columns } from './xor-chunk.js'

export function openDump(blocks: readonly BlockFiles[]): {
  readonly dump: MetricsDump
  readonly notes: readonly MetricsNote[]
} {
  const opened = blocks.map(openBlock)
  const readable = opened.flatMap(({ block }) => (block === undefined ? [] : [block]))
  const inOrder = readable.toSorted((a, b) => (a.range?.fromMs ?? 0) - (b.range?.fromMs ?? 0))
  return { dump: dumpOf(inOrder), notes: opened.flatMap(({ notes }) => notes) }
}

function dumpOf(blocks: readonly Block[]): MetricsDump {
  // Several facts ask for the same series, such as the buckets of one histogram.
  const answers = new Map<string, readonly Series[]>()
  let room: number = metricsLimits.samplesRemembered
  return {
    window: windowOf(blocks),
    seriesCount: blocks.reduce((sum, { seriesCount }) => sum + seriesCount, 0),
    select(matchers) {
      const question = JSON.stringify(matchers)
      const known = answers.get(question)
      if (known !== undefined) return known
      const found = selectFrom(blocks, matchers)
      const samples = found.reduce((sum, { times }) => sum + times.length, 0)
      if (samples <= room && answers.size < metricsLimits.questionsRemembered) {
        answers.set(question, found)
        room -= samples
      }
      return found
    },
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

function selectFrom(blocks: readonly Block[], matchers: readonly Matcher[]): readonly Series[] {
  const name = nameAsked(matchers)
  const tests = matchers.map(labelTest)
  const byLabels = new Map<string, BlockSeries[]>()
  for (const block of blocks) {
    for (const series of block.find(name, tests)) {
      const key = series.labels.join('\0')
      const same = byLabels.get(key)
      if (same === undefined) byLabels.set(key, [series])
      else same.push(series)
    }
  }
  let room: number = metricsLimits.samplesOfQuestion
  const inOrder = [...byLabels].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return inOrder.flatMap(([, parts]) => {
    room -= parts.reduce((sum, { most }) => sum + most, 0)
    const decoded = room < 0 ? undefined : decode(parts)
    return decoded === undefined ? [] : [decoded]
  })
}

/** The samples of all parts; `undefined` when none is left. */
function decode(parts: readonly BlockSeries[]): Series | undefined {
  const most = parts.reduce((sum, part) => sum + part.most, 0)
  const columns = columnsOf(most)
  for (const part of parts) part.addTo(columns)
  if (columns.count === 0) return undefined
  const { times, values } = rising(columns)
  return { labels: labelMap(parts[0]?.labels ?? []), times, values }
}

/** Blocks may overlap, and damaged ones may hold anything: in order of time, and each time once. */
function rising({ times, values, count }: Columns): Pick<Series, 'times' | 'values'> {
  let isRising = true
  for (let at = 1; at < count && isRising; at++) isRising = (times[at] ?? 0) > (times[at - 1] ?? 0)
  if (isRising) return { times: times.subarray(0, count), values: values.subarray(0, count) }
  const order = Array.from({ length: count }, (_, at) => at)
  order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b)
  const kept = order.filter((at, index) => index === 0 || times[at] !== times[order[index - 1] ?? 0])
  return {
    times: Float64Array.from(kept, at => times[at] ?? 0),
    values: Float64Array.from(kept, at => values[at] ?? 0),
  }
}

function labelMap(labels: readonly string[]): ReadonlyMap<string, string> {
  const map = new Map<string, string>()
  for (let at = 0; at < labels.length; at += 2) map.set(labels[at] ?? '', labels[at + 1] ?? '')
  return map
}
