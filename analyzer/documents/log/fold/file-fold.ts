// Puts what the parts of one file gave together, in the order of the file, into the state of its node.
import { createBadLines } from '../scan/bad-lines.js'
import type { LineFormat } from '../formats/head.js'
import { decodeAt, type KeptRecord, keepRecord, type TimedPlace } from './kept-record.js'
import { logLimits } from '../limits.js'
import { createIndexColumns, type IndexColumns } from './log-index.js'
import { applyMatch, type NodeState } from './node-state.js'
import type { LogPart, OrderedMatches, PartMarker, PartResult, RecordPlace } from '../scan/part.js'
import { addSum, type QueryState, type SeenRecord } from '../queries/query-state.js'
import type { FileKind } from '../scan/scan.js'
import { createTimeBuckets, type TimeBucketCounter } from '../templates/time-buckets.js'
import type { LogFile } from '../types.js'

/** Which file it is. */
export interface FileContext extends FileKind {
  readonly entry: string
  readonly node: NodeState
}

export interface FileFold {
  /** The bytes of the part are needed during the call only. */
  add(part: LogPart, result: PartResult): void
  end(sizeBytes: number): LogFile
  readonly index: IndexColumns
}

interface LevelSum {
  count: number
  readonly timeline: TimeBucketCounter
}

export function createFileFold(file: FileContext): FileFold {
  const { node } = file
  const bad = createBadLines()
  const formats = new Set<LineFormat>()
  const levels = new Map<string, LevelSum>()
  const index = createIndexColumns()
  const totals = { lines: 0, records: 0, firstMs: Infinity, lastMs: -Infinity }
  let endsInsideLine = false

  function placeOf(part: LogPart, start: number, line: number, timeMs: number): TimedPlace {
    return {
      entry: file.entry,
      node: node.node,
      kind: file.kind,
      line: totals.lines + 1 + line,
      offset: part.offset + start,
      timeMs: Number.isNaN(timeMs) ? undefined : timeMs,
    }
  }

  function addTemplates(part: LogPart, { templates }: PartResult): readonly number[] {
    return templates.map(template => {
      const { start, end, line, timeMs } = template
      totals.records += template.count
      totals.firstMs = Math.min(totals.firstMs, template.firstMs)
      totals.lastMs = Math.max(totals.lastMs, template.lastMs)
      addLevel(template)
      return node.templates.add(template, () =>
        decodeAt(part.bytes, start, end, placeOf(part, start, line, timeMs)),
      )
    })
  }

  function addLevel({ level, count, buckets }: PartResult['templates'][number]): void {
    const sum = levelSum(levels, level)
    sum.count += count
    sum.timeline.merge(buckets)
  }

  function addMatches(part: LogPart, { matches }: PartResult): void {
    for (const sum of matches.sums) {
      const state = node.states[sum.query]
      if (state) addSum(state, sum, place => keepAt(part, place))
    }
    addOrdered(part, matches.ordered)
  }

  function addOrdered(part: LogPart, matches: OrderedMatches): void {
    const last = new Map<QueryState, number>()
    const seen = createSeenRecord(part, matches)
    for (let i = 0; i < matches.matcher.length; i++) {
      if (i === 0 || matches.start[i] !== matches.start[i - 1]) node.serial++
      const matcher = node.compiled.matchers[matches.matcher[i] as number]
      const counted = matcher && applyMatch(node, matcher, seen(i))
      if (counted) last.set(counted, i)
    }
    for (const [state, i] of last) state.last = seen(i).keep()
  }

  function keepAt(part: LogPart, { start, end, line, timeMs }: RecordPlace): KeptRecord {
    return keepRecord(part.bytes, start, end, placeOf(part, start, line, timeMs))
  }

  /** The same object for all: a part may hold thousands, and few are kept. */
  function createSeenRecord(part: LogPart, matches: OrderedMatches): (i: number) => SeenRecord {
    const record = { serial: 0, timeMs: NaN, by: undefined as string | undefined, keep: () => keep(at) }
    let at = 0

    function keep(i: number): KeptRecord {
      return keepAt(part, {
        start: matches.start[i] as number,
        end: matches.end[i] as number,
        line: matches.line[i] as number,
        timeMs: matches.timeMs[i] as number,
      })
    }

    return i => {
      at = i
      record.serial = node.serial
      record.timeMs = matches.timeMs[i] as number
      record.by = matches.values[(matches.by[i] as number) - 1]
      return record
    }
  }

  function mark({ marker, msg, line, timeMs }: PartMarker): void {
    node.lifecycle.mark(marker, msg, { entry: file.entry, line: totals.lines + 1 + line, timeMs })
  }

  return {
    add(part, result) {
      const firstLine = totals.lines + 1
      const numbers = addTemplates(part, result)
      if (result.index) index.add(result.index, { offset: part.offset, firstLine }, numbers)
      addMatches(part, result)
      result.markers.forEach(mark)
      for (const [name, collected] of Object.entries(result.collected)) {
        node.collectors.get(name)?.add(collected, { entry: file.entry, firstLine })
      }
      bad.merge(result.bad, firstLine)
      for (const format of result.formats) formats.add(format)
      totals.lines += result.lines
      endsInsideLine = result.endsInsideLine
    },
    end(sizeBytes) {
      node.newestMs = Math.max(node.newestMs, totals.lastMs)
      return {
        entry: file.entry,
        node: node.node,
        kind: file.kind,
        format: formatName(formats),
        sizeBytes,
        lines: totals.lines,
        records: totals.records,
        bad: bad.take(),
        endsInsideLine,
        firstSeenMs: Number.isFinite(totals.firstMs) ? totals.firstMs : undefined,
        lastSeenMs: Number.isFinite(totals.lastMs) ? totals.lastMs : undefined,
        byLevel: Object.fromEntries([...levels].map(([level, { count }]) => [level, count])),
        timeline: Object.fromEntries([...levels].map(([level, { timeline }]) => [level, timeline.result()])),
      }
    },
    index,
  }
}

/** Stands for every level beyond the bound. */
const anyLevel = '<*>'

function levelSum(levels: Map<string, LevelSum>, level: string): LevelSum {
  const known = levels.get(level)
  if (known) return known
  if (levels.size >= logLimits.levels && level !== anyLevel) return levelSum(levels, anyLevel)
  const sum = { count: 0, timeline: createTimeBuckets() }
  levels.set(level, sum)
  return sum
}

/** Panic text amid records does not make a file mixed. */
function formatName(formats: ReadonlySet<LineFormat>): string {
  const names = [...formats].filter(name => name !== 'block')
  return names.length > 1 ? 'mixed' : (names[0] ?? (formats.size > 0 ? 'block' : 'unknown'))
}
