// Facts of background jobs: which failed, which hang or wait, which run twice, when each kind last ended.
import { longestRuns, silenceLimitMs, slowLimitMs } from './jobs/durations.js'
import type { LongestRuns } from './jobs/durations.js'
import { allRuns, chosenRuns, describedRuns, listsOf, newestRuns, workOf } from './jobs/runs.js'
import type { JobRun, PlacedRun } from './jobs/runs.js'
import { valueAt } from '../documents/shape.js'
import { asList } from './reading.js'
import { defineFact } from './types.js'
import type { Derived, FactInput } from './types.js'

const HOUR_MS = 3_600_000

/** A run that takes much longer than those before it. */
export interface SlowRun {
  readonly type: string
  readonly id?: string
  readonly running_ms: number
  /** The longest run before. */
  readonly usual_ms: number
}

/** What a run is judged by. */
interface Circumstances {
  readonly packetMs: number
  readonly longest: LongestRuns
}

/** Runs that are judged by the time between them and the packet. */
function timedRuns<T>(
  input: FactInput,
  describe: (placed: PlacedRun, circumstances: Circumstances) => T | undefined,
): Derived<readonly T[]> | undefined {
  const all = input.fact(allRuns)
  if (input.generatedAtMs === undefined || all === undefined) return undefined
  const circumstances = { packetMs: input.generatedAtMs, longest: longestRuns(all.value) }
  return describedRuns(input, placed => describe(placed, circumstances))
}

/** The runs with a status whose newest time of these is longer ago than an hour. */
function lateRuns(input: FactInput, status: string, timeOf: (placed: PlacedRun) => number | undefined) {
  return timedRuns(input, (placed, { packetMs }) => {
    const time = timeOf(placed)
    const isLate = placed.run.status === status && time !== undefined && packetMs - time > HOUR_MS
    return isLate ? placed.run : undefined
  })
}

function isStuck({ run }: PlacedRun, { packetMs, longest }: Circumstances): boolean {
  if (run.status !== 'in_progress' || run.time_ms === undefined) return false
  return packetMs - run.time_ms > silenceLimitMs(longest.get(run.type))
}

function slowRun(placed: PlacedRun, circumstances: Circumstances): SlowRun | undefined {
  const { run, startedMs } = placed
  const usual = circumstances.longest.get(run.type)
  if (!isAlive(placed, circumstances) || startedMs === undefined || usual === undefined) return undefined
  const running = circumstances.packetMs - startedMs
  if (running <= slowLimitMs(usual)) return undefined
  return {
    type: run.type,
    ...(run.id === undefined ? {} : { id: run.id }),
    running_ms: running,
    usual_ms: usual,
  }
}

function isAlive(placed: PlacedRun, circumstances: Circumstances): boolean {
  return placed.run.status === 'in_progress' && !isStuck(placed, circumstances)
}

/** Living runs of each kind of work; two migrations at a time are two. */
function doubledRuns(input: FactInput): Derived<readonly JobRun[]> | undefined {
  const living = timedRuns(input, (placed, circumstances) =>
    isAlive(placed, circumstances) ? placed.run : undefined,
  )
  if (living === undefined) return undefined
  const counts = new Map<string, number>()
  for (const run of living.value) counts.set(workOf(run), (counts.get(workOf(run)) ?? 0) + 1)
  const doubled = new Set(living.value.filter(run => (counts.get(workOf(run)) ?? 0) > 1))
  return chosenRuns(input, ({ run }) => doubled.has(run))
}

/** Whether its newest run, and for migrations the newest run of the same one, ended with that status. */
function newestWith(status: string) {
  return (input: FactInput) => {
    const newest = new Set(newestRuns(input.fact(allRuns)?.value.map(({ run }) => run) ?? []))
    return chosenRuns(input, ({ run }) => run.status === status && newest.has(run))
  }
}

export const jobFacts = [
  defineFact({
    id: 'jobs.listed',
    title: 'Number of runs that the packet lists, by kind as the file names it, such as ldap_sync',
    scope: 'packet',
    derive: (input): Derived<Readonly<Record<string, number>>> | undefined => {
      const lists = listsOf(input)
      if (lists.length === 0) return undefined
      const counts = lists.map(({ document, name }) => [
        name.replace(/_jobs$/, ''),
        asList(valueAt(document.value, [name]))?.length ?? 0,
      ])
      return {
        value: Object.fromEntries(counts) as Record<string, number>,
        from: lists.map(({ document, name }) => input.at(document, [name])),
      }
    },
  }),
  defineFact({
    id: 'jobs.failed',
    title: 'Job runs that ended with an error, each {type, id, status, error, migration_key, time_ms}',
    scope: 'packet',
    derive: input => chosenRuns(input, ({ run }) => run.status === 'error'),
  }),
  defineFact({
    id: 'jobs.failing',
    title:
      'Kinds of job (and migrations) whose newest run ended with an error, each {type, id, status, error, migration_key, time_ms}',
    scope: 'packet',
    derive: newestWith('error'),
  }),
  defineFact({
    id: 'jobs.warned',
    title:
      'Kinds of job (and migrations) whose newest run ended with a warning, each {type, id, status, error, migration_key, time_ms}',
    scope: 'packet',
    derive: newestWith('warning'),
  }),
  defineFact({
    id: 'jobs.stuck',
    title:
      'Job runs in progress without a sign of life for a day before the packet, or for ten times the longest run before it (an hour at least), each {type, id, status, time_ms}',
    scope: 'packet',
    derive: input =>
      timedRuns(input, (placed, circumstances) => (isStuck(placed, circumstances) ? placed.run : undefined)),
  }),
  defineFact({
    id: 'jobs.slow',
    title:
      'Job runs that give signs of life but take ten times as long as the longest run before (6 hours at least), each {type, id, running_ms, usual_ms}',
    scope: 'packet',
    derive: input => timedRuns(input, slowRun),
  }),
  defineFact({
    id: 'jobs.waiting',
    title:
      'Job runs that were asked for an hour before the packet and not begun, each {type, id, status, time_ms}',
    scope: 'packet',
    derive: input => lateRuns(input, 'pending', ({ createdMs }) => createdMs),
  }),
  defineFact({
    id: 'jobs.not_cancelled',
    title:
      'Job runs that were to be cancelled and gave no sign of life for an hour before the packet, each {type, id, status, time_ms}',
    scope: 'packet',
    derive: input => lateRuns(input, 'cancel_requested', ({ run }) => run.time_ms),
  }),
  defineFact({
    id: 'jobs.doubled',
    title:
      'Job runs in progress beside another one of their kind, both with signs of life, each {type, id, status, migration_key, time_ms}',
    scope: 'packet',
    derive: doubledRuns,
  }),
  defineFact({
    id: 'jobs.newest_finished',
    title:
      'Last sign of life of the newest successful run of each kind of job, in epoch milliseconds by kind',
    scope: 'packet',
    derive: (input): Derived<Readonly<Record<string, number>>> | undefined => {
      const done = chosenRuns(input, ({ run }) => run.status === 'success' && run.time_ms !== undefined)
      if (done === undefined || done.value.length === 0) return undefined
      const times = new Map<string, number>()
      for (const { type, time_ms = 0 } of done.value) times.set(type, Math.max(times.get(type) ?? 0, time_ms))
      return { value: Object.fromEntries(times), from: done.from }
    },
  }),
]
