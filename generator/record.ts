// What is remembered of every packet that is made: who, when, from what, what went in, how it ended. The one door to audit records.

/** One generation, finished or given up. */
export interface GenerationRecord {
  /** Who started it: the account on this machine. */
  readonly user: string
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly endedAt: number
  readonly status: 'success' | 'fail' | 'cancelled'
  /** What it was made from. */
  readonly source: 'server' | 'installation' | 'packets'
  /** Site URL or directory; never with user names or passwords. */
  readonly origin: string
  readonly includeLogs: boolean
  readonly pluginPackets: readonly string[]
  /** Absent when there is none. */
  readonly fileName?: string
  readonly sizeBytes?: number
  /** How many values that looked like secrets were masked; absent when nothing was looked at. */
  readonly maskedValues?: number
  /** Why it failed, in one sentence. */
  readonly error?: string
}

export type RecordSink = (record: GenerationRecord) => Promise<void>

/** Hands the record to where records go. Without a sink nothing is kept. */
export async function recordGeneration(
  record: GenerationRecord,
  sink: RecordSink | undefined,
): Promise<void> {
  await sink?.(record)
}
