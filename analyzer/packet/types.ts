// What an opened packet is to the later stages: entries with names and sizes, and a way to stream one. No parsing here.
import type { Problem } from './problem.js'

/** The container, found by content and never by file name. `memory` is a set of named buffers (tests, library use). */
export type PacketFormat = 'zip' | 'tar' | 'tar.gz' | 'directory' | 'memory'

/** One file inside the packet. Directories are not entries. */
export interface PacketEntry {
  /** Position in the archive; unique also where names are not. */
  readonly index: number
  /** Cleaned name: `/` separators, no leading `/` or `./`, without the folder the whole packet may lie in. */
  readonly name: string
  /** The name exactly as the archive has it (decoded; undecodable bytes as U+FFFD). Differs only where `name` was cleaned. */
  readonly rawName: string
  /** Uncompressed bytes as the archive declares them; `undefined` when it does not say (salvaged entries). */
  readonly sizeBytes: number | undefined
  /** Bytes the entry occupies in the archive; equals `sizeBytes` where nothing is compressed. */
  readonly compressedBytes: number | undefined
  /** ISO 8601 modification time where the archive has one; a DOS date without a zone has no `Z`. */
  readonly modifiedAt: string | undefined
  /**
   * Why the content cannot be read in full, known before reading: encrypted, unsupported method, a link, an unsafe
   * name, beyond a limit, cut off. The entry is still listed. `undefined` for an entry that looks sound.
   */
  readonly damage: Problem | undefined
  /** False when nothing at all can be read from it (encrypted, link, unsupported); true for a cut one. */
  readonly readable: boolean
}

/** How a read ended. A damaged entry is `partial`, and every chunk before the damage was delivered. */
export type ReadOutcome =
  | { readonly kind: 'complete'; readonly sizeBytes: number }
  | { readonly kind: 'stopped'; readonly sizeBytes: number }
  | { readonly kind: 'partial'; readonly sizeBytes: number; readonly problem: Problem }

/** Receives decompressed bytes, valid only during the call (copy to keep). Return `false` to stop reading. */
export type ChunkSink = (chunk: Buffer) => void | false | Promise<void | false>

/** An opened packet. Reading is bounded by the limits it was opened with; nothing is extracted to disk by itself. */
export interface Packet {
  /** What the user named: a path, `-`, or a path and the nested archive in it (`outer.zip!inner.zip`). */
  readonly source: string
  readonly format: PacketFormat
  /** Bytes of the archive file; for a directory the sum over its files. */
  readonly sizeBytes: number
  /** Folder all entries were found in and that `name` leaves out, with trailing `/`; `''` when there is none. */
  readonly prefix: string
  readonly entries: readonly PacketEntry[]
  /** Problems found while opening, the `damage` of every entry among them. Those of reading come back from `read`. */
  readonly problems: readonly Problem[]
  /**
   * Lower-case hex SHA-256 of the archive bytes; of a directory or memory packet, of its sorted names and contents.
   * Reads everything once on the first call, then remembers it.
   */
  sha256(): Promise<string>
  /**
   * Streams one entry, decompressed, in chunks of up to 1 MiB; several reads may run at once. Verifies size and CRC-32.
   * Never throws for a damaged packet; throws only what `onChunk` throws.
   */
  read(entry: PacketEntry, onChunk: ChunkSink): Promise<ReadOutcome>
  /** Releases files and temporary data. Safe to call twice. */
  close(): Promise<void>
}

/** What opening gives. `unreadable` means exit code 2: nothing in it could be read as a packet. */
export type Opened =
  | { readonly kind: 'ok'; readonly packet: Packet }
  | { readonly kind: 'unreadable'; readonly source: string; readonly problem: Problem }

/** An entry whole in memory, for kinds that need it whole. `problem` is set when `bytes` is only a part. */
export interface EntryBytes {
  readonly bytes: Buffer
  readonly problem: Problem | undefined
}
