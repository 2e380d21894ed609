// Decides for each record whether it is wanted: what its head tells comes first, its fields and text last.
import type { RE2JS } from 're2js'
import { createFieldTable, unescape } from '../log/field-table.js'
import { namedFieldText, readFields } from '../log/fields.js'
import type { RecordHead } from '../log/head.js'
import { headCaller, headLevel, headMessage } from '../log/record.js'
import { holdsRequestId } from './request-id.js'
import { isAtLeast } from './level-order.js'
import { bestNeedles, isLiteral, type Needles, needlesOfPattern, needlesOfText } from './needles.js'
import { createTemplater, type Templater } from './templates.js'
import type { FieldChoice, LevelChoice, RecordFilter } from './types.js'

export interface Selection {
  /** One of these stands in every wanted record; `undefined` when nothing is certain. */
  readonly needles: Needles | undefined
  /** `timeMs` is what the record is ordered by; `hasNeedle` whether a needle stands in it. */
  wants(bytes: Buffer, head: RecordHead, timeMs: number, hasNeedle: boolean): boolean
}

/** Rejects for a pattern that is not RE2. */
export async function compileFilter(filter: RecordFilter): Promise<Selection> {
  const { grep = [] } = filter
  const needles = bestNeedles(needleChoices(filter))
  const [only] = grep
  const needlesDecide =
    grep.length === 1 && only !== undefined && isLiteral(only) && needles?.texts[0] === only
  const patterns = needlesDecide ? [] : await compilePatterns(grep)
  const templater = filter.template === undefined ? undefined : createTemplater()
  return {
    needles,
    wants: (bytes, head, timeMs, hasNeedle) =>
      (needles === undefined || hasNeedle) &&
      isInTime(filter, timeMs) &&
      hasLevel(filter.levels, bytes, head) &&
      patterns.every(pattern => isFound(pattern, bytes, head)) &&
      hasTemplate(filter.template, templater, bytes, head) &&
      (filter.fields ?? []).every(choice => hasField(choice, bytes, head)) &&
      (filter.requestId === undefined || holdsRequestId(bytes, head, filter.requestId)),
  }
}

/** The engine is large, and a plain text needs none: without it the command starts in half the time. */
async function compilePatterns(sources: readonly string[]): Promise<readonly RE2JS[]> {
  if (sources.length === 0) return []
  const { RE2JS } = await import('re2js')
  return sources.map(source => RE2JS.compile(source, RE2JS.MULTILINE))
}

function needleChoices({
  grep = [],
  fields = [],
  requestId,
}: RecordFilter): readonly (Needles | undefined)[] {
  const texts = [...fields.map(({ value }) => value), ...(requestId === undefined ? [] : [requestId])]
  return [...grep.map(needlesOfPattern), ...texts.filter(text => text !== '').map(needlesOfText)]
}

function isInTime({ sinceMs, untilMs }: RecordFilter, timeMs: number): boolean {
  return (sinceMs === undefined || timeMs >= sinceMs) && (untilMs === undefined || timeMs <= untilMs)
}

function hasLevel(levels: readonly LevelChoice[] | undefined, bytes: Buffer, head: RecordHead): boolean {
  if (levels === undefined || levels.length === 0) return true
  const found = headLevel(bytes, head)
  return levels.some(({ level, orAbove }) => (orAbove ? isAtLeast(found, level) : found === level))
}

/** In the record as it is written, and as its escapes read: `error: \"x\"` is found by `error: "x"` as well. */
function isFound(pattern: RE2JS, bytes: Buffer, head: RecordHead): boolean {
  const raw = bytes.toString('utf8', head.start, head.end)
  return pattern.test(raw) || (raw.includes('\\') && pattern.test(unescape(raw)))
}

function hasTemplate(
  wanted: string | undefined,
  templater: Templater | undefined,
  bytes: Buffer,
  head: RecordHead,
): boolean {
  return templater === undefined || templater(bytes, head).id === wanted
}

const table = createFieldTable()

function hasField({ name, value }: FieldChoice, bytes: Buffer, head: RecordHead): boolean {
  return fieldOf(name, bytes, head) === value
}

/** Text of a field, or of `msg` and `caller`, which are none. */
export function fieldOf(name: string, bytes: Buffer, head: RecordHead): string | undefined {
  readFields(bytes, head, table)
  const text = namedFieldText(bytes, table, name)
  if (text !== undefined) return text
  if (name === 'msg') return headMessage(bytes, head)
  return name === 'caller' && head.callerEnd > head.callerStart ? headCaller(bytes, head) : undefined
}
