// Runs of background jobs as the log tells them: taken up, complete, failed, broken off by a stop or a restart.
//   {… "debug","msg":"Worker: Received a new candidate job.","worker":"Plugins","job_id":"wnt698q…"}
//   {… "info","msg":"SimpleWorker: Job is complete",…}      {… "error","msg":"SimpleWorker: job execution error",…,"error":"…"}
// "Received" is seen at DEBUG only and says that a node saw the job, not that it got it: in a cluster another may have.
import type { CollectorHead, PartPlace, PartTally, RecordText } from '../collector.js'
import { defineTellingCollector } from '../collector.js'
import { lifecycleMarker } from '../fold/lifecycle.js'
import { namedJob } from './job-name.js'

/** What a record says of a job. `server-start`: whatever ran before is over. */
export type JobPhase =
  | 'received'
  | 'finished'
  | 'failed'
  | 'canceled'
  | 'panicked'
  | 'not-claimed'
  | 'rescheduled'
  | 'not-scheduled'
  | 'server-start'

interface JobTold {
  readonly phase: JobPhase
  readonly type: string
  readonly id: string | undefined
  readonly error: string | undefined
}

interface JobEvent {
  readonly told: JobTold
  readonly timeMs: number
  readonly line: number
}

export interface JobsPart {
  readonly events: readonly JobEvent[]
  readonly dropped: number
}

/** A run that ended badly. */
export interface FailedRun {
  readonly id?: string
  readonly timeMs?: number
  readonly entry: string
  readonly line: number
  readonly error?: string
}

/** All runs of one kind of job in the log of one node. */
export interface JobTypeActivity {
  readonly type: string
  readonly received: number
  readonly finished: number
  readonly failed: number
  readonly panicked: number
  /** Stopped by an administrator or with the worker. */
  readonly canceled: number
  /** Taken up, without an end before the next start of the server. */
  readonly interrupted: number
  /** Taken up, without an end in the log. */
  readonly unfinished: number
  /** Ended runs during which another run of the same kind ended: two that only were received prove nothing. */
  readonly overlapping: number
  readonly notClaimed: number
  readonly rescheduled: number
  readonly notScheduled: number
  /** Failures since the last run that finished. */
  readonly failingStreak: number
  /** Of ended runs whose beginning the log shows. */
  readonly durations: { readonly count: number; readonly totalMs: number; readonly longestMs: number }
  readonly firstSeenMs?: number
  readonly lastSeenMs?: number
  readonly entry: string
  readonly line: number
  /** The first three and the last. */
  readonly failedRuns: readonly FailedRun[]
}

export interface JobsActivity {
  /** In order of the log. */
  readonly types: readonly JobTypeActivity[]
  /** Records beyond the bounds: counts are then too low. */
  readonly dropped: number
}

/** Job records of one part; a busy server writes some twenty a minute. */
const MOST_EVENTS = 10_000
/** Servers know about fifty kinds. */
const MOST_TYPES = 200
/** Runs that a node has taken up at one time; in a cluster, also those that another node got. */
const MOST_OPEN = 100
const MOST_FAILED_RUNS = 4
const LONGEST_ERROR = 300

const phaseOfMessage: ReadonlyMap<string, JobPhase> = new Map([
  ['SimpleWorker: job execution error', 'failed'],
  ['Worker: job execution error', 'failed'],
  ['Worker: Failed to run migration', 'failed'],
  ['Worker: Failed to do migration batch. Exiting', 'failed'],
  ['Unhandled panic in job', 'panicked'],
  ['Job appears to be wedged. Rescheduling another instance.', 'rescheduled'],
  ['Failed to schedule job', 'not-scheduled'],
])

const phaseOfPattern: readonly (readonly [RegExp, JobPhase])[] = [
  [/[Rr]eceived a new candidate job\.?$/, 'received'],
  [/: Job is complete\.?$/, 'finished'],
  [/^Failed job\b/, 'failed'],
  [/has been cancell?ed via /, 'canceled'],
  [/experienced an error while trying to claim job/, 'not-claimed'],
]

/** Longest message that is looked at: those of jobs are short. */
const LONGEST_MESSAGE = 300

function phaseOf({ msg }: CollectorHead): JobPhase | undefined {
  if (msg.length > LONGEST_MESSAGE) return undefined
  const marker = lifecycleMarker(msg)
  if (marker === 'initializing' || marker === 'version') return 'server-start'
  return phaseOfMessage.get(msg) ?? phaseOfPattern.find(([pattern]) => pattern.test(msg))?.[1]
}

export const jobs = defineTellingCollector<JobTold, JobsPart, JobsActivity>({
  kinds: ['mattermost-log'],
  wants: head => phaseOf(head) !== undefined,
  startReading: () => jobTold,
  startTally,
  startFold,
})

function startTally(): PartTally<JobTold, JobsPart> {
  const events: JobEvent[] = []
  let dropped = 0

  function add(told: JobTold, timeMs: number, line: number): void {
    if (events.length < MOST_EVENTS) events.push({ told, timeMs, line })
    else dropped++
  }

  return { add, take: () => (events.length === 0 ? undefined : { events, dropped }) }
}

const serverStart: JobTold = { phase: 'server-start', type: '', id: undefined, error: undefined }

function jobTold(record: RecordText): JobTold | undefined {
  const phase = phaseOf(record)
  if (phase === undefined) return undefined
  if (phase === 'server-start') return serverStart
  const job = namedJob(name => record.field(name))
  if (job === undefined) return undefined
  return { phase, ...job, error: errorOf(record)?.slice(0, LONGEST_ERROR) }
}

function errorOf(record: RecordText): string | undefined {
  return record.field('error') ?? record.field('err') ?? record.field('panic')
}

/** A run that was taken up. */
interface OpenRun {
  readonly type: string
  readonly startMs: number
  overlapped: boolean
}

/** Counters of one type while the log is read. */
interface Tally {
  readonly type: string
  readonly entry: string
  readonly line: number
  readonly phases: Map<JobPhase, number>
  interrupted: number
  overlapping: number
  failingStreak: number
  durations: { count: number; totalMs: number; longestMs: number }
  firstMs: number
  lastMs: number
  readonly failedRuns: FailedRun[]
}

function createTally(type: string, place: { entry: string; line: number }): Tally {
  return {
    type,
    ...place,
    phases: new Map(),
    interrupted: 0,
    overlapping: 0,
    failingStreak: 0,
    durations: { count: 0, totalMs: 0, longestMs: 0 },
    firstMs: Infinity,
    lastMs: -Infinity,
    failedRuns: [],
  }
}

function startFold() {
  const tallies = new Map<string, Tally>()
  const open = new Map<string, OpenRun>()
  let dropped = 0

  function add(part: JobsPart, { entry, firstLine }: PartPlace): void {
    dropped += part.dropped
    for (const event of part.events) {
      if (event.told.phase === 'server-start') interruptAll()
      else addEvent(event, { entry, line: firstLine + event.line })
    }
  }

  function addEvent(event: JobEvent, place: { entry: string; line: number }): void {
    const { told } = event
    const key = keyOf(told)
    const type = told.type === '' ? (open.get(key)?.type ?? '') : told.type
    const tally = tallyOf(type, place)
    if (tally === undefined) {
      dropped++
      return
    }
    tally.phases.set(told.phase, (tally.phases.get(told.phase) ?? 0) + 1)
    if (event.timeMs < tally.firstMs) tally.firstMs = event.timeMs
    if (event.timeMs > tally.lastMs) tally.lastMs = event.timeMs
    if (told.phase === 'received') begin(key, type, event)
    else if (isEnd(told.phase)) end(key, tally, event, place)
  }

  function tallyOf(type: string, place: { entry: string; line: number }): Tally | undefined {
    const known = tallies.get(type)
    if (known !== undefined || tallies.size >= MOST_TYPES) return known
    const created = createTally(type, place)
    tallies.set(type, created)
    return created
  }

  function begin(key: string, type: string, { timeMs }: JobEvent): void {
    open.delete(key)
    if (open.size >= MOST_OPEN) forgetOldest()
    open.set(key, { type, startMs: timeMs, overlapped: false })
  }

  function forgetOldest(): void {
    const oldest = open.keys().next()
    if (oldest.done !== true) open.delete(oldest.value)
  }

  function end(key: string, tally: Tally, event: JobEvent, place: { entry: string; line: number }): void {
    const run = open.get(key)
    open.delete(key)
    if (run !== undefined) closeRun(run, tally, event.timeMs)
    const { phase } = event.told
    if (phase === 'finished') tally.failingStreak = 0
    if (phase !== 'failed' && phase !== 'panicked') return
    tally.failingStreak++
    keepFailed(tally.failedRuns, failedRun(event, place))
  }

  function closeRun(run: OpenRun, tally: Tally, endMs: number): void {
    const ms = endMs - run.startMs
    if (ms >= 0) {
      const { durations } = tally
      tally.durations = {
        count: durations.count + 1,
        totalMs: durations.totalMs + ms,
        longestMs: Math.max(durations.longestMs, ms),
      }
    }
    if (run.overlapped) tally.overlapping++
    for (const other of open.values()) if (other.type === run.type) other.overlapped = true
  }

  function interruptAll(): void {
    for (const { type } of open.values()) {
      const tally = tallies.get(type)
      if (tally !== undefined) tally.interrupted++
    }
    open.clear()
  }

  function result(): JobsActivity | undefined {
    if (tallies.size === 0) return undefined
    const left = [...open.values()]
    return {
      types: [...tallies.values()].map(tally =>
        activityOf(tally, left.filter(({ type }) => type === tally.type).length),
      ),
      dropped,
    }
  }

  return { add, result }
}

/** Runs without an id are told apart by their kind: a worker has one at a time. */
function keyOf({ id, type }: JobTold): string {
  return id === undefined ? `type ${type}` : `id ${id}`
}

function isEnd(phase: JobPhase): boolean {
  return phase === 'finished' || phase === 'failed' || phase === 'panicked' || phase === 'canceled'
}

function failedRun({ told, timeMs }: JobEvent, place: { entry: string; line: number }): FailedRun {
  const { id, error } = told
  return {
    ...(id === undefined ? {} : { id }),
    ...(Number.isNaN(timeMs) ? {} : { timeMs }),
    ...place,
    ...(error === undefined || error === '' ? {} : { error }),
  }
}

/** The first ones, and the last one in the last place. */
function keepFailed(runs: FailedRun[], run: FailedRun): void {
  if (runs.length === MOST_FAILED_RUNS) runs.pop()
  runs.push(run)
}

function activityOf(tally: Tally, unfinished: number): JobTypeActivity {
  const count = (phase: JobPhase): number => tally.phases.get(phase) ?? 0
  const { type, interrupted, overlapping, failingStreak, durations, entry, line, failedRuns } = tally
  return {
    type,
    received: count('received'),
    finished: count('finished'),
    failed: count('failed'),
    panicked: count('panicked'),
    canceled: count('canceled'),
    interrupted,
    unfinished,
    overlapping,
    notClaimed: count('not-claimed'),
    rescheduled: count('rescheduled'),
    notScheduled: count('not-scheduled'),
    failingStreak,
    durations,
    ...(tally.firstMs === Infinity ? {} : { firstSeenMs: tally.firstMs, lastSeenMs: tally.lastMs }),
    entry,
    line,
    failedRuns,
  }
}
