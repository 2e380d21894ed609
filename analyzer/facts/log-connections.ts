// Facts of connections that failed, as the server log tells them: to which address, how, and who wanted them.
import type { ConnectionErrorGroup } from '../documents/log/collect/connections.js'
import type { LogActivity } from '../documents/log/collect/index.js'
import { bySeen } from '../documents/log/collect/sighting.js'
import { countOfAll, groupBy, ofActivity, spanOf } from './log-activity.js'
import type { Told } from './log-activity.js'

/** Targets that a fact lists, and who asked for each. */
const TOP = 20
const MOST_ASKERS = 5

/** Failures of one kind to one address. */
export interface FailedConnection {
  readonly target: string
  readonly kind: string
  readonly count: number
  /** Plugins and files that wanted it. */
  readonly asked_by: readonly string[]
  readonly first_seen_ms?: number
  readonly last_seen_ms?: number
}

function groupsOf({ connections }: LogActivity, direction: 'in' | 'out'): readonly ConnectionErrorGroup[] {
  return (connections ?? []).filter(group => group.direction === direction)
}

function failedConnections(groups: readonly ConnectionErrorGroup[]): Told<readonly FailedConnection[]> {
  const targets = groupBy(groups, ({ target, kind }) => `${kind} ${target ?? ''}`)
    .map(group => ({ group, count: countOfAll(group) }))
    .sort((a, b) => b.count - a.count)
    .slice(0, TOP)
  return {
    value: targets.map(({ group, count }) => ({
      target: group[0]?.target ?? 'not named',
      kind: group[0]?.kind ?? '',
      count,
      asked_by: [...new Set(group.flatMap(({ askedBy }) => askedBy ?? []))].slice(0, MOST_ASKERS),
      ...spanOf(group),
    })),
    seen: targets.flatMap(({ group }) => [...group].sort(bySeen).slice(0, 1)),
  }
}

export const connectionFacts = [
  ofActivity(
    'connections.failed',
    'Connections that failed, each {target, kind, count, asked_by, first_seen_ms, last_seen_ms}; kind is refused, timeout, unknown-host, name-server, reset, closed, certificate, tls, unreachable or proxy',
    activity => failedConnections(groupsOf(activity, 'out')),
  ),
  ofActivity('connections.failed_targets', 'Different addresses to which connections failed', activity => {
    const groups = groupsOf(activity, 'out')
    return { value: new Set(groups.flatMap(({ target }) => target ?? [])).size, seen: groups }
  }),
  ofActivity(
    'connections.lost_clients',
    'Connections of clients that were lost, as far as they are logged from warnings on',
    activity => {
      const groups = groupsOf(activity, 'in')
      return { value: countOfAll(groups), seen: groups }
    },
  ),
]
