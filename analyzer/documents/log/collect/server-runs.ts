// Runs of the server's process, from start to end: which version, how long the start took, how it ended, and what was
// changed while it ran. The lines that mark starts and stops are told by lifecycle.ts.
//   "Server is initializing..." · "Current version is 11.6.0 (…)" · "Server is listening on [::]:8065" · "Server stopped"
import type { CollectorHead, PartPlace, PartTally, RecordText } from '../collector.js'
import { defineTellingCollector } from '../collector.js'
import {
  createLifecycleTracker,
  lifecycleMarker,
  type LifecycleMarker,
  type MarkerPlace,
} from '../fold/lifecycle.js'
import { panicReason, usualReason } from './go-stack.js'

/** `cut-off`: the next start came without a stop before it, so the process was killed or crashed. */
export type RunEnd = 'stopped' | 'crashed' | 'killed-while-stopping' | 'cut-off' | 'running'

export interface ServerRun {
  /** `undefined` for the run that was under way when the log begins. */
  readonly startedMs?: number
  readonly version?: string
  readonly buildHash?: string
  readonly goVersion?: string
  /** When it began to take requests; absent when it never did in this log. */
  readonly listeningMs?: number
  readonly stoppingMs?: number
  readonly stoppedMs?: number
  readonly end: RunEnd
  /** What a panic or fatal record of this run said. */
  readonly crash?: string
  readonly entry: string
  readonly line: number
}

export type ChangeKind = 'configuration' | 'license' | 'upgrade-in-place'

/** Something that was changed while the server ran. */
export interface ServerChange {
  readonly kind: ChangeKind
  readonly timeMs?: number
  readonly entry: string
  readonly line: number
}

export interface ServerRunsActivity {
  /** The newest ones, in order. */
  readonly runs: readonly ServerRun[]
  /** Starts in all. */
  readonly starts: number
  readonly changes: readonly ServerChange[]
  /** Marks beyond the bounds: runs may then be missing. */
  readonly dropped: number
}

/** What a record says of the run, wherever and whenever. */
type MarkTold =
  | {
      readonly kind: 'marker'
      readonly marker: LifecycleMarker
      readonly msg: string
      readonly buildHash: string | undefined
      readonly goVersion: string | undefined
    }
  | { readonly kind: 'crash'; readonly reason: string }
  | { readonly kind: 'change'; readonly change: ChangeKind }

interface PlacedMark {
  readonly told: MarkTold
  readonly timeMs: number
  readonly line: number
}

export interface RunsPart {
  readonly marks: readonly PlacedMark[]
  readonly dropped: number
}

/** A start has six marks; a server in a restart loop starts twice a minute. */
const MOST_MARKS = 10_000
const MOST_RUNS = 500
const MOST_CHANGES = 200
const LONGEST_TEXT = 300
/** Changes of one kind within this time are one. */
const SAME_CHANGE_MS = 5_000

const changeOfPattern: readonly (readonly [RegExp, ChangeKind])[] = [
  [/^(?:Loaded Advanced Logging configuration for |Config file watcher detected a change)/, 'configuration'],
  [/^(?:Workers|Watcher|Schedulers) received config change\./, 'configuration'],
  [/^(?:License key is (?:valid|invalid)|Set license$|Remove license\.)/, 'license'],
  [/^Restarting server$/, 'upgrade-in-place'],
]

function changeOf(msg: string): ChangeKind | undefined {
  return changeOfPattern.find(([pattern]) => pattern.test(msg))?.[1]
}

function crashReason({ msg, level }: CollectorHead): string | undefined {
  if (msg.startsWith('Unhandled panic in job') || msg.startsWith('A panic occurred')) return ''
  const said = panicReason(msg.split('\n', 1)[0] ?? '')
  // A plugin's crash is written at other levels; text amid the records implies these.
  if (said !== undefined) return said.kind !== 'request' && isFinal(level) ? said.reason : undefined
  return isFinal(level) ? usualReason(msg) : undefined
}

const isFinal = (level: string): boolean => level === 'panic' || level === 'fatal'

function isMark(head: CollectorHead): boolean {
  const { msg } = head
  return lifecycleMarker(msg) !== undefined || changeOf(msg) !== undefined || crashReason(head) !== undefined
}

export const serverRuns = defineTellingCollector<MarkTold, RunsPart, ServerRunsActivity>({
  kinds: ['mattermost-log'],
  wants: isMark,
  startReading: () => markTold,
  startTally,
  startFold,
})

function startTally(): PartTally<MarkTold, RunsPart> {
  const marks: PlacedMark[] = []
  let dropped = 0

  function add(told: MarkTold, timeMs: number, line: number): void {
    if (marks.length < MOST_MARKS) marks.push({ told, timeMs, line })
    else dropped++
  }

  return { add, take: () => (marks.length === 0 ? undefined : { marks, dropped }) }
}

function markTold(record: RecordText): MarkTold | undefined {
  const { msg } = record
  const marker = lifecycleMarker(msg)
  if (marker !== undefined) return markerTold(marker, record)
  const change = changeOf(msg)
  if (change !== undefined) return { kind: 'change', change }
  const reason = crashReason(record)
  if (reason === undefined) return undefined
  return { kind: 'crash', reason: reason === '' ? loggedReason(record) : reason }
}

function markerTold(marker: LifecycleMarker, record: RecordText): MarkTold {
  return {
    kind: 'marker',
    marker,
    msg: record.msg.slice(0, LONGEST_TEXT),
    buildHash: record.field('build_hash')?.slice(0, LONGEST_TEXT),
    goVersion: record.field('go_version')?.slice(0, LONGEST_TEXT),
  }
}

function loggedReason(record: RecordText): string {
  return usualReason(record.field('panic') ?? record.field('error') ?? record.msg)
}

/** A run while the log is read. */
type OpenRun = { -readonly [Key in keyof Omit<ServerRun, 'end'>]: ServerRun[Key] }

function startFold() {
  const tracker = createLifecycleTracker(undefined)
  /** Those that another one followed. */
  let runs: OpenRun[] = []
  const changes: ServerChange[] = []
  const lastChange = new Map<ChangeKind, number>()
  let current: OpenRun | undefined
  let starts = 0
  let dropped = 0

  function add(part: RunsPart, { entry, firstLine }: PartPlace): void {
    dropped += part.dropped
    for (const mark of part.marks) addMark(mark, entry, firstLine + mark.line)
  }

  function addMark({ told, timeMs }: PlacedMark, entry: string, line: number): void {
    const knownMs = Number.isNaN(timeMs) ? undefined : timeMs
    if (told.kind === 'marker') addMarker(told, { entry, line, timeMs: knownMs })
    else if (told.kind === 'change') addChange(told.change, knownMs, { entry, line })
    else runAt(entry, line).crash ??= told.reason
  }

  function runAt(entry: string, line: number): OpenRun {
    return (current ??= { entry, line })
  }

  function addMarker(
    { marker, msg, buildHash, goVersion }: Extract<MarkTold, { kind: 'marker' }>,
    place: MarkerPlace,
  ): void {
    const before = tracker.count
    tracker.mark(marker, msg, place)
    const event = tracker.last
    if (tracker.count > before && event?.kind === 'start') begin(event.timeMs, event)
    // The cache's line alone begins no run: the tracker waits for the next.
    if (marker === 'cache' && current === undefined) return
    const run = runAt(place.entry, place.line)
    if (event?.kind === 'start' && event.version !== undefined) run.version = event.version
    if (buildHash !== undefined) run.buildHash = buildHash
    if (goVersion !== undefined) run.goVersion = goVersion
    addTime(run, msg, marker, place.timeMs)
  }

  function begin(startedMs: number | undefined, { entry, line }: { entry: string; line: number }): void {
    starts++
    forgetStartLines(startedMs)
    if (current !== undefined) keep(current)
    current = { entry, line, ...(startedMs === undefined ? {} : { startedMs }) }
  }

  /** With an advanced target, loading it is logged before the start's own first line. */
  function forgetStartLines(startedMs: number | undefined): void {
    for (;;) {
      const timeMs = changes.at(-1)?.timeMs
      if (startedMs === undefined || timeMs === undefined || timeMs < startedMs - SAME_CHANGE_MS) return
      changes.pop()
    }
  }

  function keep(run: OpenRun): void {
    if (runs.push(run) >= 2 * MOST_RUNS) runs = runs.slice(-MOST_RUNS)
  }

  /** What is written while the server starts is no change. */
  function addChange(
    kind: ChangeKind,
    timeMs: number | undefined,
    place: { entry: string; line: number },
  ): void {
    if (current !== undefined && current.startedMs !== undefined && current.listeningMs === undefined) return
    const last = lastChange.get(kind)
    if (timeMs !== undefined) lastChange.set(kind, timeMs)
    if (last !== undefined && timeMs !== undefined && timeMs - last < SAME_CHANGE_MS) return
    if (changes.length < MOST_CHANGES)
      changes.push({ kind, ...place, ...(timeMs === undefined ? {} : { timeMs }) })
    else dropped++
  }

  function result(): ServerRunsActivity | undefined {
    const ended = runs.slice(-MOST_RUNS).map(run => closed(run, true))
    const all = current === undefined ? ended : [...ended, closed(current, false)]
    if (all.length + changes.length === 0) return undefined
    return { runs: all, starts, changes, dropped }
  }

  return { add, result }
}

function addTime(run: OpenRun, msg: string, marker: LifecycleMarker, timeMs: number | undefined): void {
  if (timeMs === undefined) return
  if (msg.startsWith('Server is listening on ')) run.listeningMs ??= timeMs
  else if (marker === 'stopping') run.stoppingMs ??= timeMs
  else if (marker === 'stopped') run.stoppedMs = timeMs
}

function closed(run: OpenRun, another: boolean): ServerRun {
  return { ...run, end: endOf(run, another) }
}

function endOf(run: OpenRun, another: boolean): RunEnd {
  if (run.stoppedMs !== undefined) return 'stopped'
  if (run.crash !== undefined) return 'crashed'
  if (!another) return 'running'
  return run.stoppingMs === undefined ? 'cut-off' : 'killed-while-stopping'
}
