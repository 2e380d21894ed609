// Runs of background jobs, as jobs.yaml (10.5 and later) and support_packet.yaml (before) list them, in one form.
import type { FromShape } from './shape.js'
import { isMap } from './shape.js'

/** A run in either spelling. Old lists count epoch milliseconds, new ones write RFC 3339 in the server's zone. */
export const jobShape = {
  id: 'string',
  /** ldap_sync, data_retention, message_export, elasticsearch_post_indexing, …, migrations. */
  type: 'string',
  priority: 'number',
  /** pending, in_progress, success, error, cancel_requested, canceled, warning. */
  status: 'string',
  /** Percent; -1 and, for a finished migration, 0 occur. */
  progress: 'number',
  data: { '*': 'unknown' },
  create_at: 'unknown',
  start_at: 'unknown',
  last_activity_at: 'unknown',
  createat: 'unknown',
  startat: 'unknown',
  lastactivityat: 'unknown',
} as const

/** A run. Times as RFC 3339 text and in epoch milliseconds; a job that never started has no `start_at_ms`. */
export interface Job {
  readonly id?: string
  readonly type?: string
  readonly priority?: number
  readonly status?: string
  readonly progress?: number
  readonly data?: Readonly<Record<string, unknown>>
  readonly create_at?: string
  readonly create_at_ms?: number
  readonly start_at?: string
  readonly start_at_ms?: number
  readonly last_activity_at?: string
  readonly last_activity_at_ms?: number
}

/** Key of a time now, and in packets before 10.5. */
const timeKeys: readonly (readonly [string, string])[] = [
  ['create_at', 'createat'],
  ['start_at', 'startat'],
  ['last_activity_at', 'lastactivityat'],
]

/** One run in the new form. */
export function normaliseJob(job: FromShape<typeof jobShape>): Job {
  const known: Readonly<Record<string, unknown>> = isMap(job) ? job : {}
  const isTime = new Set(timeKeys.flat())
  const others = Object.entries(known).filter(([key]) => !isTime.has(key))
  const times = timeKeys.flatMap(([key, oldKey]) => timeFields(key, known[key] ?? known[oldKey]))
  return Object.fromEntries([...others, ...times])
}

/** Key of a time in the file, for a key of the normalised run. */
export function timeKeyInFile(key: string | number, rawJob: unknown): string | number {
  const base = String(key).replace(/_ms$/, '')
  const pair = timeKeys.find(([name]) => name === base)
  if (pair === undefined) return key
  return isMap(rawJob) && Object.hasOwn(rawJob, pair[1]) ? pair[1] : pair[0]
}

function timeFields(key: string, value: unknown): (readonly [string, unknown])[] {
  const text = timeText(value)
  const ms = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN
  // 0 is how the server writes "not yet".
  const known = Number.isFinite(ms) && ms > 0
  return [
    ...(text === undefined ? [] : [[key, text] as const]),
    ...(known ? [[`${key}_ms`, ms] as const] : []),
  ]
}

function timeText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value !== 'number' || Math.abs(value) > 8.64e15) return undefined
  return new Date(value).toISOString()
}
