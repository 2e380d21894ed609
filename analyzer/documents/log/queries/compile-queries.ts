// Turns the queries of rules into matchers: patterns compiled once, and sorted by how much of a record they need.
import type { DocumentKind } from '../../../packet/layout-types.js'
import { levelName } from '../formats/levels.js'
import { createLiteralIndex, type LiteralIndex } from './literal-index.js'
import type { Required } from './literals.js'
import { compilePattern, type TextPattern } from './text-pattern.js'
import type { LogQuery, RecordMatcher } from '../types.js'
import { createValueIds, type ValueIds } from './value-ids.js'

export interface Matcher {
  readonly index: number
  /** Index of its query. */
  readonly query: number
  readonly role: 'match' | 'then' | 'without'
  readonly levels: ReadonlySet<string> | undefined
  /** At these levels `text` has to be in the message. */
  readonly messageOnlyAt: ReadonlySet<string>
  readonly kinds: ReadonlySet<DocumentKind> | undefined
  readonly message: TextPattern | undefined
  readonly caller: TextPattern | undefined
  readonly text: TextPattern | undefined
  readonly fields: readonly FieldPattern[]
}

export interface FieldPattern {
  readonly name: string
  /** The name's bytes. */
  readonly key: Uint8Array
  /** The name may be a path into nested JSON. */
  readonly isPath: boolean
  readonly pattern: TextPattern
  /** How far from the end of its line the value stood last; 0 when not known. */
  fromEnd: number
  /** One of these stands in the record's bytes when the field matches. */
  readonly literals: Required
}

/** What one pass looks for. */
export interface CompiledQueries {
  readonly matchers: readonly Matcher[]
  /** By query: whether it makes a difference in which order its records come. */
  readonly dependsOnOrder: readonly boolean[]
  readonly index: LiteralIndex
  /** Numbers of the texts that the matchers' patterns have been asked about. */
  readonly ids: ValueIds
}

export function compileQueries(queries: readonly LogQuery[]): CompiledQueries {
  const matchers: Matcher[] = []
  const ids = createValueIds()
  const add = (query: number, role: Matcher['role'], matcher: RecordMatcher) =>
    matchers.push(compileMatcher(matchers.length, query, role, matcher, ids))
  queries.forEach((query, index) => {
    for (const matcher of query.match) add(index, 'match', matcher)
    if (query.then) add(index, 'then', query.then)
    if (query.without) add(index, 'without', query.without)
  })
  return { matchers, dependsOnOrder: queries.map(asksForOrder), index: createLiteralIndex(matchers), ids }
}

/** Windows and sequences do. */
function asksForOrder({ then, without, withinMs, min }: LogQuery): boolean {
  return then !== undefined || without !== undefined || (withinMs !== undefined && min > 1)
}

function compileMatcher(
  index: number,
  query: number,
  role: Matcher['role'],
  matcher: RecordMatcher,
  ids: ValueIds,
): Matcher {
  const optional = (source: string | undefined) =>
    source === undefined ? undefined : compilePattern(source, ids)
  return {
    index,
    query,
    role,
    levels: matcher.level && new Set(matcher.level.map(levelName)),
    messageOnlyAt: new Set(matcher.textInMessageAt?.map(levelName)),
    kinds: matcher.file && new Set(matcher.file),
    message: optional(matcher.message),
    caller: optional(matcher.caller),
    text: optional(matcher.text),
    fields: Object.entries(matcher.fields ?? {}).map(([name, source]) => compileField(name, source, ids)),
  }
}

/** Fields that readers name themselves, so that their names are not in the bytes. */
const namedByReaders = new Set(['stack', 'stacktrace', 'report'])

/** Fields that Teleport's text writes before the message, where no literal is looked for, neither of name nor of value. */
const beforeMessage = new Set(['component'])

function compileField(name: string, source: string, ids: ValueIds): FieldPattern {
  const compiled = compilePattern(source, ids)
  const key = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  if (beforeMessage.has(key)) return fieldOf(name, { ...compiled, literals: undefined }, undefined)
  const keyFilters = /^[a-z0-9_ -]{5,}$/.test(key) && !namedByReaders.has(key)
  return fieldOf(name, compiled, compiled.literals ?? (keyFilters ? [key] : undefined))
}

function fieldOf(name: string, pattern: TextPattern, literals: FieldPattern['literals']): FieldPattern {
  return { name, key: Buffer.from(name, 'utf8'), isPath: name.includes('.'), pattern, fromEnd: 0, literals }
}

/**
 * Where a rule looks when it does not say: the server's log of the node. Where a node has none, its advanced logs
 * (which repeat the same records, so never both) and what Teleport writes.
 */
export function appliesTo(matcher: Matcher, kind: DocumentKind, isDefault: boolean): boolean {
  return matcher.kinds ? matcher.kinds.has(kind) : isDefault
}
