// What is remembered of every packet that is made: who, when, from what, what went in, how it ended. The one door to audit records.
import { recordOfPacket, type AuditLog } from '../audit/index.js'

/** One generation, finished or given up. */
export interface GenerationRecord {
  /** Who started it: the account on this machine, as `1000:ann`. */
  readonly user: string
  /** Program that did it, with its version. */
  readonly client: string
  /** Epoch milliseconds. */
  readonly endedAt: number
  readonly status: 'success' | 'fail' | 'cancelled'
  readonly includeLogs: boolean
  readonly pluginPackets: readonly string[]
  /** Absent when there is none. */
  readonly fileName?: string
  readonly sizeBytes?: number
  /** Why it failed, in one sentence; never with a secret. */
  readonly error?: string
}

/** Hands the record to the targets of the log; neither waits nor throws. Without a log nothing is kept. */
export function recordGeneration(record: GenerationRecord, log: Pick<AuditLog, 'log'> | undefined): void {
  const { fileName, sizeBytes } = record
  const reason = record.status === 'cancelled' ? 'cancelled' : record.error
  log?.log(
    recordOfPacket({
      action: 'generate',
      status: record.status === 'success' ? 'success' : 'fail',
      timeMs: record.endedAt,
      level: 'audit-cli',
      actor: { user_id: record.user, client: record.client },
      includeLogs: record.includeLogs,
      pluginPackets: record.pluginPackets,
      ...(fileName === undefined ? {} : { fileName }),
      ...(sizeBytes === undefined ? {} : { sizeBytes }),
      ...(reason === undefined ? {} : { reason }),
    }),
  )
}
