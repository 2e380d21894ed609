// What a log tells of its server's clock: steps back inside one log, and the times of events that other nodes see as well.
import type { CollectorFold, PartPlace, PartTally, RecordText } from '../collector.js'
import { defineTellingCollector } from '../collector.js'

/** A record older than the one before it. */
export interface ClockStep {
  readonly backMs: number
  /** The record after the step. */
  readonly timeMs: number
  readonly entry: string
  readonly line: number
}

/** A request that failed: another node may tell of the same one. */
export interface FailedRequest {
  readonly id: string
  readonly timeMs: number
}

export interface ClockActivity {
  readonly steps: number
  /** The largest. */
  readonly largest: ClockStep | undefined
  /** Times at which the cluster had a new leader: every node is told, and logs it. */
  readonly leaderChangesMs: readonly number[]
  readonly requests: readonly FailedRequest[]
}

export interface ClockPart {
  readonly firstMs: number
  readonly firstLine: number
  readonly lastMs: number
  readonly steps: number
  readonly largest: Omit<ClockStep, 'entry'> | undefined
  readonly leaderChangesMs: readonly number[]
  readonly requests: readonly FailedRequest[]
}

/** Records are written by many threads at once, so neighbours may be some milliseconds out of order. */
const STEP_MS = 1_000
/** Enough to compare two nodes; the first of each are kept. */
const MOST_LEADERS = 200
const MOST_REQUESTS = 500

const quiet: ReadonlySet<string> = new Set(['debug', 'trace'])
const failing: ReadonlySet<string> = new Set(['warn', 'error', 'critical', 'fatal', 'panic'])

/** The debug records between two others add little to the clock, and may be nearly the whole log. */
export const clock = defineTellingCollector<ClockTold, ClockPart, ClockActivity>({
  kinds: ['mattermost-log', 'teleport-log'],
  wants: head => !quiet.has(head.level),
  startReading: () => read,
  startTally,
  startFold,
})

/** What a record says beside its time: the id of the request that it is about. */
type ClockTold = 'nothing' | 'leader' | { readonly request: string }

function read(record: RecordText): ClockTold {
  if (isLeaderChange(record)) return 'leader'
  const id = failing.has(record.level) ? record.field('request_id') : undefined
  return id !== undefined && /^[a-z0-9]{26}$/.test(id) ? { request: id } : 'nothing'
}

function startTally(): PartTally<ClockTold, ClockPart> {
  let first: CollectorPlace | undefined
  let lastMs = NaN
  let steps = 0
  let largest: ClockPart['largest']
  const leaderChangesMs: number[] = []
  const requests: FailedRequest[] = []

  function add(told: ClockTold, timeMs: number, line: number): void {
    if (Number.isNaN(timeMs)) return
    first ??= { timeMs, line }
    if (lastMs - timeMs > STEP_MS) {
      steps++
      if (lastMs - timeMs > (largest?.backMs ?? 0)) largest = { backMs: lastMs - timeMs, timeMs, line }
    }
    lastMs = timeMs
    if (told === 'nothing') return
    if (told === 'leader') {
      if (leaderChangesMs.length < MOST_LEADERS) leaderChangesMs.push(timeMs)
    } else if (requests.length < MOST_REQUESTS) requests.push({ id: told.request, timeMs })
  }

  return {
    add,
    take: () =>
      first && {
        firstMs: first.timeMs,
        firstLine: first.line,
        lastMs,
        steps,
        largest,
        leaderChangesMs,
        requests,
      },
  }
}

interface CollectorPlace {
  readonly timeMs: number
  readonly line: number
}

function isLeaderChange({ msg }: RecordText): boolean {
  return msg.startsWith('Cluster leader changed. Determining')
}

function startFold(): CollectorFold<ClockPart, ClockActivity> {
  let entry = ''
  let lastMs = NaN
  let seen = false
  let steps = 0
  let largest: ClockStep | undefined
  const leaderChangesMs: number[] = []
  const requests: FailedRequest[] = []

  function note(backMs: number, timeMs: number, line: number): void {
    if (backMs > (largest?.backMs ?? 0)) largest = { backMs, timeMs, entry, line }
  }

  function add(part: ClockPart, place: PartPlace): void {
    // Another file may as well be an older one.
    if (place.entry !== entry) lastMs = NaN
    entry = place.entry
    seen = true
    steps += part.steps
    if (lastMs - part.firstMs > STEP_MS) {
      steps++
      note(lastMs - part.firstMs, part.firstMs, place.firstLine + part.firstLine)
    }
    if (part.largest) note(part.largest.backMs, part.largest.timeMs, place.firstLine + part.largest.line)
    lastMs = part.lastMs
    leaderChangesMs.push(...part.leaderChangesMs.slice(0, MOST_LEADERS - leaderChangesMs.length))
    requests.push(...part.requests.slice(0, MOST_REQUESTS - requests.length))
  }

  return { add, result: () => (seen ? { steps, largest, leaderChangesMs, requests } : undefined) }
}
