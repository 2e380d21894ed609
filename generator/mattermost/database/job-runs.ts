// The newest runs of the jobs that packets tell of.
import { jobTypes, type Job, type JobList, type Jobs } from '../documents/jobs.js'
import { databaseReason, type Query } from './connect.js'

const runs = 5

interface Row {
  readonly id: string
  readonly type: string
  readonly priority: string | null
  readonly createat: string | null
  readonly startat: string | null
  readonly lastactivityat: string | null
  readonly status: string | null
  readonly progress: string | null
  readonly data: unknown
}

export interface JobRuns {
  readonly jobs: Jobs
  readonly errors: readonly string[]
}

export async function readJobs(query: Query, lists: readonly JobList[]): Promise<JobRuns> {
  const jobs: Partial<Record<JobList, readonly Job[]>> = {}
  const errors: string[] = []
  for (const list of lists) {
    try {
      const rows = await query<Row>(
        `SELECT id, type, priority, createat, startat, lastactivityat, status, progress, data
         FROM jobs WHERE type = $1 ORDER BY createat DESC LIMIT ${runs}`,
        [jobTypes[list]],
      )
      jobs[list] = rows.map(jobOf)
    } catch (error) {
      errors.push(`error while getting ${list.replaceAll('_', ' ')}: ${databaseReason(error)}`)
    }
  }
  return { jobs, errors }
}

function jobOf(row: Row): Job {
  return {
    id: row.id,
    type: row.type,
    priority: Number(row.priority ?? 0),
    createAt: Number(row.createat ?? 0),
    startAt: Number(row.startat ?? 0),
    lastActivityAt: Number(row.lastactivityat ?? 0),
    status: row.status ?? '',
    progress: Number(row.progress ?? 0),
    data: dataOf(row.data),
  }
}

/** A map of texts; stored as JSON. */
function dataOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, typeof item === 'string' ? item : JSON.stringify(item)]),
  )
}
