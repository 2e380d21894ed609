// What a rule's `logs:` block says to its judgement: seen, not seen, or nowhere to look.
import type { DocumentKind } from '../packet/layout-types.js'
import { boundsVerdict } from './log-bounds.js'
import type { ComparedMatch } from './log-match.js'
import { matchVariable } from './match-variable.js'
import type { Rule } from './rule.js'
import type { Extra } from './scope.js'
import { createWatcher } from './watch.js'

export type LogsVerdict = 'seen' | 'not seen' | 'unknown' | 'not asked'

export function logsVerdict({ logs }: Rule, match: ComparedMatch | undefined): LogsVerdict {
  if (logs === undefined) return 'not asked'
  if (match === undefined || match.undecided) return 'unknown'
  return match.count > 0 ? verdictOf[boundsVerdict(logs, match)] : 'not seen'
}

const verdictOf = { holds: 'seen', fails: 'not seen', unknown: 'unknown' } as const

/** Kinds of log that the block names; `undefined` when it leaves the choice to the product. */
export function namedLogs({ logs }: Rule): readonly DocumentKind[] | undefined {
  const kinds = logs === undefined ? [] : [logs.match].flat().map(({ file }) => file)
  return kinds.includes(undefined) ? undefined : [...new Set(kinds.flatMap(file => file ?? []))]
}

/** What was missing to look into: `logs` for the server's own, else the kinds named; or when their records were written. */
export function missingLogs(rule: Rule, match: ComparedMatch | undefined): readonly string[] {
  return match?.undecided ? ['times of log records'] : (namedLogs(rule) ?? ['logs'])
}

const watchMatch = createWatcher()

/** The variable `match`. */
export function matchExtra(match: ComparedMatch | undefined): ReadonlyMap<string, Extra> {
  if (match === undefined) return new Map()
  return new Map([['match', { value: watchMatch(matchVariable(match), ['match']), path: ['match'] }]])
}
