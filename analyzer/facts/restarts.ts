// Facts of the server's starts and stops, and of its runs between them, as its log tells them.
import { logsOfNode } from '../documents/log/of-node.js'
import type { ServerRun } from '../documents/log/collect/server-runs.js'
import type { Seen } from '../documents/log/collect/sighting.js'
import type { LifecycleEvent } from '../documents/log/types.js'
import type { FactDefinition, FactInput } from './types.js'
import { ofActivity } from './log-activity.js'
import { logFact } from './log-fact.js'
import { ofLogs, serverLogsOf } from './logs.js'
import { sourceOfEntry } from './source.js'

/** Starts seen in the logs of a node; `undefined` when there is no log, and empty when it begins after the start. */
function startsOf(input: FactInput): readonly LifecycleEvent[] | undefined {
  const { logs, node } = input
  if (logs === undefined || serverLogsOf(input) === undefined) return undefined
  return logsOfNode(logs, node).lifecycle.filter(event => event.kind === 'start')
}

function ofStarts<T>(
  id: string,
  title: string,
  derive: (starts: readonly LifecycleEvent[], times: readonly number[]) => T | undefined,
): FactDefinition<T> {
  return logFact(id, title, input => {
    const starts = startsOf(input)
    if (starts === undefined) return undefined
    const times = starts.flatMap(({ timeMs }) => timeMs ?? []).sort((a, b) => a - b)
    const value = derive(starts, times)
    if (value === undefined) return undefined
    return { value, from: starts.map(({ entry, node, line }) => ({ ...sourceOfEntry(entry, node), line })) }
  })
}

/** The first start in a log may be the first of all; each later one ended a run that the log shows. */
const isRestart = (start: LifecycleEvent): boolean => start.afterCleanStop !== undefined

/** A restart without `Server stopped` before it: the process was killed or crashed. */
const isUnclean = (start: LifecycleEvent): boolean => start.afterCleanStop === false

/** A run of the server's process. */
export interface RunFact {
  readonly started_ms?: number
  readonly version?: string
  /** From the first line of the start until it listens. */
  readonly start_seconds?: number
  /** Until its stop, or until the packet when it goes on; unknown for one that was cut off. */
  readonly up_seconds?: number
  /** How it ended: stopped, crashed, killed-while-stopping, cut-off (nothing tells why), or running. */
  readonly end: ServerRun['end']
  readonly crash?: string
}

/** Most runs and changes that a fact lists: the newest. */
const MOST_RUNS = 50

function runFact(run: ServerRun, packetMs: number | undefined): RunFact {
  const { startedMs, version, end, crash } = run
  const endMs = run.stoppedMs ?? (end === 'running' ? packetMs : undefined)
  return {
    ...(startedMs === undefined ? {} : { started_ms: startedMs }),
    ...(version === undefined ? {} : { version }),
    ...given('start_seconds', secondsBetween(startedMs, run.listeningMs)),
    ...given('up_seconds', secondsBetween(startedMs, endMs)),
    end,
    ...(crash === undefined ? {} : { crash }),
  }
}

/** `undefined` too when the clock went back. */
function secondsBetween(fromMs: number | undefined, toMs: number | undefined): number | undefined {
  if (fromMs === undefined || toMs === undefined || toMs < fromMs) return undefined
  return Math.round(toMs - fromMs) / 1000
}

function given<Name extends string>(
  name: Name,
  value: number | undefined,
): { readonly [N in Name]?: number } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [N in Name]?: number }
}

const placeOf = ({ entry, line }: ServerRun): Seen => ({ count: 1, entry, line })

/** A fact of the runs of one node. */
function ofRuns<T>(
  id: string,
  title: string,
  derive: (runs: readonly ServerRun[], input: FactInput) => T | undefined,
  keep: (run: ServerRun) => boolean = () => true,
): FactDefinition<T> {
  return ofActivity(id, title, ({ serverRuns }, input) => {
    const runs = (serverRuns?.runs ?? []).filter(keep)
    const value = derive(runs, input)
    return value === undefined ? undefined : { value, seen: runs.slice(-MOST_RUNS).map(placeOf) }
  })
}

/** A run whose version another run's replaced. */
export interface VersionChange {
  readonly from: string
  readonly to: string
  readonly time_ms?: number
}

function versionChanges(runs: readonly ServerRun[]): readonly VersionChange[] {
  const known = runs.flatMap(({ version, startedMs }) =>
    version === undefined ? [] : { version, startedMs },
  )
  return known.flatMap(({ version, startedMs }, i) => {
    const from = known[i - 1]?.version
    if (from === undefined || from === version) return []
    return [{ from, to: version, ...(startedMs === undefined ? {} : { time_ms: startedMs }) }]
  })
}

const startSeconds = ({ startedMs, listeningMs }: ServerRun): number | undefined =>
  secondsBetween(startedMs, listeningMs)

/** From the most to the least urgent; the level that is set lets a record through or not. */
const levels = ['panic', 'fatal', 'critical', 'error', 'warn', 'info', 'debug', 'trace']

const runFacts = [
  ofRuns(
    'logs.runs.newest',
    "Runs of the server's process in the log, the newest fifty in order, each {started_ms, version, start_seconds, up_seconds, end (stopped, crashed, killed-while-stopping, cut-off, running), crash}",
    (runs, input) => runs.slice(-MOST_RUNS).map(run => runFact(run, input.generatedAtMs)),
  ),
  ofRuns(
    'logs.runs.crashed',
    'Runs that a panic or fatal record in the log ended',
    runs => runs.length,
    ({ end }) => end === 'crashed',
  ),
  ofRuns(
    'logs.runs.never_ready',
    'Runs that ended before the server listened, without a stop',
    runs => runs.length,
    ({ startedMs, listeningMs, end }) =>
      startedMs !== undefined && listeningMs === undefined && (end === 'cut-off' || end === 'crashed'),
  ),
  ofRuns('logs.runs.longest_start_seconds', 'Longest start until the server listened, in seconds', runs => {
    const times = runs.flatMap(run => startSeconds(run) ?? [])
    return times.length === 0 ? undefined : times.reduce((longest, time) => Math.max(longest, time))
  }),
  ofRuns(
    'logs.runs.version_changes',
    'Starts of another version than before, in order, each {from, to, time_ms}',
    versionChanges,
    ({ version }) => version !== undefined,
  ),
  ofActivity(
    'logs.runs.changes',
    'What was changed while the server ran, the newest fifty in order, each {kind (configuration, license, upgrade-in-place), time_ms}',
    ({ serverRuns }) => {
      const changes = (serverRuns?.changes ?? []).slice(-MOST_RUNS)
      return {
        value: changes.map(({ kind, timeMs }) => ({ kind, ...given('time_ms', timeMs) })),
        seen: changes.map(({ entry, line }) => ({ count: 1, entry, line })),
      }
    },
  ),
  ofLogs(
    'logs.least_level',
    'Least urgent standard level that the log has records of: the level in force is no higher',
    files => levels.findLast(level => files.some(({ byLevel }) => (byLevel[level] ?? 0) > 0)),
  ),
]

export const restartFacts = [
  ofStarts('logs.restarts.starts', 'Starts of the server in the log', starts => starts.length),
  ofStarts(
    'logs.restarts.count',
    'Restarts: starts after a run that the log shows',
    starts => starts.filter(isRestart).length,
  ),
  ofStarts(
    'logs.restarts.unclean',
    'Restarts after a run that did not end with a clean stop',
    starts => starts.filter(isUnclean).length,
  ),
  ofStarts('logs.restarts.times_ms', 'Times of the starts, in epoch milliseconds', (_starts, times) => times),
  ofStarts(
    'logs.restarts.within_seconds',
    'Time between the first and the last start, in seconds',
    (_starts, times) => {
      const [first, last] = [times[0], times.at(-1)]
      return times.length < 2 || first === undefined || last === undefined ? undefined : (last - first) / 1000
    },
  ),
  ofStarts('logs.restarts.versions', 'Server versions that were started, each once, in order', starts => [
    ...new Set(starts.flatMap(({ version }) => version ?? [])),
  ]),
  ...runFacts,
]
