// The runs of background jobs that a packet lists: each with its times and where it stands. Facts of jobs choose from them.
import { valueAt } from '../../documents/shape.js'
import type { Document } from '../../documents/types.js'
import { asList, asRecord, asText, asTimeMs } from '../reading.js'
import { defineFact } from '../types.js'
import type { Derived, FactInput, Source } from '../types.js'

/** A run of a job, as far as the packet says. */
export interface JobRun {
  readonly type: string
  readonly id?: string
  readonly status: string
  readonly error?: string
  /** Which migration, for runs of `migrations`: each is a job of its own. */
  readonly migration_key?: string
  /** Last sign of life, else the start, else the creation; epoch milliseconds. */
  readonly time_ms?: number
}

export interface PlacedRun {
  readonly run: JobRun
  readonly createdMs: number | undefined
  readonly startedMs: number | undefined
  readonly lastSignMs: number | undefined
  readonly source: Source
}

/** Every run that the packet lists, newest first within a kind; servers keep the last two to five of each. */
export const allRuns = defineFact<readonly PlacedRun[]>({
  id: 'jobs.all',
  title: 'All runs',
  scope: 'packet',
  derive: input => {
    const lists = listsOf(input)
    if (lists.length === 0) return undefined
    const runs = lists.flatMap(({ document, name }) => runsOf(input, document, name))
    return { value: runs, from: lists.map(({ document, name }) => input.at(document, [name])) }
  },
})

interface JobList {
  readonly document: Document
  readonly name: string
}

/** The lists of runs, by kind: `ldap_sync_jobs`. */
export function listsOf({ documents, node }: FactInput): readonly JobList[] {
  const holders = (['jobs', 'support-packet'] as const).flatMap(kind => documents.get(kind, node) ?? [])
  return holders.flatMap(document => jobLists(document).map(name => ({ document, name })))
}

function jobLists(document: Document): readonly string[] {
  const lists = Object.entries(asRecord(document.value) ?? {})
  return lists.filter(([name, list]) => name.endsWith('_jobs') && Array.isArray(list)).map(([name]) => name)
}

function runsOf(input: FactInput, document: Document, list: string): readonly PlacedRun[] {
  return (asList(valueAt(document.value, [list])) ?? []).flatMap((job, index) => {
    const status = asText(valueAt(job, ['status']))
    if (status === undefined) return []
    const source = input.at(document, [list, index, 'status'])
    return [placedRun(job, jobRun(job, list, status), source)]
  })
}

function placedRun(job: unknown, run: JobRun, source: Source): PlacedRun {
  const [createdMs, startedMs, lastSignMs] = ['create_at', 'start_at', 'last_activity_at'].map(key =>
    jobTime(job, key),
  )
  return { run, createdMs, startedMs, lastSignMs, source }
}

function jobRun(job: unknown, list: string, status: string): JobRun {
  const id = asText(valueAt(job, ['id']))
  const error = asText(valueAt(job, ['data', 'error']))
  const migration = asText(valueAt(job, ['data', 'migration_key']))
  const time = ['last_activity_at', 'start_at', 'create_at'].map(key => jobTime(job, key)).find(Boolean)
  return {
    type: asText(valueAt(job, ['type'])) ?? list.replace(/_jobs$/, ''),
    ...(id === undefined ? {} : { id }),
    status,
    ...(error === undefined ? {} : { error }),
    ...(migration === undefined ? {} : { migration_key: migration }),
    ...(time === undefined ? {} : { time_ms: time }),
  }
}

function jobTime(job: unknown, key: string): number | undefined {
  return asTimeMs(valueAt(job, [`${key}_ms`])) ?? asTimeMs(valueAt(job, [key]))
}

/** The runs that `keep` wants, with where they stand. */
export function chosenRuns(
  input: FactInput,
  keep: (placed: PlacedRun) => boolean,
): Derived<readonly JobRun[]> | undefined {
  return describedRuns(input, placed => (keep(placed) ? placed.run : undefined))
}

/** What `describe` says of each run it says something of, with where that run stands. */
export function describedRuns<T>(
  input: FactInput,
  describe: (placed: PlacedRun) => T | undefined,
): Derived<readonly T[]> | undefined {
  const all = input.fact(allRuns)
  if (all === undefined) return undefined
  const found = all.value.flatMap(placed => {
    const value = describe(placed)
    return value === undefined ? [] : [{ value, source: placed.source }]
  })
  return {
    value: found.map(({ value }) => value),
    from: found.length === 0 ? all.from : found.map(({ source }) => source),
  }
}

/** What a run does: its kind, and of migrations which one. */
export function workOf({ type, migration_key }: JobRun): string {
  return migration_key === undefined ? type : `${type}/${migration_key}`
}

/** The newest run of each kind of job, and of each migration. */
export function newestRuns(runs: readonly JobRun[]): readonly JobRun[] {
  const newest = new Map<string, JobRun>()
  for (const run of runs) {
    const key = workOf(run)
    const before = newest.get(key)
    if (before === undefined || (run.time_ms ?? 0) > (before.time_ms ?? 0)) newest.set(key, run)
  }
  return [...newest.values()]
}
