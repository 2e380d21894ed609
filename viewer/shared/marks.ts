// What a person noted of findings: kept by the hash of the packet, on this machine only.
import type { PacketId } from './wire.js'

export type MarkState = 'seen' | 'dismissed'

export interface Mark {
  readonly state: MarkState
  /** Empty when nothing was noted. */
  readonly note: string
  /** ISO 8601 in UTC: when it was marked. */
  readonly at: string
}

/** By the fingerprint of the finding. */
export type Marks = Readonly<Record<string, Mark>>

export interface MarkFile {
  readonly marks: Marks
}

/** Without a state the mark is taken away. */
export interface MarkChange {
  readonly fingerprint: string
  readonly state?: MarkState
  readonly note?: string
}

/** Characters. */
export const longestNote = 4000

export const markPaths = {
  marks: (id: PacketId) => `/api/packets/${encodeURIComponent(id)}/marks`,
  file: (id: PacketId) => `/api/packets/${encodeURIComponent(id)}/marks/file`,
} as const
