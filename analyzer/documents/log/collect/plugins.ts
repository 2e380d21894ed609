// What became of each plugin: started, failed to start, crashed, restarted, left off; and which calls into it failed.
//   {… "error","msg":"plugin process exited","caller":"plugin/hclog_adapter.go:79","plugin_id":"com.example",
//      "wrapped_extras":"plugin/opt/mattermost/plugins/com.example/server/pluginid7976errorexit status 2"}
//   {… "warn","msg":"Health check failed for plugin","caller":"plugin/health_check.go:59","id":"com.example","error":"…"}
// At the usual level INFO a plugin that works, and one that the server gives up, leave no line.
import type { CollectorHead, PartPlace, PartTally, RecordText } from '../collector.js'
import { defineTellingCollector } from '../collector.js'
import type { Seen, Sighting } from './sighting.js'
import { joinSeen, seenIn, sight, sightingAt } from './sighting.js'

export type PluginEvent =
  | 'installed'
  | 'activated'
  | 'start-failed'
  | 'crashed'
  | 'exited'
  | 'health-check-failed'
  | 'restarted'
  | 'restart-failed'
  | 'left-off'
  | 'stop-slow'
  | 'stop-failed'
  | 'settings-rejected'
  | 'call-failed'
  | 'route-missing'

export interface PluginEventSeen extends Seen {
  readonly event: PluginEvent
  /** Error text of the last one, or how the process ended. */
  readonly detail?: string
}

export interface PluginActivity {
  /** Empty when the lines do not name the plugin. */
  readonly id: string
  /** Versions that were installed or activated, in order. */
  readonly versions: readonly string[]
  readonly events: readonly PluginEventSeen[]
  /** Hooks whose calls failed, in order of the log. */
  readonly failedCalls: readonly { readonly hook: string; readonly count: number }[]
  /** Times of failed health checks: three within an hour end the restarts. */
  readonly healthCheckFailuresMs: readonly number[]
  /** The last event that says whether it runs. */
  readonly last: PluginEvent | undefined
}

export interface PluginsActivity {
  readonly plugins: readonly PluginActivity[]
  /** Records of plugins beyond the bound. */
  readonly dropped: number
}

interface TallyEvent {
  readonly seen: Sighting
  detail: string | undefined
}

/** One plugin within a part. */
interface Tally {
  readonly versions: string[]
  readonly events: Map<PluginEvent, TallyEvent>
  readonly failedCalls: Map<string, number>
  readonly healthCheckFailuresMs: number[]
  last: PluginEvent | undefined
}

export interface PluginsPart {
  readonly plugins: ReadonlyMap<string, Tally>
  readonly dropped: number
}

/** A server has some dozens at most. */
const MOST_PLUGINS = 200
const MOST_VERSIONS = 20
/** There are some sixty hooks. */
const MOST_HOOKS = 100
const MOST_HEALTH_CHECKS = 500
const LONGEST_ID = 190
const LONGEST_DETAIL = 300

const eventOfMessage: ReadonlyMap<string, PluginEvent> = new Map([
  ['Installing extracted plugin', 'installed'],
  ['Plugin activated', 'activated'],
  ['Plugin reattached', 'activated'],
  ['Unable to activate plugin', 'start-failed'],
  ['Health check failed for plugin', 'health-check-failed'],
  ['Restarting plugin due to failed health check', 'restarted'],
  ['Failed to restart plugin', 'restart-failed'],
  ['Deactivating plugin due to multiple crashes', 'left-off'],
  ['Plugin OnDeactivate() failed to complete in 10 seconds', 'stop-slow'],
  ['Plugin OnDeactivate() error', 'stop-failed'],
  ['Plugin OnConfigurationChange hook failed', 'settings-rejected'],
  ['Access to route for non-existent plugin', 'route-missing'],
])

/** Events that say whether the plugin runs after them. */
const stateEvents: ReadonlySet<PluginEvent> = new Set([
  'activated',
  'start-failed',
  'crashed',
  'exited',
  'restarted',
  'restart-failed',
  'left-off',
])

/** `RPC call MessageHasBeenPosted to plugin failed.`, `RPC call to OnActivate plugin failed.` */
const failedCall = /^RPC call (?:to )?(\w+)(?: to plugin| plugin) failed\.?$|^Plugin failed to (\w+),/

function eventOf({ level, msg }: CollectorHead): PluginEvent | undefined {
  // The same message tells of a crash and of a clean stop: only the level differs.
  if (msg === 'plugin process exited') return level === 'error' ? 'crashed' : 'exited'
  return eventOfMessage.get(msg) ?? (hookOf(msg) === undefined ? undefined : 'call-failed')
}

/** Hooks of messages, since a plugin that is gone fails thousands of calls with a few messages. */
const hookOfMessage = new Map<string, string>()
const MOST_MESSAGES = 500

function hookOf(msg: string): string | undefined {
  const known = hookOfMessage.get(msg)
  if (known !== undefined) return known
  const [, call, served] = failedCall.exec(msg) ?? []
  const hook = (call ?? served)?.slice(0, LONGEST_ID)
  if (hook !== undefined && hookOfMessage.size < MOST_MESSAGES) hookOfMessage.set(msg, hook)
  return hook
}

/** What a record tells. */
interface PluginTold {
  readonly id: string
  readonly event: PluginEvent
  readonly detail: string | undefined
  /** Where one is installed or activated. */
  readonly version: string | undefined
  /** Of a call that failed. */
  readonly hook: string
}

export const plugins = defineTellingCollector<PluginTold, PluginsPart, PluginsActivity>({
  kinds: ['mattermost-log'],
  wants: head => eventOf(head) !== undefined,
  startReading: () => read,
  startTally,
  startFold,
})

function createTally(): Tally {
  return {
    versions: [],
    events: new Map(),
    failedCalls: new Map(),
    healthCheckFailuresMs: [],
    last: undefined,
  }
}

function read(record: RecordText): PluginTold | undefined {
  const event = eventOf(record)
  if (event === undefined) return undefined
  const isVersioned = event === 'installed' || event === 'activated'
  return {
    id: pluginId(record),
    event,
    detail: detailOf(event, record),
    version: isVersioned ? record.field('version') : undefined,
    hook: event === 'call-failed' ? (hookOf(record.msg) ?? '') : '',
  }
}

function startTally(): PartTally<PluginTold, PluginsPart> {
  const tallies = new Map<string, Tally>()
  let dropped = 0

  return {
    add(told, timeMs, line) {
      const tally = tallyOf(tallies, told.id, createTally)
      if (tally === undefined) dropped++
      else count(tally, told, timeMs, line)
    },
    take: () => (tallies.size === 0 ? undefined : { plugins: tallies, dropped }),
  }
}

function tallyOf<T>(tallies: Map<string, T>, id: string, create: () => T): T | undefined {
  const known = tallies.get(id)
  if (known !== undefined || tallies.size >= MOST_PLUGINS) return known
  const created = create()
  tallies.set(id, created)
  return created
}

function pluginId(record: RecordText): string {
  const named = record.field('plugin_id') ?? record.field('id') ?? record.field('missing_plugin_id')
  return (named ?? idInPath(record.field('wrapped_extras')) ?? '').slice(0, LONGEST_ID)
}

/** The library's lines hold the path of the plugin's program, with keys and values run together. */
function idInPath(extras: string | undefined): string | undefined {
  return extras === undefined ? undefined : /\/plugins\/([^/]+)\//.exec(extras)?.[1]
}

function count(tally: Tally, told: PluginTold, timeMs: number, line: number): void {
  const { event, detail, version, hook } = told
  const known = tally.events.get(event) ?? { seen: sightingAt(line), detail: undefined }
  tally.events.set(event, known)
  sight(known.seen, timeMs)
  known.detail = detail ?? known.detail
  if (stateEvents.has(event)) tally.last = event
  addVersion(tally.versions, version)
  if (event === 'call-failed') countCall(tally.failedCalls, hook, 1)
  if (event === 'health-check-failed' && !Number.isNaN(timeMs)) {
    addHealthCheck(tally.healthCheckFailuresMs, timeMs)
  }
}

function detailOf(event: PluginEvent, record: RecordText): string | undefined {
  const text =
    event === 'crashed' || event === 'exited'
      ? endOfProcess(record.field('wrapped_extras') ?? '')
      : (record.field('error') ?? record.field('err'))
  return text?.slice(0, LONGEST_DETAIL)
}

/** `…pluginid7976errorexit status 2` → `exit status 2`; `errorsignal: killed` → `signal: killed`. */
function endOfProcess(extras: string): string | undefined {
  return /error(exit status \d+|signal: [a-z][a-z ()]*)$/.exec(extras)?.[1]
}

function addVersion(versions: string[], version: string | undefined): void {
  if (version === undefined || version === '' || versions.at(-1) === version) return
  if (versions.length < MOST_VERSIONS) versions.push(version.slice(0, LONGEST_ID))
}

function countCall(calls: Map<string, number>, hook: string, more: number): void {
  const before = calls.get(hook)
  if (before !== undefined || calls.size < MOST_HOOKS) calls.set(hook, (before ?? 0) + more)
}

function addHealthCheck(times: number[], timeMs: number): void {
  if (times.length < MOST_HEALTH_CHECKS) times.push(timeMs)
}

/** One plugin in the whole log. */
interface FoldedTally extends Omit<Tally, 'events'> {
  readonly events: Map<PluginEvent, PluginEventSeen>
}

function startFold() {
  const tallies = new Map<string, FoldedTally>()
  let dropped = 0

  function add(part: PluginsPart, place: PartPlace): void {
    dropped += part.dropped
    for (const [id, tally] of part.plugins) {
      const known = tallyOf(tallies, id, () => ({ ...createTally(), events: new Map() }))
      if (known === undefined) dropped += countOf(tally)
      else join(known, tally, place)
    }
  }

  function result(): PluginsActivity | undefined {
    if (tallies.size === 0) return undefined
    return { plugins: [...tallies].map(([id, tally]) => activityOf(id, tally)), dropped }
  }

  return { add, result }
}

function countOf(tally: Tally): number {
  return [...tally.events.values()].reduce((sum, { seen }) => sum + seen.count, 0)
}

function join(known: FoldedTally, more: Tally, place: PartPlace): void {
  for (const [event, { seen, detail }] of more.events) {
    const before = known.events.get(event)
    const last = detail ?? before?.detail
    const joined = joinSeen(before, { ...seenIn(seen, place) })
    known.events.set(event, { ...joined, event, ...(last === undefined ? {} : { detail: last }) })
  }
  for (const version of more.versions) addVersion(known.versions, version)
  for (const [hook, calls] of more.failedCalls) countCall(known.failedCalls, hook, calls)
  for (const timeMs of more.healthCheckFailuresMs) addHealthCheck(known.healthCheckFailuresMs, timeMs)
  known.last = more.last ?? known.last
}

function activityOf(id: string, tally: FoldedTally): PluginActivity {
  const { versions, events, failedCalls, healthCheckFailuresMs, last } = tally
  return {
    id,
    versions,
    events: [...events.values()],
    failedCalls: [...failedCalls].map(([hook, calls]) => ({ hook, count: calls })),
    healthCheckFailuresMs,
    last,
  }
}
