// The runs of background jobs that a packet lists, each with how long it took and what it says of itself.
import { isMap, valueAt } from '../documents/shape.js'
import type { Document } from '../documents/types.js'
import type { Job } from '../documents/job-list.js'
import type { ViewedPacket } from './read.js'
import type { Cell, TableColumn, TableRow, TablesView } from './types.js'

const columns: readonly TableColumn[] = [
  { id: 'type', title: 'Type', kind: 'text', choices: true, main: true },
  { id: 'status', title: 'Status', kind: 'text', choices: true, main: true },
  { id: 'progress', title: 'Progress', kind: 'percent' },
  { id: 'created', title: 'Created', kind: 'time' },
  { id: 'started', title: 'Started', kind: 'time', hidden: true },
  { id: 'last', title: 'Last activity', kind: 'time' },
  { id: 'took', title: 'Took', kind: 'duration' },
  { id: 'says', title: 'Data', kind: 'code' },
  { id: 'id', title: 'Id', kind: 'code', hidden: true },
]

/** More than any server lists: five of each of 20 kinds. */
const mostRuns = 10_000

const lights: Readonly<Record<string, TableRow['light']>> = {
  error: 'error',
  warning: 'warning',
  canceled: 'info',
  cancel_requested: 'info',
}

export function jobTables({ documents }: ViewedPacket): TablesView {
  const holders = [...documents.of('jobs'), ...documents.of('support-packet')]
  const rows = holders.flatMap(rowsOf).slice(0, mostRuns)
  const table = {
    id: 'jobs',
    title: 'Jobs',
    says: 'The server lists the newest five runs of each kind of job.',
    columns,
    rows,
    empty: 'This packet lists no runs of jobs: the lists are there and empty, or the file is not.',
  }
  return { tables: [table], notes: [] }
}

function rowsOf(document: Document): readonly TableRow[] {
  const lists = Object.entries(isMap(document.value) ? document.value : {})
  return lists
    .filter((list): list is [string, readonly Job[]] => /_jobs$/.test(list[0]) && Array.isArray(list[1]))
    .flatMap(([name, jobs]) => jobs.map((job, index) => rowOf(document, name, job, index)))
}

function rowOf(document: Document, list: string, job: Job, index: number): TableRow {
  const { type, status, create_at_ms, start_at_ms, last_activity_at_ms, id } = job
  const light = status === undefined ? undefined : lights[status]
  const line = document.locate([list, index])?.line
  return {
    id: `${list}.${index}`,
    cells: [
      type ?? list.replace(/_jobs$/, ''),
      status ?? null,
      progressOf(job),
      create_at_ms ?? null,
      start_at_ms ?? null,
      last_activity_at_ms ?? null,
      tookMs(start_at_ms, last_activity_at_ms),
      dataText(valueAt(job, ['data'])),
      id ?? null,
    ],
    ...(light === undefined ? {} : { light }),
    place: { entry: document.entry, ...(line === undefined ? {} : { line }) },
  }
}

/** -1 is how the server writes that it does not know; a migration that is done still has 0. */
function progressOf({ progress, status }: Job): Cell {
  if (progress === undefined || progress < 0) return null
  return progress === 0 && status === 'success' ? 100 : progress
}

function tookMs(from: number | undefined, to: number | undefined): Cell {
  return from === undefined || to === undefined || to < from ? null : to - from
}

/** `key: value` a line; what a job failed with stands first. */
function dataText(data: unknown): Cell {
  if (!isMap(data)) return null
  const entries = Object.entries(data).sort(([a], [b]) => Number(b === 'error') - Number(a === 'error'))
  if (entries.length === 0) return null
  return entries
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n')
}
