// Records of what is done with support packets. Event names follow the server's `generateSupportPacket`.
import type { AuditLevelName } from './levels.js'
import type { AuditActor, AuditRecord, AuditStatus, JsonObject } from './record.js'
import { recordOf } from './record.js'

export type PacketAction = 'generate' | 'open' | 'delete' | 'sanitize'

const eventNames: Readonly<Record<PacketAction, string>> = {
  generate: 'generateSupportPacket',
  open: 'openSupportPacket',
  delete: 'deleteSupportPacket',
  sanitize: 'sanitizeSupportPacket',
}

export interface PacketEvent {
  readonly action: PacketAction
  readonly status: AuditStatus
  readonly timeMs?: number
  /** `audit-api` (default) for what a page asked for, `audit-cli` for a command. */
  readonly level?: AuditLevelName
  readonly actor?: Partial<AuditActor>
  /** Name of the packet's file, as the person knows it; of packets that are made, of the new one. */
  readonly fileName?: string
  /** Of a copy: the name of the packet that it was made from. */
  readonly sourceFileName?: string
  /** Of the whole file, in lower-case hexadecimal digits. */
  readonly sha256?: string
  readonly sizeBytes?: number
  /** Of packets that are made: whether logs were included. */
  readonly includeLogs?: boolean
  /** Of packets that are made: plugins whose packets were included. */
  readonly pluginPackets?: readonly string[]
  /** Of a copy without secrets: how many values were masked, by entry. */
  readonly maskedValues?: Readonly<Record<string, number>>
  readonly apiPath?: string
  /** Why it failed. */
  readonly reason?: string
  readonly statusCode?: number
}

/** As in servers: `filename` only when there is a file, that is on success, and what was asked for in `meta`. */
export function recordOfPacket(happened: PacketEvent): AuditRecord {
  return recordOf({
    event: eventNames[happened.action],
    status: happened.status,
    objectType: 'support_packet',
    ...pick(happened, ['timeMs', 'level', 'actor']),
    meta: metaOf(happened),
    error: present({ description: happened.reason, status_code: happened.statusCode }),
  })
}

function metaOf({
  apiPath,
  fileName,
  sourceFileName,
  includeLogs,
  pluginPackets,
  maskedValues,
  sha256,
  sizeBytes,
}: PacketEvent): JsonObject {
  return present({
    api_path: apiPath,
    filename: fileName,
    source_filename: sourceFileName,
    include_logs: includeLogs,
    plugin_packets: pluginPackets,
    masked_values: maskedValues,
    sha256,
    size_bytes: sizeBytes,
  })
}

/** The object without what is absent. */
function present<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

function pick<T extends object, K extends keyof T>(object: T, keys: readonly K[]) {
  return present(Object.fromEntries(keys.map(key => [key, object[key]])) as Pick<T, K>)
}
