// Decides for each record whether it is wanted: what its head tells comes first, its fields and text last.
import { createFieldTable, unescape } from '../log/formats/field-table.js'
import { namedFieldText, readFields } from '../log/formats/fields.js'
import type { RecordHead } from '../log/formats/head.js'
import { headCaller, headLevel, headMessage } from '../log/formats/record.js'
import { holdsRequestId } from './request-id.js'
import { isAtLeast } from './level-order.js'
import { createLevelReader } from './level-reader.js'
import { bestNeedles, isLiteral, type Needles, needlesOfPattern, needlesOfText } from './needles.js'
import { createTemplater, type Templater } from './templates.js'
import { compileFieldTest, compilePattern, type TextTest } from './text-test.js'
import type { FieldChoice, LevelChoice, RecordFilter } from './types.js'

export interface Selection {
  /** One of these stands in every wanted record; `undefined` when nothing is certain. */
  readonly needles: Needles | undefined
  /** `timeMs` is what the record is ordered by; `hasNeedle` whether a needle stands in it. */
  wants(bytes: Buffer, head: RecordHead, timeMs: number, hasNeedle: boolean): boolean
}

/** Rejects for a pattern that is not RE2. */
export async function compileFilter(filter: RecordFilter): Promise<Selection> {
  const { grep = [], exclude = [] } = filter
  const needles = bestNeedles(needleChoices(filter))
  const [only] = grep
  const needlesDecide =
    grep.length === 1 && only !== undefined && isLiteral(only) && needles?.texts[0] === only
  const wanted = await Promise.all(needlesDecide ? [] : grep.map(compilePattern))
  const unwanted = await Promise.all(exclude.map(compilePattern))
  const fields = await Promise.all((filter.fields ?? []).map(compileField))
  const hasLevel = compileLevels(filter.levels)
  const templater = filter.template === undefined ? undefined : createTemplater()
  return {
    needles,
    wants: (bytes, head, timeMs, hasNeedle) =>
      (needles === undefined || hasNeedle) &&
      isInTime(filter, timeMs) &&
      hasLevel(bytes, head) &&
      wanted.every(test => isFound(test, bytes, head)) &&
      !unwanted.some(test => isFound(test, bytes, head)) &&
      hasTemplate(filter.template, templater, bytes, head) &&
      fields.every(hasField => hasField(bytes, head)) &&
      (filter.requestId === undefined || holdsRequestId(bytes, head, filter.requestId)),
  }
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

/** In the record as it is written, and as its escapes read: `error: \"x\"` is found by `error: "x"` as well. */
function isFound(test: TextTest, bytes: Buffer, head: RecordHead): boolean {
  const raw = bytes.toString('utf8', head.start, head.end)
  return test(raw) || (raw.includes('\\') && test(unescape(raw)))
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
