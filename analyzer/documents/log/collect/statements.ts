// What a log tells of the database: statements with their durations (servers that trace SQL at debug level log each one), and
// the errors that the database gave, at any level from warn on.
//   {… "debug","msg":"SELECT Id FROM Posts WHERE …","caller":"sqlstore/sqlx_wrapper.go:357","duration":"180.414µs",…}
//   {… "warn","msg":"Error updating Channel LastPostAt.",…,"error":"pq: cannot execute UPDATE in a read-only transaction"}
import type { CollectorFold, CollectorHead, PartPlace, PartTally, RecordText } from '../collector.js'
import { defineTellingCollector } from '../collector.js'
import type { DatabaseError } from './database-errors.js'
import { databaseErrorOf } from './database-errors.js'
import { errorTextOf } from './error-text.js'
import { goDurationNs } from './go-duration.js'
import type { Distribution, Histogram } from './histogram.js'
import { createHistogram } from './histogram.js'
import { remembering } from './remembering.js'
import type { Seen, Sighting } from './sighting.js'
import { bySeen, joinSeen, seenIn, sight, sightingAt } from './sighting.js'
import { isStatement, statementShape } from './statement-shape.js'

/** Statements of one shape. */
export interface StatementGroup extends Seen {
  /** Without values; `undefined` for all shapes beyond the bound. */
  readonly shape: string | undefined
  /** Nanoseconds, of those with a duration. */
  readonly times: Distribution
  /** The slowest. */
  readonly slowest: { readonly entry: string; readonly line: number } | undefined
}

export interface DatabaseErrorGroup extends Seen, DatabaseError {}

export interface DatabaseActivity {
  /** By time spent in them, most first. */
  readonly statements: readonly StatementGroup[]
  /** Most frequent first. */
  readonly errors: readonly DatabaseErrorGroup[]
}

interface PartStatement {
  readonly shape: string | undefined
  readonly seen: Sighting
  readonly times: Distribution
  /** Line of the slowest in the part; -1 when none has a duration. */
  readonly slowestLine: number
}

interface PartError {
  readonly error: DatabaseError
  readonly seen: Sighting
}

export interface StatementPart {
  readonly statements: readonly PartStatement[]
  readonly errors: readonly PartError[]
}

const limits = {
  /** Shapes told apart: a server has about 1,500, a log fewer. */
  shapes: 500,
  /** Reasons told apart; those with a name are 40. */
  reasons: 200,
} as const

const failing: ReadonlySet<string> = new Set(['warn', 'error', 'critical', 'fatal', 'panic'])
const tracing: ReadonlySet<string> = new Set(['debug', 'trace'])

/** What a record tells: a statement with its nanoseconds, -1 where none are logged, or an error. */
type StatementTold = { readonly shape: string; readonly ns: number } | { readonly error: DatabaseError }

export const statements = defineTellingCollector<StatementTold, StatementPart, DatabaseActivity>({
  kinds: ['mattermost-log'],
  wants: head => failing.has(head.level) || isTrace(head),
  startReading,
  startTally,
  startFold,
})

function isTrace({ level, msg, caller }: CollectorHead): boolean {
  return tracing.has(level) && (caller?.startsWith('sqlstore/') ?? false) && isStatement(msg)
}

interface Counted {
  readonly shape: string | undefined
  readonly seen: Sighting
  readonly histogram: Histogram
  slowestNs: number
  slowestLine: number
}

function startReading(): (record: RecordText) => StatementTold | undefined {
  const shapeOf = remembering(statementShape)
  const errorOf = remembering(toldError)
  return record => {
    if (!tracing.has(record.level)) return errorOf(errorTextOf(record))
    const ns = goDurationNs(record.field('duration') ?? '')
    return { shape: shapeOf(record.msg), ns: ns === undefined || ns < 0 ? -1 : ns }
  }
}

function toldError(text: string): StatementTold | undefined {
  const error = databaseErrorOf(text)
  return error && { error }
}

function startTally(): PartTally<StatementTold, StatementPart> {
  const groups = new Map<string, Counted>()
  const errors = new Map<string, PartError>()

  function addStatement(shape: string, ns: number, timeMs: number, line: number): void {
    let group = groups.get(shape)
    if (group === undefined) {
      const key = groups.size < limits.shapes ? shape : ''
      group = groups.get(key) ?? newGroup(key === '' ? undefined : shape, line)
      groups.set(key, group)
    }
    sight(group.seen, timeMs)
    if (ns < 0) return
    group.histogram.add(ns)
    if (ns <= group.slowestNs) return
    group.slowestNs = ns
    group.slowestLine = line
  }

  function addError(error: DatabaseError, timeMs: number, line: number): void {
    const key = errors.has(error.reason) || errors.size < limits.reasons ? error.reason : ''
    const group = errors.get(key) ?? { error: key === '' ? other : error, seen: sightingAt(line) }
    errors.set(key, group)
    sight(group.seen, timeMs)
  }

  return {
    add(told, timeMs, line) {
      if ('error' in told) addError(told.error, timeMs, line)
      else addStatement(told.shape, told.ns, timeMs, line)
    },
    take() {
      if (groups.size === 0 && errors.size === 0) return undefined
      const statements = [...groups.values()].map(({ shape, seen, histogram, slowestLine }) => ({
        shape,
        seen,
        times: histogram.result(),
        slowestLine,
      }))
      return { statements, errors: [...errors.values()] }
    },
  }
}

function newGroup(shape: string | undefined, line: number): Counted {
  return { shape, seen: sightingAt(line), histogram: createHistogram(), slowestNs: -1, slowestLine: -1 }
}

/** Reasons beyond the bound. */
const other: DatabaseError = { sqlState: undefined, reason: 'other' }

type FoldedStatement = Omit<StatementGroup, 'times'> & {
  readonly histogram: Histogram
  readonly slowestNs: number
}

function startFold(): CollectorFold<StatementPart, DatabaseActivity> {
  const groups = new Map<string, FoldedStatement>()
  const errors = new Map<string, DatabaseErrorGroup>()

  function addStatement(part: PartStatement, place: PartPlace): void {
    const isKept = part.shape !== undefined && (groups.has(part.shape) || groups.size < limits.shapes)
    const shape = isKept ? part.shape : undefined
    const before = groups.get(shape ?? '')
    const histogram = before?.histogram ?? createHistogram()
    histogram.merge(part.times)
    groups.set(shape ?? '', {
      shape,
      histogram,
      ...joinSeen(before, seenIn(part.seen, place)),
      ...slowerOf(before, part, place),
    })
  }

  function addError({ error, seen }: PartError, place: PartPlace): void {
    const isKept = errors.has(error.reason) || errors.size < limits.reasons
    const kept = isKept ? error : other
    const before = errors.get(kept.reason)
    errors.set(kept.reason, { ...(before ?? kept), ...joinSeen(before, seenIn(seen, place)) })
  }

  return {
    add(part, place) {
      for (const statement of part.statements) addStatement(statement, place)
      for (const error of part.errors) addError(error, place)
    },
    result: () =>
      groups.size === 0 && errors.size === 0
        ? undefined
        : {
            statements: [...groups.values()]
              .map(({ histogram, slowestNs: _, ...group }) => ({ ...group, times: histogram.result() }))
              .sort((a, b) => b.times.total - a.times.total || bySeen(a, b)),
            errors: [...errors.values()].sort(bySeen),
          },
  }
}

function slowerOf(
  before: FoldedStatement | undefined,
  { times, slowestLine }: PartStatement,
  { entry, firstLine }: PartPlace,
): Pick<FoldedStatement, 'slowest' | 'slowestNs'> {
  if (slowestLine < 0 || (before !== undefined && before.slowestNs >= times.max)) {
    return { slowest: before?.slowest, slowestNs: before?.slowestNs ?? -1 }
  }
  return { slowest: { entry, line: firstLine + slowestLine }, slowestNs: times.max }
}
