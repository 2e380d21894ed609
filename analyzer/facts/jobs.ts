// Facts of background jobs: which failed, which hang, when each kind last ended.
import { valueAt } from '../documents/shape.js'
import type { Document } from '../documents/types.js'
import type { Derived, FactInput, Source } from './types.js'
import { defineFact } from './types.js'
import { asList, asRecord, asText, asTimeMs } from './reading.js'

/** A job without a sign of life for this long hangs: the slowest kinds report progress every few minutes. */
const STUCK_MS = 24 * 3_600_000

/** A run of a job, as far as the packet says. */
export interface JobRun {
  readonly type: string
  readonly id?: string
  readonly status: string
  readonly error?: string
  /** Last sign of life, else the start, else the creation; epoch milliseconds. */
  readonly time_ms?: number
}

interface PlacedRun {
  readonly run: JobRun
  readonly source: Source
}

/** Every run that the packet lists, newest first within a kind; servers keep the last two to five of each. */
const allRuns = defineFact<readonly PlacedRun[]>({
  id: 'jobs.all',
  title: 'All runs',
  scope: 'packet',
  derive: input => {
    const documents = (['jobs', 'support-packet'] as const).flatMap(
      kind => input.documents.get(kind, input.node) ?? [],
    )
    const lists = documents.flatMap(document => jobLists(document).map(name => ({ document, name })))
    if (lists.length === 0) return undefined
    const runs = lists.flatMap(({ document, name }) => runsOf(input, document, name))
    return { value: runs, from: lists.map(({ document, name }) => input.at(document, [name])) }
  },
})

function jobLists(document: Document): readonly string[] {
  const lists = Object.entries(asRecord(document.value) ?? {})
  return lists.filter(([name, list]) => name.endsWith('_jobs') && Array.isArray(list)).map(([name]) => name)
}

function runsOf(input: FactInput, document: Document, list: string): readonly PlacedRun[] {
  return (asList(valueAt(document.value, [list])) ?? []).flatMap((job, index) => {
    const status = asText(valueAt(job, ['status']))
    if (status === undefined) return []
    return [{ run: jobRun(job, list, status), source: input.at(document, [list, index, 'status']) }]
  })
}

function jobRun(job: unknown, list: string, status: string): JobRun {
  const id = asText(valueAt(job, ['id']))
  const error = asText(valueAt(job, ['data', 'error']))
  const time = ['last_activity_at', 'start_at', 'create_at'].map(key => jobTime(job, key)).find(Boolean)
  return {
    type: asText(valueAt(job, ['type'])) ?? list.replace(/_jobs$/, ''),
    ...(id === undefined ? {} : { id }),
    status,
    ...(error === undefined ? {} : { error }),
    ...(time === undefined ? {} : { time_ms: time }),
  }
}

function jobTime(job: unknown, key: string): number | undefined {
  return asTimeMs(valueAt(job, [`${key}_ms`])) ?? asTimeMs(valueAt(job, [key]))
}

/** The runs that `keep` wants, with where they stand. */
function chosenRuns(
  input: FactInput,
  keep: (run: JobRun) => boolean,
): Derived<readonly JobRun[]> | undefined {
  const all = input.fact(allRuns)
  if (all === undefined) return undefined
  const kept = all.value.filter(({ run }) => keep(run))
  return {
    value: kept.map(({ run }) => run),
    from: kept.length === 0 ? all.from : kept.map(({ source }) => source),
  }
}

export const jobFacts = [
  defineFact({
    id: 'jobs.failed',
    title: 'Job runs that ended with an error, each {type, id, status, error, time_ms}',
    scope: 'packet',
    derive: input => chosenRuns(input, run => run.status === 'error'),
  }),
  defineFact({
    id: 'jobs.failing',
    title: 'Kinds of job whose newest run ended with an error, each {type, id, status, error, time_ms}',
    scope: 'packet',
    derive: input => {
      const newest = newestByType(input.fact(allRuns)?.value.map(({ run }) => run) ?? [])
      return chosenRuns(input, run => run.status === 'error' && newest.get(run.type) === run)
    },
  }),
  defineFact({
    id: 'jobs.stuck',
    title:
      'Job runs in progress without a sign of life for a day before the packet, each {type, id, status, time_ms}',
    scope: 'packet',
    derive: input => {
      const { generatedAtMs } = input
      if (generatedAtMs === undefined) return undefined
      return chosenRuns(
        input,
        run =>
          run.status === 'in_progress' && run.time_ms !== undefined && generatedAtMs - run.time_ms > STUCK_MS,
      )
    },
  }),
  defineFact({
    id: 'jobs.newest_finished',
    title:
      'Last sign of life of the newest successful run of each kind of job, in epoch milliseconds by kind',
    scope: 'packet',
    derive: (input): Derived<Readonly<Record<string, number>>> | undefined => {
      const done = chosenRuns(input, run => run.status === 'success' && run.time_ms !== undefined)
      if (done === undefined || done.value.length === 0) return undefined
      const times = [...newestByType(done.value)].map(([type, run]) => [type, run.time_ms ?? 0] as const)
      return { value: Object.fromEntries(times), from: done.from }
    },
  }),
]

function newestByType(runs: readonly JobRun[]): ReadonlyMap<string, JobRun> {
  const newest = new Map<string, JobRun>()
  for (const run of runs) {
    const before = newest.get(run.type)
    if (before === undefined || (run.time_ms ?? 0) > (before.time_ms ?? 0)) newest.set(run.type, run)
  }
  return newest
}
