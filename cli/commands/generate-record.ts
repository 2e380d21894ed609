// Keeps a record of every packet that was made, where the person wants it kept.
import { recordGeneration, type GenerationRecord } from '../../generator/record.js'
import type { Context } from '../context.js'

/** A record that cannot be kept is said, and takes nothing from the packet. */
export async function keepRecord(
  record: GenerationRecord,
  auditConfig: string | undefined,
  context: Context,
): Promise<void> {
  if (auditConfig === undefined) return
  try {
    await recordGeneration(record, undefined)
  } catch (error) {
    await context.note(`The record of this packet could not be kept: ${String(error)}`)
  }
}
