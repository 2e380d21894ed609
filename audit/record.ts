// The audit record: who did what, and whether it worked. Its keys, their order and their types are those of Mattermost servers:
//   {"timestamp":"2026-11-21 08:36:07.639 Z","level":"audit-api","msg":"","event_name":"generateSupportPacket","status":"success",
//    "actor":{"user_id":"…","session_id":"…","client":"…","ip_address":"127.0.0.1","x_forwarded_for":""},
//    "event":{"parameters":{},"prior_state":{},"resulting_state":{},"object_type":""},
//    "meta":{"api_path":"/api/v4/system/support_packet","cluster_id":"","include_logs":true},"error":{}}
import type { LevelName } from './levels.js'

export type JsonObject = Readonly<Record<string, unknown>>

/** `attempt`: it began, and what came of it is in another record. */
export type AuditStatus = 'success' | 'fail' | 'attempt'

/** Texts are empty where they are not known, as servers write them. */
export interface AuditActor {
  readonly user_id: string
  readonly session_id: string
  readonly client: string
  readonly ip_address: string
  readonly x_forwarded_for: string
}

export interface AuditEvent {
  readonly parameters: JsonObject
  readonly prior_state: JsonObject
  readonly resulting_state: JsonObject
  readonly object_type: string
}

export interface AuditError {
  readonly description?: string
  readonly status_code?: number
}

export interface AuditRecord {
  /** Milliseconds since 1970; absent: when it is logged. */
  readonly timeMs?: number
  readonly level: LevelName
  readonly event_name: string
  readonly status: AuditStatus
  readonly actor: AuditActor
  readonly event: AuditEvent
  readonly meta: JsonObject
  readonly error: AuditError
}

/** What a record needs to be told; everything else is empty. */
export interface RecordParts {
  readonly timeMs?: number
  /** Default: `audit-api`. */
  readonly level?: LevelName
  readonly event: string
  readonly status: AuditStatus
  readonly actor?: Partial<AuditActor>
  readonly parameters?: JsonObject
  readonly priorState?: JsonObject
  readonly resultingState?: JsonObject
  readonly objectType?: string
  readonly meta?: JsonObject
  readonly error?: AuditError
}

const nobody: AuditActor = { user_id: '', session_id: '', client: '', ip_address: '', x_forwarded_for: '' }

/** A record with all the parts that servers write. */
export function recordOf(parts: RecordParts): AuditRecord {
  return {
    ...(parts.timeMs === undefined ? {} : { timeMs: parts.timeMs }),
    level: parts.level ?? 'audit-api',
    event_name: parts.event,
    status: parts.status,
    actor: { ...nobody, ...parts.actor },
    event: {
      parameters: parts.parameters ?? {},
      prior_state: parts.priorState ?? {},
      resulting_state: parts.resultingState ?? {},
      object_type: parts.objectType ?? '',
    },
    meta: { api_path: '', cluster_id: '', ...parts.meta },
    error: parts.error ?? {},
  }
}
