// support_packet.yaml (Mattermost 5.33 to 10.4): counts, state and jobs in one flat map, with the typos of its time.
//
//   server_os: linux
//   database_schema_version: "128"
//   file_status: OK
//   bleve_post_indexin_jobs: []
//   migration_jobs:
//   - id: batf88uc6i8uxfh8oowy5jmwsa
//     createat: 1795249096017
import { jobShape } from './job-list.js'
import type { Job } from './job-list.js'
import { jobPathInFile, listName, normaliseJobs } from './jobs.js'
import { yamlParser } from './parser.js'
import type { Finished } from './parser.js'
import type { FromShape } from './shape.js'
import type { Locate } from './types.js'

const jobs = [jobShape] as const

const jobLists = {
  data_retention_jobs: jobs,
  message_export_jobs: jobs,
  elastic_post_indexing_jobs: jobs,
  elastic_post_aggregation_jobs: jobs,
  /** As the server spells it; here `bleve_post_indexing_jobs`. */
  bleve_post_indexin_jobs: jobs,
  bleve_post_indexing_jobs: jobs,
  ldap_sync_jobs: jobs,
  migration_jobs: jobs,
  /** 7.10 to 9.7. */
  compliance_jobs: jobs,
} as const

const scalars = {
  server_os: 'string',
  server_architecture: 'string',
  /** Since 7.0. */
  server_version: 'string',
  build_hash: 'string',
  /** postgres or mysql. */
  database_type: 'string',
  /** Version of the engine; before 7.10 the number of the schema. */
  database_version: 'string',
  database_schema_version: 'string',
  websocket_connections: 'number',
  /** Open connections of the node that made the packet. */
  master_db_connections: 'number',
  read_db_connections: 'number',
  cluster_id: 'string',
  file_driver: 'string',
  /** `OK`, or `FAIL: ` and the reason. */
  file_status: 'string',
  ldap_vendor_name: 'string',
  ldap_vendor_version: 'string',
  elastic_server_version: 'string',
  elastic_server_plugins: ['string'],
  license_to: 'string',
  license_supported_users: 'number',
  /** Text "true" in 9.3 to 9.7; a boolean here. */
  license_is_trial: 'unknown',
  active_users: 'number',
  daily_active_users: 'number',
  monthly_active_users: 'number',
  inactive_user_count: 'number',
  total_posts: 'number',
  total_channels: 'number',
  total_teams: 'number',
} as const

const shape = { ...scalars, ...jobLists } as const

/** The flat map with `license_is_trial` as a boolean and job lists in the form of jobs.yaml. */
export type SupportPacketYaml = Omit<FromShape<typeof scalars>, 'license_is_trial'> & {
  readonly license_is_trial?: boolean
} & { readonly [List in `${string}_jobs`]?: readonly Job[] }

export const parseSupportPacket = yamlParser(shape, finish)

function finish(value: FromShape<typeof shape>, _locate: Locate, raw: unknown): Finished<SupportPacketYaml> {
  const fields = Object.entries(value).flatMap(([key, inner]) => {
    if (Object.hasOwn(jobLists, key)) return [[listName(key), normaliseJobs(inner as JobList)] as const]
    if (key === 'license_is_trial') return isTrial(inner)
    return [[key, inner] as const]
  })
  return {
    value: Object.fromEntries(fields) as SupportPacketYaml,
    pathInFile: path => jobPathInFile(raw, path),
  }
}

type JobList = readonly FromShape<typeof jobShape>[]

function isTrial(value: unknown): (readonly [string, boolean])[] {
  if (value !== true && value !== false && value !== 'true' && value !== 'false') return []
  return [['license_is_trial', value === true || value === 'true']]
}
