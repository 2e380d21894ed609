// jobs.yaml: the newest runs of the jobs that matter; and the same lists as support_packet.yaml has them.
import type { YamlMap } from '../../encode/yaml-value.js'
import { isAtLeast } from '../versions.js'
import { goTime } from './go-time.js'

/** A row of the table; times in epoch milliseconds, 0 for never. */
export interface Job {
  readonly id: string
  readonly type: string
  readonly priority: number
  readonly createAt: number
  readonly startAt: number
  readonly lastActivityAt: number
  readonly status: string
  readonly progress: number
  readonly data: Readonly<Record<string, string>>
}

export type JobList =
  | 'ldap_sync_jobs'
  | 'data_retention_jobs'
  | 'message_export_jobs'
  | 'elastic_post_indexing_jobs'
  | 'elastic_post_aggregation_jobs'
  | 'bleve_post_indexin_jobs'
  | 'migration_jobs'

/** The type that each list has in the table. */
export const jobTypes: Readonly<Record<JobList, string>> = {
  ldap_sync_jobs: 'ldap_sync',
  data_retention_jobs: 'data_retention',
  message_export_jobs: 'message_export',
  elastic_post_indexing_jobs: 'elasticsearch_post_indexing',
  elastic_post_aggregation_jobs: 'elasticsearch_post_aggregation',
  bleve_post_indexin_jobs: 'bleve_post_indexing',
  migration_jobs: 'migrations',
}

/** The lists of a version's jobs.yaml, in order. */
export function jobLists(version: string): readonly JobList[] {
  const lists = Object.keys(jobTypes) as JobList[]
  return isAtLeast(version, '11.0') ? lists.filter(list => list !== 'bleve_post_indexin_jobs') : lists
}

export type Jobs = Readonly<Partial<Record<JobList, readonly Job[]>>>

/** A list that could not be had is left out. */
export function jobsDocument(jobs: Jobs, version: string): YamlMap {
  return Object.fromEntries(jobLists(version).map(list => [list, jobs[list]?.map(jobItem)]))
}

function jobItem(job: Job): YamlMap {
  return {
    id: job.id,
    type: job.type,
    priority: job.priority,
    create_at: goTime(job.createAt),
    start_at: goTime(job.startAt),
    last_activity_at: goTime(job.lastActivityAt),
    status: job.status,
    progress: job.progress,
    data: sortedData(job),
  }
}

/** As support_packet.yaml has it: names without underscores, times as numbers. */
export function oldJobItem(job: Job): YamlMap {
  return {
    id: job.id,
    type: job.type,
    priority: job.priority,
    createat: job.createAt,
    startat: job.startAt,
    lastactivityat: job.lastActivityAt,
    status: job.status,
    progress: job.progress,
    data: sortedData(job),
  }
}

const sortedData = ({ data }: Job): YamlMap =>
  Object.fromEntries(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1)))
