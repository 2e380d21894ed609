// Facts of the database as the server log shows it: statements and their times where the server traces SQL, and errors.
import type { StatementGroup } from '../documents/log/collect/statements.js'
import type { Latency } from './latency.js'
import { latencyOf } from './latency.js'
import { countOfAll, ofActivity, spanOf } from './log-activity.js'
import type { Told } from './log-activity.js'

/** Groups that a fact lists. */
const TOP = 10
/** A statement that took as long is slow: people wait for several of them at each click. */
const SLOW_NS = 100e6

/** Statements of one shape. */
export interface StatementTimes extends Latency {
  readonly statement: string
  readonly first_seen_ms?: number
  readonly last_seen_ms?: number
}

/** A fact of the statements in the log; unknown where the server did not trace SQL. */
function ofStatements<T>(
  id: string,
  title: string,
  derive: (statements: readonly StatementGroup[]) => Told<T> | undefined,
) {
  return ofActivity(id, title, activity => {
    const statements = activity.statements?.statements ?? []
    return statements.length === 0 ? undefined : derive(statements)
  })
}

function listed(groups: readonly StatementGroup[]): Told<readonly StatementTimes[]> {
  const top = groups.slice(0, TOP)
  const value = top.flatMap(group => {
    const latency = latencyOf([group.times])
    if (latency === undefined) return []
    return [{ statement: group.shape ?? 'other statements', ...latency, ...spanOf([group]) }]
  })
  // The line of the slowest one says more than that of the first.
  return { value, seen: top.map(group => ({ ...group, ...group.slowest })) }
}

/** An error that the database gave. */
export interface DatabaseErrorCount {
  readonly reason: string
  readonly sql_state?: string
  readonly count: number
  readonly first_seen_ms?: number
  readonly last_seen_ms?: number
}

export const statementFacts = [
  ofStatements('statements.count', 'SQL statements in the log, for servers that trace SQL', statements => ({
    value: countOfAll(statements),
    seen: statements,
  })),
  ofStatements(
    'statements.latency',
    'How long SQL statements took: {count, p50_ms, p95_ms, p99_ms, max_ms, total_ms}; percentiles within 4.5 %',
    statements => {
      const value = latencyOf(statements.map(({ times }) => times))
      return value && { value }
    },
  ),
  ofStatements(
    'statements.slowest',
    'The ten shapes of statement whose slowest took 100 ms and more: {statement, first_seen_ms, last_seen_ms} and the values of statements.latency',
    statements =>
      listed(
        statements
          .filter(({ times }) => times.count > 0 && times.max >= SLOW_NS)
          .sort((a, b) => b.times.max - a.times.max),
      ),
  ),
  ofStatements(
    'statements.by_time',
    'The ten shapes of statement that took most time in all, in the form of statements.slowest',
    listed,
  ),
  ofActivity(
    'database.logged_errors',
    'Errors that the database gave, by reason: {reason, sql_state, count, first_seen_ms, last_seen_ms}',
    ({ statements }): Told<readonly DatabaseErrorCount[]> => {
      const errors = statements?.errors ?? []
      return {
        value: errors.map(error => ({
          reason: error.reason,
          ...(error.sqlState === undefined ? {} : { sql_state: error.sqlState }),
          count: error.count,
          ...spanOf([error]),
        })),
        seen: errors,
      }
    },
  ),
]
