// The audit record: who did what, from where, and whether it worked. One JSON object a line, the same in servers since 7.x:
//   {"timestamp":"2026-11-21 08:36:07.639 Z","event_name":"login","status":"fail",
//    "actor":{"user_id":"","session_id":"","client":"","ip_address":"127.0.0.1","x_forwarded_for":""},
//    "event":{"parameters":{"login_id":"user021"},"prior_state":{},"resulting_state":{},"object_type":""},
//    "meta":{"api_path":"/api/v4/users/login","cluster_id":""},"error":{"description":"…","status_code":401}}
// Nothing vouches for what stands in it: each part is read for itself, and what has another type is absent.

export type AuditStatus = 'success' | 'fail' | 'attempt' | (string & {})

export interface AuditActor {
  /** `undefined` before login; `uid:name` for the command line. */
  readonly userId: string | undefined
  readonly sessionId: string | undefined
  readonly client: string | undefined
  readonly ipAddress: string | undefined
  /** As the proxy says it; since 9.1. */
  readonly forwardedFor: string | undefined
}

export interface AuditEvent {
  readonly parameters: JsonObject
  readonly priorState: JsonObject
  readonly resultingState: JsonObject
  readonly objectType: string | undefined
}

export interface AuditError {
  readonly description: string | undefined
  readonly statusCode: number | undefined
}

export interface AuditRecord {
  readonly eventName: string
  readonly status: AuditStatus
  readonly actor: AuditActor
  readonly event: AuditEvent
  readonly meta: JsonObject
  readonly error: AuditError
}

export type JsonObject = Readonly<Record<string, unknown>>

const nothing: JsonObject = Object.freeze({})

/** A record from the texts of its fields, where nested JSON is text. `undefined` when it names no event. */
export function auditRecord(field: (name: string) => string | undefined): AuditRecord | undefined {
  const eventName = field('event_name')
  if (eventName === undefined || eventName === '') return undefined
  return {
    eventName,
    status: field('status') ?? '',
    actor: auditActor(field('actor')),
    event: auditEvent(field('event')),
    meta: jsonObject(field('meta')),
    error: auditError(field('error')),
  }
}

export function auditActor(json: string | undefined): AuditActor {
  const actor = jsonObject(json)
  return {
    userId: textOf(actor.user_id),
    sessionId: textOf(actor.session_id),
    client: textOf(actor.client),
    ipAddress: textOf(actor.ip_address),
    forwardedFor: textOf(actor.x_forwarded_for),
  }
}

export function auditEvent(json: string | undefined): AuditEvent {
  const event = jsonObject(json)
  return {
    parameters: asObject(event.parameters),
    priorState: asObject(event.prior_state),
    resultingState: asObject(event.resulting_state),
    objectType: textOf(event.object_type),
  }
}

export function auditError(json: string | undefined): AuditError {
  const error = jsonObject(json)
  const code = error.status_code
  return {
    description: textOf(error.description),
    statusCode: typeof code === 'number' && Number.isInteger(code) ? code : undefined,
  }
}

/** Empty for what is no JSON object, such as text that was cut. */
export function jsonObject(json: string | undefined): JsonObject {
  if (json === undefined || !json.startsWith('{') || json === '{}') return nothing
  try {
    return asObject(JSON.parse(json))
  } catch {
    return nothing
  }
}

export function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : nothing
}

/** Text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
