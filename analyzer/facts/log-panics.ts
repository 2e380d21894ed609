// Facts of panics in the log of a node: why, where in the code, how often, and whether the process went on.
import type { LogActivity } from '../documents/log/collect/index.js'
import type { PanicGroup } from '../documents/log/collect/panics.js'
import type { ServerRun } from '../documents/log/collect/server-runs.js'
import { countOfAll, ofActivity } from './log-activity.js'

/** Panics for the same reason at the same place in the code. */
export interface LoggedPanic {
  readonly place: PanicGroup['place']
  readonly plugin?: string
  readonly reason: string
  /** The function to look at: the first of Mattermost's or the plugin's own code. */
  readonly function?: string
  readonly at?: string
  readonly count: number
  /** Absent for plugins, whose text does not say. */
  readonly survived?: boolean
  /** Absent for text amid the records, which has no time. */
  readonly first_seen_ms?: number
  readonly last_seen_ms?: number
  /** Start of the server after the first of them: what has no time came before it. */
  readonly before_ms?: number
  readonly functions: readonly string[]
}

/** Most groups, and functions of each, that a fact lists. */
const TOP = 20
const TOP_FUNCTIONS = 8

function loggedPanic(group: PanicGroup, runs: readonly ServerRun[]): LoggedPanic {
  const { place, plugin, reason, cause, count, survived, frames } = group
  const before = runs.find(({ entry, line }) => entry === group.entry && line > group.line)?.startedMs
  return {
    place,
    ...(plugin === undefined ? {} : { plugin }),
    reason,
    ...(cause === undefined ? {} : { function: shortName(cause.function) }),
    ...(cause?.at === undefined ? {} : { at: cause.at }),
    count,
    ...(survived === undefined ? {} : { survived }),
    ...(group.firstSeenMs === undefined ? {} : { first_seen_ms: group.firstSeenMs }),
    ...(group.lastSeenMs === undefined ? {} : { last_seen_ms: group.lastSeenMs }),
    ...(before === undefined ? {} : { before_ms: before }),
    functions: frames.slice(0, TOP_FUNCTIONS).map(frame => shortName(frame.function)),
  }
}

/** `github.com/mattermost/…/app.(*App).CreatePost` → `app.(*App).CreatePost`. */
function shortName(name: string): string {
  return name.slice(name.lastIndexOf('/', name.search(/[([]|$/)) + 1)
}

const groupsOf = ({ panics }: LogActivity): readonly PanicGroup[] => panics?.groups ?? []

function countFact(id: string, title: string, keep: (group: PanicGroup) => boolean) {
  return ofActivity(id, title, activity => {
    const groups = groupsOf(activity).filter(keep)
    return { value: countOfAll(groups), seen: groups }
  })
}

export const panicFacts = [
  ofActivity(
    'logs.panics.groups',
    'Panics and fatal errors of Go in the log, by reason and function, most frequent first, each {place (server, job, request, hub, plugin), plugin, reason, function, at, count, survived, first_seen_ms, last_seen_ms, before_ms, functions}',
    activity => {
      const groups = groupsOf(activity).slice(0, TOP)
      const runs = activity.serverRuns?.runs ?? []
      return { value: groups.map(group => loggedPanic(group, runs)), seen: groups }
    },
  ),
  countFact('logs.panics.count', 'Panics and fatal errors of Go in the log', () => true),
  countFact(
    'logs.panics.fatal',
    "Panics that ended the server's process",
    ({ survived }) => survived === false,
  ),
]
