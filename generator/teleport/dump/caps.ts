// Limits of a dump: bytes of one entry, bytes of all. Counted before packing, since that is known while agents still send.

export interface Caps {
  readonly entryBytes: number
  readonly totalBytes: number
}

export const defaultCaps: Caps = { entryBytes: 256 * 1024 * 1024, totalBytes: 4 * 1024 * 1024 * 1024 }

/** What is left of the total, shared by all who write at once. */
export interface Budget {
  /** Takes up to so many bytes; gives how many it got. */
  take(bytes: number): number
  giveBack(bytes: number): void
}

export function createBudget(totalBytes: number): Budget {
  let left = totalBytes
  return {
    take(bytes) {
      const got = Math.max(0, Math.min(bytes, left))
      left -= got
      return got
    },
    giveBack(bytes) {
      left += bytes
    },
  }
}
