// Facts of clocks: steps back inside one log, records from after the packet was made, and how far the nodes of a cluster are
// apart, as far as their logs let one tell.
import { valueAt } from '../documents/shape.js'
import type { Document, ValuePath } from '../documents/types.js'
import type { ClockActivity } from '../documents/log/collect/clock.js'
import type { Derived, FactInput, Source } from './types.js'
import { defineFact } from './types.js'
import { activityOf, ofActivity } from './log-activity.js'
import { asList, asRecord, asTimeMs, readAt } from './reading.js'
import { serverLogsOf } from './logs.js'
import { sourceOfEntry } from './source.js'

/** Times of one event may differ by so much on two nodes, for news take their time. */
const MOST_SPREAD_MS = 2_000
/** One event may be another one; two and more that agree are hardly a chance. */
const FEWEST_EVENTS = 2
/** Nodes that are compared each with each: a made-up packet has thousands, a cluster a dozen. */
const MOST_NODES = 64

const seconds = (ms: number): number => Math.round(ms) / 1000

const steps = ofActivity(
  'clock.steps_back',
  'How often the clock went back by more than a second inside a log, not counting debug records',
  ({ clock }) =>
    clock && {
      value: clock.steps,
      seen: clock.largest === undefined ? [] : [{ ...clock.largest, count: 1 }],
    },
)

const largestStep = ofActivity(
  'clock.largest_step_back_seconds',
  'The largest step back of the clock inside a log, in seconds; absent when there is none',
  ({ clock }) =>
    clock?.largest && {
      value: seconds(clock.largest.backMs),
      seen: [{ ...clock.largest, count: 1 }],
    },
)

/** Formats whose times have a zone; others are taken as UTC, which would be hours off. */
const zonedFormats: ReadonlySet<string> = new Set(['json', 'zap-json', 'plain'])

const afterPacket = defineFact<number>({
  id: 'clock.seconds_after_packet',
  title:
    'How much later than the packet the newest record of the log is, in seconds: the clock of this node was ahead by that at least; 0 when it is not later',
  scope: 'node',
  reads: ['logs'],
  derive: input => {
    const metadata = input.documents.get('metadata', input.node)
    const made = metadata && readAt(input, metadata, ['generated_at'], asTimeMs)
    const files = serverLogsOf(input)?.filter(file => zonedFormats.has(file.format)) ?? []
    const last = Math.max(...files.flatMap(file => file.lastSeenMs ?? []))
    if (made === undefined || last === -Infinity) return undefined
    const from = [...files.map(file => sourceOfEntry(file.entry, file.node)), ...made.from]
    return { value: seconds(Math.max(0, last - made.value)), from }
  },
})

/** How far the clock of the second node is ahead of that of the first. */
export interface ClockDifference {
  readonly nodes: readonly [string, string]
  /** Positive when the second is ahead. */
  readonly seconds: number
  /** How far the events disagree about it. */
  readonly spread_seconds: number
  /** Events that both nodes logged. */
  readonly events: number
}

interface NodeClock {
  readonly node: string
  readonly clock: ClockActivity
}

const differences = defineFact<readonly ClockDifference[]>({
  id: 'clock.differences',
  title:
    'How far the clocks of two nodes are apart, told by events that both logged: {nodes, seconds, spread_seconds, events}; absent when no two nodes can be compared, empty for a single server',
  scope: 'packet',
  reads: ['logs'],
  derive: input => {
    if (input.logs === undefined) return undefined
    // A single server has no other clock to differ from.
    if (input.nodes.length === 1 && input.nodes[0] === '') return { value: [], from: [] }
    // The answer is the same whichever node asks.
    if (input.node !== input.nodes[0]) return undefined
    const clocks = clocksOf(input)
    const pairs = clocks.flatMap((a, i) => clocks.slice(i + 1).map(b => [a, b] as const))
    const value = pairs.flatMap(([a, b]) => differenceOf(a, b) ?? [])
    return value.length === 0
      ? undefined
      : {
          value,
          from: logsOf(
            input,
            value.flatMap(({ nodes }) => nodes),
          ),
        }
  },
})

/** Of the nodes that logged something to compare by. */
function clocksOf(input: FactInput): readonly NodeClock[] {
  const clocks: NodeClock[] = []
  for (const node of input.nodes) {
    if (clocks.length >= MOST_NODES) break
    const clock = activityOf({ ...input, node })?.clock
    if (clock && clock.requests.length + clock.leaderChangesMs.length > 0) clocks.push({ node, clock })
  }
  return clocks
}

function logsOf(input: FactInput, nodes: readonly string[]): readonly Source[] {
  return [...new Set(nodes)].flatMap(node =>
    (serverLogsOf({ ...input, node }) ?? []).map(file => sourceOfEntry(file.entry, file.node)),
  )
}

function differenceOf(a: NodeClock, b: NodeClock): ClockDifference | undefined {
  const apart = [...requestsApart(a.clock, b.clock), ...leadersApart(a.clock, b.clock)].sort((x, y) => x - y)
  const spreadMs = (apart.at(-1) ?? 0) - (apart[0] ?? 0)
  if (apart.length < FEWEST_EVENTS || spreadMs > MOST_SPREAD_MS) return undefined
  return {
    nodes: [a.node, b.node],
    seconds: seconds(apart[Math.floor(apart.length / 2)] ?? 0),
    spread_seconds: seconds(spreadMs),
    events: apart.length,
  }
}

/** Milliseconds between the two nodes' first records of each request that failed on both. */
function requestsApart(a: ClockActivity, b: ClockActivity): readonly number[] {
  const times = new Map([...a.requests].reverse().map(({ id, timeMs }) => [id, timeMs]))
  const seen = new Set<string>()
  return b.requests.flatMap(({ id, timeMs }) => {
    const other = times.get(id)
    if (other === undefined || seen.has(id)) return []
    seen.add(id)
    return [timeMs - other]
  })
}

/** Every node is told of a new leader; logs with another number of changes cannot be laid side by side. */
function leadersApart(a: ClockActivity, b: ClockActivity): readonly number[] {
  if (a.leaderChangesMs.length !== b.leaderChangesMs.length) return []
  return b.leaderChangesMs.map((timeMs, i) => timeMs - (a.leaderChangesMs[i] ?? NaN))
}

const jobInversion = defineFact<number>({
  id: 'clock.job_inversion_seconds',
  title:
    'How much earlier than it was created a job started, in seconds, the largest of all: clocks of two nodes differ by that at least; 0 when none did',
  scope: 'packet',
  derive: (input): Derived<number> | undefined => {
    const jobs = input.documents.get('jobs', input.node)
    if (jobs === undefined) return undefined
    const inversions = Object.entries(asRecord(jobs.value) ?? {}).flatMap(([list, runs]) =>
      (asList(runs) ?? []).flatMap((run, index) => inversionOf(run, [list, index, 'start_at']) ?? []),
    )
    const [worst] = [...inversions].sort((a, b) => b.ms - a.ms)
    return worst && { value: seconds(worst.ms), from: [input.at(jobs, worst.path)] }
  },
})

function inversionOf(run: unknown, path: readonly (string | number)[]) {
  const created = asTimeMs(valueAt(run, ['create_at']))
  const started = asTimeMs(valueAt(run, ['start_at']))
  return created === undefined || started === undefined
    ? undefined
    : { ms: Math.max(0, created - started), path }
}

/** The lists of these documents in which the server notes when it made or changed something. */
const datedLists = [
  { kind: 'jobs', times: ['create_at', 'start_at', 'last_activity_at'] },
  { kind: 'permissions', times: ['create_at', 'update_at'] },
] as const

const noteAfterPacket = defineFact<number>({
  id: 'clock.note_after_packet_seconds',
  title:
    'How much later than the packet the newest job or role was made or changed, in seconds: the clock was ahead by that at least when it was; 0 when none is later',
  scope: 'packet',
  derive: (input): Derived<number> | undefined => {
    const metadata = input.documents.get('metadata', input.node)
    const made = metadata && readAt(input, metadata, ['generated_at'], asTimeMs)
    const notes = datedLists.flatMap(list => notesOf(input, list))
    const newest = notes.reduce<Note | undefined>(
      (a, b) => (a === undefined || b.ms > a.ms ? b : a),
      undefined,
    )
    if (made === undefined || newest === undefined) return undefined
    return {
      value: seconds(Math.max(0, newest.ms - made.value)),
      from: [input.at(newest.document, newest.path), ...made.from],
    }
  },
})

/** A time that the server wrote beside something it did. */
interface Note {
  readonly ms: number
  readonly document: Document
  readonly path: ValuePath
}

function notesOf(
  { documents, node }: FactInput,
  { kind, times }: (typeof datedLists)[number],
): readonly Note[] {
  const document = documents.get(kind, node)
  if (document === undefined) return []
  return Object.entries(asRecord(document.value) ?? {}).flatMap(([list, items]) =>
    (asList(items) ?? []).flatMap((item, index) =>
      times.flatMap(key => {
        const ms = asTimeMs(valueAt(item, [key]))
        return ms === undefined ? [] : [{ ms, document, path: [list, index, key] }]
      }),
    ),
  )
}

export const clockFacts = [steps, largestStep, afterPacket, differences, jobInversion, noteAfterPacket]
