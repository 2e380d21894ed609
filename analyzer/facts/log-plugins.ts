// Facts of plugins as the log of a node tells them: what happened to each, and which the server gave up.
import type { LogActivity } from '../documents/log/collect/index.js'
import type { PluginActivity, PluginEvent } from '../documents/log/collect/plugins.js'
import { ofActivity } from './log-activity.js'

/** What one plugin's records add up to. */
export interface LoggedPlugin {
  readonly id: string
  /** Records by event. */
  readonly events: Readonly<Partial<Record<PluginEvent, number>>>
  /** The last event that says whether it runs. */
  readonly last?: PluginEvent
  readonly versions: readonly string[]
  /** Hooks whose calls failed, most first. */
  readonly failed_calls: readonly { readonly hook: string; readonly count: number }[]
  readonly last_error?: string
}

/** A plugin that the server stopped to restart. */
export interface GivenUpPlugin {
  readonly id: string
  readonly failed_health_checks: number
  readonly time_ms?: number
}

/** After so many failed health checks within this time the server leaves a plugin off. */
const HEALTH_CHECKS = 3
const WINDOW_MS = 3_600_000

/** Most plugins, and hooks of each, that a fact lists. */
const TOP = 50
const TOP_HOOKS = 10

function loggedPlugin({ id, events, last, versions, failedCalls }: PluginActivity): LoggedPlugin {
  const error = events.findLast(({ detail }) => detail !== undefined)?.detail
  return {
    id,
    events: Object.fromEntries(events.map(({ event, count }) => [event, count])),
    ...(last === undefined ? {} : { last }),
    versions,
    failed_calls: [...failedCalls].sort((a, b) => b.count - a.count).slice(0, TOP_HOOKS),
    ...(error === undefined ? {} : { last_error: error }),
  }
}

/** Given up as the server says it (at DEBUG level), or as its own rule has it; and not started again since. */
function givenUp(plugin: PluginActivity, startsMs: readonly number[]): GivenUpPlugin | undefined {
  const times = plugin.healthCheckFailuresMs
  const said = plugin.last === 'left-off'
  const timeMs = said ? times.at(-1) : thirdFailure(times, startsMs)
  if (!said && (timeMs === undefined || plugin.last === 'activated')) return undefined
  return {
    id: plugin.id,
    failed_health_checks: times.length,
    ...(timeMs === undefined ? {} : { time_ms: timeMs }),
  }
}

/** The last check that failed, when two before it did within the hour and the server was not started since the first. */
function thirdFailure(times: readonly number[], startsMs: readonly number[]): number | undefined {
  const [first, last] = [times.at(-HEALTH_CHECKS), times.at(-1)]
  if (first === undefined || last === undefined || last - first > WINDOW_MS) return undefined
  return startsMs.some(start => start >= first) ? undefined : last
}

function givenUpPlugins(activity: LogActivity): readonly [PluginActivity, GivenUpPlugin][] {
  const startsMs = (activity.serverRuns?.runs ?? []).flatMap(({ startedMs }) => startedMs ?? [])
  return namedPlugins(activity).flatMap(plugin => {
    const found = givenUp(plugin, startsMs)
    return found === undefined ? [] : [[plugin, found] as [PluginActivity, GivenUpPlugin]]
  })
}

function namedPlugins({ plugins }: LogActivity): readonly PluginActivity[] {
  return (plugins?.plugins ?? []).filter(({ id }) => id !== '').slice(0, TOP)
}

/** First of the records that the server writes when a check fails, else the first of all. */
const placeOf = ({ events }: PluginActivity) =>
  [events.find(({ event }) => event === 'health-check-failed') ?? events[0]].flatMap(seen => seen ?? [])

export const loggedPluginFacts = [
  ofActivity(
    'logs.plugins.seen',
    'Plugins that the log speaks of, each {id, events (records by event), last, versions, failed_calls, last_error}; starts and restarts are logged at DEBUG level only',
    activity => {
      const kept = namedPlugins(activity)
      return { value: kept.map(loggedPlugin), seen: kept.flatMap(({ events }) => events[0] ?? []) }
    },
  ),
  ofActivity(
    'logs.plugins.given_up',
    'Plugins that the server left off after three failed health checks within an hour and did not start again, each {id, failed_health_checks, time_ms}',
    activity => {
      const found = givenUpPlugins(activity)
      return { value: found.map(([, given]) => given), seen: found.flatMap(([plugin]) => placeOf(plugin)) }
    },
  ),
  ofActivity(
    'logs.plugins.updated',
    'Plugins of which the log shows several versions, each {id, from, to}',
    activity => {
      const kept = namedPlugins(activity).filter(({ versions }) => versions.length > 1)
      const value = kept.map(({ id, versions }) => ({
        id,
        from: versions[0] ?? '',
        to: versions.at(-1) ?? '',
      }))
      return { value, seen: kept.flatMap(({ events }) => events[0] ?? []) }
    },
  ),
]
