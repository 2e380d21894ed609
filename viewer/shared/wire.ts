// What the viewer's server and page say to each other: JSON over /api/, and the one place that spells its addresses.
import type { Analysis } from '../../analyzer/index.js'

import type { MakeJob } from './make.js'

export type { Analysis }

/** Lower-case hex SHA-256 of the packet; `unopened-N` for a file that is no packet. Part of page addresses. */
export type PacketId = string

/** One row of the list of packets. `hasEarly`: what can be said without the logs is there already. */
export type PacketSummary =
  | (SummaryCommon & { readonly state: 'analyzing'; readonly read?: ReadSoFar; readonly hasEarly?: true })
  | (SummaryCommon & { readonly state: 'ready'; readonly verdict: string; readonly headline: Headline })
  | (SummaryCommon & { readonly state: 'failed'; readonly reason: string })

interface SummaryCommon {
  readonly id: PacketId
  /** File name or path, as a person named it. */
  readonly source: string
  readonly sizeBytes?: number
}

/** Bytes of logs read so far; `totalBytes` is absent when the archive does not say. */
export interface ReadSoFar {
  readonly doneBytes: number
  readonly totalBytes?: number
}

/** What a row says of a packet without loading its analysis. */
export interface Headline {
  readonly product?: string
  readonly serverVersion?: string
  readonly generatedAt?: string
  readonly bySeverity: Analysis['summary']['bySeverity']
}

export interface PacketList {
  readonly packets: readonly PacketSummary[]
  /** Files that are being opened: their ids are not known yet. */
  readonly opening: readonly string[]
  /** Packets that are being made, or were. */
  readonly making: readonly MakeJob[]
}

/** An entry as it can be read; its meaning stands in the analysis. */
export interface EntryRow {
  /** Position in the archive: names may repeat, this does not. */
  readonly index: number
  readonly name: string
  readonly sizeBytes?: number
  readonly readable: boolean
  /** Why it cannot be read in full. */
  readonly damage?: string
}

export interface EntryList {
  readonly entries: readonly EntryRow[]
}

/** One line of an entry. Bytes that are not UTF-8 stand as `\xNN`; other control characters are left as they are. */
export interface TextLine {
  readonly text: string
  /** Bytes of the whole line, when `text` is only its beginning. */
  readonly cutFromBytes?: number
}

/** Part of an entry as lines. `lines[0]` is line `from`. */
export interface LinePage {
  readonly entry: EntryRow
  readonly from: number
  readonly lines: readonly TextLine[]
  /** Lines counted so far; of the whole entry when `complete`. */
  readonly lineCount: number
  readonly complete: boolean
  /** True when the entry holds bytes that no text file has; it is then a matter for download. */
  readonly binary: boolean
  /** How reading ended early, in words. */
  readonly problem?: string
}

export interface ApiFailure {
  readonly error: { readonly code: string; readonly message: string }
}

/** Bounds of one request for lines. */
export const linesPerRequest = 1000
/** Bytes of a line that are sent unless more is asked for. */
export const lineBytesShown = 4096
/** Bytes of a single line that can be asked for; longer ones are a matter for download. */
export const lineBytesMost = 1024 * 1024

export const apiPaths = {
  packets: '/api/packets',
  packet: (id: PacketId) => `/api/packets/${encodeURIComponent(id)}`,
  early: (id: PacketId) => `/api/packets/${encodeURIComponent(id)}/early`,
  entries: (id: PacketId) => `/api/packets/${encodeURIComponent(id)}/entries`,
  lines: (id: PacketId, index: number, from: number, count: number, bytes = lineBytesShown) =>
    `/api/packets/${encodeURIComponent(id)}/entries/${index}/lines?from=${from}&count=${count}` +
    (bytes === lineBytesShown ? '' : `&bytes=${bytes}`),
  raw: (id: PacketId, index: number) => `/api/packets/${encodeURIComponent(id)}/entries/${index}/raw`,
} as const
