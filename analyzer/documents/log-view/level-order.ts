// How urgent a level is, for "this level or above".
import type { Level } from '../log/types.js'

/** Most urgent first. */
export const orderedLevels = [
  'panic',
  'fatal',
  'critical',
  'error',
  'warn',
  'info',
  'debug',
  'trace',
] as const

const ranks: ReadonlyMap<string, number> = new Map(orderedLevels.map((level, rank) => [level, rank]))

/** Levels of Mattermost's own that say in their name which standard one they are. */
const likeStandard: Readonly<Record<string, Level>> = {
  logerror: 'error',
  stdlog: 'info',
  LDAPError: 'error',
  LDAPWarn: 'warn',
  LDAPInfo: 'info',
  LDAPDebug: 'debug',
  LDAPTrace: 'trace',
}

export function isOrderedLevel(level: Level): boolean {
  return ranks.has(level)
}

/** False for a level outside the order, such as `audit-api` or `unknown`: it is chosen by its name only. */
export function isAtLeast(level: Level, least: Level): boolean {
  const rank = ranks.get(Object.hasOwn(likeStandard, level) ? (likeStandard[level] ?? level) : level)
  const leastRank = ranks.get(least)
  return rank !== undefined && leastRank !== undefined && rank <= leastRank
}
