// Entries that share bytes: how a small zip can hold petabytes. Sound writers never do this.
import { packetProblem } from '../problem-codes.js'
import type { ZipRecord } from './zip-entry.js'

/** Adds a note to each entry whose bytes an earlier one claims too. Reading them is bounded like everything else. */
export function noteOverlaps(records: readonly ZipRecord[]): readonly ZipRecord[] {
  const inOrder = [...records].sort((a, b) => a.headerStart - b.headerStart)
  const overlapped = new Map<ZipRecord, ZipRecord>()
  let furthest: ZipRecord | undefined
  for (const record of inOrder) {
    if (furthest !== undefined && record.headerStart < endOf(furthest)) overlapped.set(record, furthest)
    if (furthest === undefined || endOf(record) > endOf(furthest)) furthest = record
  }
  if (overlapped.size === 0) return records
  return records.map(record => noted(record, overlapped.get(record)))
}

function endOf({ data, headerStart }: ZipRecord): number {
  return data?.end ?? headerStart
}

function noted(record: ZipRecord, other: ZipRecord | undefined): ZipRecord {
  if (other === undefined) return record
  const message = 'The entry lies inside the data of another entry.'
  return {
    ...record,
    notes: [...record.notes, packetProblem('ENTRY_OVERLAPS', message, { found: other.name })],
  }
}
