// Decides for each record whether it is wanted: what its head tells comes first, its fields and text last.
import { createFieldTable } from '../log/formats/field-table.js'
import { namedFieldText, readFields } from '../log/formats/fields.js'
import type { RecordHead } from '../log/formats/head.js'
import { headCaller, headLevel, headMessage } from '../log/formats/record.js'
import { compileRecordPattern, type RecordPattern } from './byte-pattern/record-pattern.js'
import { holdsRequestId } from './request-id.js'
import { isAtLeast } from './level-order.js'
import { createLevelReader } from './level-reader.js'
import { bestNeedles, isLiteral, type Needles, needlesOfPattern, needlesOfText } from './needles.js'
import { createTemplater, type Templater } from './templates.js'
import { compileFieldTest } from './text-test.js'
import type { FieldChoice, LevelChoice, RecordFilter } from './types.js'

export interface Selection {
  /** One of these stands in every wanted record; `undefined` when nothing is certain. */
  readonly needles: Needles | undefined
  /** `timeMs` is what the record is ordered by; `hasNeedle` whether a needle stands in it. */
  wants(bytes: Buffer, head: RecordHead, timeMs: number, hasNeedle: boolean): boolean
  /** The same from the bytes of a record that holds a needle, where its head need not be read; undefined where it must. */
  readonly wantsText: RecordPattern | undefined
}

/** Rejects for a pattern that is not RE2. */
export async function compileFilter(filter: RecordFilter): Promise<Selection> {
  const { grep = [], exclude = [] } = filter
  const needles = bestNeedles(needleChoices(filter))
  const [only] = grep
  const needlesDecide =
    grep.length === 1 && only !== undefined && isLiteral(only) && needles?.texts[0] === only
  const wanted = await Promise.all(needlesDecide ? [] : grep.map(compileRecordPattern))
  const unwanted = await Promise.all(exclude.map(compileRecordPattern))
  const wantsText: RecordPattern = (bytes, start, end) =>
    wanted.every(isFound => isFound(bytes, start, end)) &&
    !unwanted.some(isFound => isFound(bytes, start, end))
  const fields = await Promise.all((filter.fields ?? []).map(compileField))
  const hasLevel = compileLevels(filter.levels)
  const templater = filter.template === undefined ? undefined : createTemplater()
  return {
    needles,
    wants: (bytes, head, timeMs, hasNeedle) =>
      (needles === undefined || hasNeedle) &&
      isInTime(filter, timeMs) &&
      hasLevel(bytes, head) &&
      wantsText(bytes, head.start, head.end) &&
      hasTemplate(filter.template, templater, bytes, head) &&
      fields.every(hasField => hasField(bytes, head)) &&
      (filter.requestId === undefined || holdsRequestId(bytes, head, filter.requestId)),
    wantsText: isOfTextAlone(filter) ? wantsText : undefined,
  }
}

function isOfTextAlone({ grep: _grep, exclude: _exclude, ...others }: RecordFilter): boolean {
  return Object.values(others).every(
    choice => choice === undefined || (Array.isArray(choice) && choice.length === 0),
  )
}

type RecordTest = (bytes: Buffer, head: RecordHead) => boolean

async function compileField({ name, test }: FieldChoice): Promise<RecordTest> {
  const passes = await compileFieldTest(test)
  return (bytes, head) => {
    const text = fieldOf(name, bytes, head)
    return text !== undefined && passes(text)
  }
}

function needleChoices({
  grep = [],
  fields = [],
  requestId,
}: RecordFilter): readonly (Needles | undefined)[] {
  const exact = fields.flatMap(({ test }) => (test.kind === 'is' ? [test.text] : []))
  const texts = [...exact, ...(requestId === undefined ? [] : [requestId])]
  return [...grep.map(needlesOfPattern), ...texts.filter(text => text !== '').map(needlesOfText)]
}

function isInTime({ sinceMs, untilMs }: RecordFilter, timeMs: number): boolean {
  return (sinceMs === undefined || timeMs >= sinceMs) && (untilMs === undefined || timeMs <= untilMs)
}

function compileLevels(choices: readonly LevelChoice[] = []): RecordTest {
  if (choices.length === 0) return () => true
  const readLevel = createLevelReader()
  return (bytes, head) => {
    const found = readLevel(bytes, head)
    return choices.some(({ level, orAbove }) => found === level || (orAbove && isAtLeast(found, level)))
  }
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

/** Text of a field, or of `msg`, `level` and `caller`, which are none. */
export function fieldOf(name: string, bytes: Buffer, head: RecordHead): string | undefined {
  readFields(bytes, head, table)
  const text = namedFieldText(bytes, table, name)
  if (text !== undefined) return text
  if (name === 'msg') return headMessage(bytes, head)
  if (name === 'level') return headLevel(bytes, head)
  return name === 'caller' && head.callerEnd > head.callerStart ? headCaller(bytes, head) : undefined
}
