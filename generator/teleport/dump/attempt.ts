// What was tried for a dump and how it ended: the rows of report.txt and manifest.json.

export type Scope = 'node' | 'objects' | 'kube' | 'cluster'

/**
 * `denied`: rights are missing, which is an answer. `absent`: there is no such thing here, which is one too. `cut`: a
 * part of it is in the dump. `skipped`: not asked for, or not reached before the end.
 */
export type AttemptOutcome = 'succeeded' | 'failed' | 'denied' | 'absent' | 'cut' | 'skipped'

export interface Attempt {
  readonly scope: Scope
  /** Host name of the process, else its UUID or address: whatever is known. */
  readonly node?: string
  /** What a person calls it: `configuration`, `journal as JSON`, `tctl get role`. */
  readonly what: string
  /** Where it lies in the dump; absent when nothing of it does. */
  readonly entry?: string
  readonly outcome: AttemptOutcome
  /** Why it is not `succeeded`, in a few words; without control characters. */
  readonly reason?: string
  readonly ms: number
  /** Bytes in the dump, uncompressed. */
  readonly bytes: number
  /** Bytes that the host has, where that is known and it is more. */
  readonly originalBytes?: number
}
