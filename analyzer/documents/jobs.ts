// jobs.yaml (Mattermost 10.5 and later): the newest five runs of each kind of background job, newest first.
//
//   ldap_sync_jobs: []
//   migration_jobs:
//   - id: ypbwncgj6p8h7eai7z614oy9da
//     type: migrations
//     create_at: "2026-11-21T08:26:21.54Z"
//     status: success
//     data:
//       migration_key: migration_advanced_permissions_phase_2
import { jobShape, normaliseJob, timeKeyInFile } from './job-list.js'
import type { Job } from './job-list.js'
import { yamlParser } from './parser.js'
import type { Finished } from './parser.js'
import type { FromShape } from './shape.js'
import { valueAt } from './shape.js'
import type { Locate, ValuePath } from './types.js'

/** Known lists: ldap_sync_jobs, data_retention_jobs, message_export_jobs, elastic_post_indexing_jobs, … */
const shape = { '*': [jobShape] } as const

/**
 * List name → runs. The list `bleve_post_indexin_jobs` (until 10.12) really lacks its g; it is `bleve_post_indexing_jobs`
 * here.
 */
export type Jobs = Readonly<Record<string, readonly Job[]>>

const typo = { inFile: 'bleve_post_indexin_jobs', here: 'bleve_post_indexing_jobs' }

export const parseJobs = yamlParser(shape, finish)

function finish(value: FromShape<typeof shape>, _locate: Locate, raw: unknown): Finished<Jobs> {
  const lists = Object.entries(value).map(([name, list]) => [listName(name), normaliseJobs(list)] as const)
  return { value: Object.fromEntries(lists), pathInFile: path => jobPathInFile(raw, path) }
}

/** The right spelling of a list's name. */
export function listName(name: string): string {
  return name === typo.inFile ? typo.here : name
}

/** Runs in the new form; an item that is no run is an empty one, so that indexes stay those of the file. */
export function normaliseJobs(list: readonly FromShape<typeof jobShape>[]): readonly Job[] {
  return list.map(normaliseJob)
}

/** `['migration_jobs', 0, 'create_at_ms']` → the path of the same value in the file. */
export function jobPathInFile(raw: unknown, path: ValuePath): ValuePath {
  const [list, index, key, ...rest] = path
  if (list === undefined) return path
  const inFile = list === typo.here && valueAt(raw, [typo.inFile]) !== undefined ? typo.inFile : list
  if (index === undefined) return [inFile]
  if (key === undefined) return [inFile, index]
  return [inFile, index, timeKeyInFile(key, valueAt(raw, [inFile, index])), ...rest]
}
