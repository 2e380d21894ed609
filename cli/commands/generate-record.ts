// Keeps a record of every packet that is made, where the person wants records.
import type { AuditLog } from '../../audit/index.js'
import { recordGeneration, type GenerationRecord } from '../../generator/record.js'
import { accountHere, closeAuditLog, openAuditLog } from '../audit-log.js'
import type { Context } from '../context.js'

export interface Records {
  /** Writes the record and delivers it; one that cannot be delivered is said, and takes nothing from the packet. */
  keep(happened: Omit<GenerationRecord, 'user' | 'client' | 'endedAt'>): Promise<void>
}

/** Throws before any work when records are wanted and there is no target for them: somebody relies on them. */
export async function openRecords(auditConfig: string | undefined, context: Context): Promise<Records> {
  const log: AuditLog | undefined = await openAuditLog(auditConfig, context)
  return {
    async keep(happened) {
      const { user_id: user, client } = accountHere()
      recordGeneration({ ...happened, user, client, endedAt: Date.now() }, log)
      await closeAuditLog(log, context)
    },
  }
}
