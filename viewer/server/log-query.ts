// A query as it was typed → what is decided by the columns of a record, and what only its text tells.
import type { FieldChoice, LogTools, RecordFilter, Selection } from '../../analyzer/index.js'
import { parseQuery, textsOf, type FieldTerm, type Operator, type Term } from '../shared/log-query.js'
import type { LogSelection } from '../shared/logs.js'
import { failure } from './failure.js'

/** What a record's columns tell: these names of fields are decided without reading it. */
export const columnNames = ['level', 'node', 'file', 'caller', 'template', 'route', 'user'] as const
export type ColumnName = (typeof columnNames)[number]

/** Of one column: one of `wanted` must hold, where there is any, and none of `unwanted`. */
export interface ColumnTests {
  readonly wanted: readonly ColumnTest[]
  readonly unwanted: readonly ColumnTest[]
}

export interface ColumnTest {
  readonly operator: ':' | '>='
  readonly value: string
}

export interface CompiledQuery {
  readonly columns: Readonly<Partial<Record<ColumnName, ColumnTests>>>
  readonly sinceMs: number
  readonly untilMs: number
  /** Undefined when the columns decide alone. */
  readonly text: TextQuery | undefined
}

export interface TextQuery {
  /** The same for queries that ask the same of the text. */
  readonly key: string
  readonly wanted: Selection
  readonly unwanted: readonly Selection[]
  /** Finding these in the bytes of a record is all that is asked; undefined when more is. */
  readonly plain: PlainTexts | undefined
}

/** Texts that stand in a log as they are: of ASCII, without what JSON escapes. */
export interface PlainTexts {
  readonly texts: readonly string[]
  readonly ignoreCase: boolean
}

/** For a pattern that is not RE2, or a comparison with what is no number: a failure with a sentence for who typed it. */
function mistake(message: string): Error {
  return failure(400, 'QUERY_MISTAKE', message)
}

/** Throws a failure of the request for a pattern that is not RE2, or a comparison with what is no number */
export async function compileQuery(tools: LogTools, selection: LogSelection): Promise<CompiledQuery> {
  const terms = parseQuery(selection.q)
  const columns: Partial<Record<ColumnName, { wanted: ColumnTest[]; unwanted: ColumnTest[] }>> = {}
  const textTerms: Term[] = []
  for (const term of terms) {
    const test = term.kind === 'field' ? columnTestOf(tools, term) : undefined
    if (test === undefined) textTerms.push(term)
    else {
      const tests = (columns[test.name] ??= { wanted: [], unwanted: [] })
      tests[test.not ? 'unwanted' : 'wanted'].push(test)
    }
  }
  return {
    columns,
    sinceMs: selection.sinceMs ?? -Infinity,
    untilMs: selection.untilMs ?? Infinity,
    text: textTerms.length === 0 ? undefined : await compileText(tools, textTerms, selection.ignoreCase),
  }
}

/** Undefined for a term that only the text can answer. */
function columnTestOf(
  { isOrderedLevel, orderedLevels }: LogTools,
  { name, operator, value, not }: FieldTerm,
): (ColumnTest & { readonly name: ColumnName; readonly not: boolean }) | undefined {
  const column = columnNames.find(known => known === name)
  if (column === undefined || value === '*') return undefined
  if (column === 'level' && operator === '>=') {
    if (!isOrderedLevel(value))
      throw mistake(
        `level>=${value}: only ${orderedLevels.join(', ')} have an order. For exactly this level: level:${value}`,
      )
    return { name: column, operator: '>=', value, not }
  }
  // A caller with its line is known only to the record.
  if (column === 'caller' && /:\d+$/.test(value)) return undefined
  if (operator === ':' || operator === '=') return { name: column, operator: ':', value, not }
  if (operator === '!=') return { name: column, operator: ':', value, not: !not }
  return undefined
}

async function compileText(tools: LogTools, terms: readonly Term[], ignoreCase: boolean): Promise<TextQuery> {
  const grep: string[] = []
  const exclude: string[] = []
  const fields: FieldChoice[] = []
  const requests: string[] = []
  const unwanted: RecordFilter[] = []
  for (const term of terms) {
    if (term.kind !== 'field') (term.not ? exclude : grep).push(patternOf(tools, term, ignoreCase))
    else if (term.name === 'request' && !term.not) requests.push(term.value)
    else if (term.name === 'request') unwanted.push({ requestId: term.value })
    else if (term.not) unwanted.push({ fields: [fieldChoice(tools, term)] })
    else fields.push(fieldChoice(tools, term))
  }
  const [requestId, ...otherRequests] = requests
  if (otherRequests.length > 0) throw mistake('A record belongs to one request: give request: once.')
  const filter: RecordFilter = { grep, exclude, fields, ...(requestId === undefined ? {} : { requestId }) }
  const wanted = await tools.compileFilter(filter)
  return {
    key: JSON.stringify([filter, unwanted]),
    wanted,
    unwanted: await Promise.all(unwanted.map(tools.compileFilter)),
    plain: plainTexts(tools, terms, ignoreCase),
  }
}

function plainTexts(
  { isLiteral }: LogTools,
  terms: readonly Term[],
  ignoreCase: boolean,
): PlainTexts | undefined {
  const texts = textsOf(terms)
  return texts.length === terms.length && texts.every(isLiteral) ? { texts, ignoreCase } : undefined
}

function patternOf(tools: LogTools, term: Exclude<Term, FieldTerm>, ignoreCaseOfAll: boolean): string {
  const ignoreCase = ignoreCaseOfAll || (term.kind === 'pattern' && term.ignoreCase)
  const source = term.kind === 'pattern' ? term.pattern : term.text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')
  const plain = term.kind === 'text' && tools.isLiteral(term.text) ? term.text : source
  const pattern = ignoreCase ? `(?i)${plain}` : plain
  const wrong = tools.patternMistake(pattern)
  if (wrong !== undefined) throw mistake(`/${source}/: ${wrong}`)
  return pattern
}

const comparisons: readonly Operator[] = ['<', '<=', '>', '>=']

function fieldChoice(tools: LogTools, { name, operator, value }: FieldTerm): FieldChoice {
  if (operator === ':' && value === '*') return { name, test: { kind: 'exists' } }
  if (operator === ':' || operator === '=') return { name, test: { kind: 'is', text: value } }
  if (operator === '!=') return { name, test: { kind: 'is-not', text: value } }
  if (operator === '~') {
    const wrong = tools.patternMistake(value)
    if (wrong !== undefined) throw mistake(`${name}~${value}: ${wrong}`)
    return { name, test: { kind: 'finds', pattern: value } }
  }
  if (!comparisons.includes(operator) || !tools.isQuantity(value))
    throw mistake(`${name}${operator} needs a number or a duration, such as 500 or 1.5s.`)
  return { name, test: { kind: 'compares', operator: operator, than: value } }
}
