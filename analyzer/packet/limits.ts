// The bounds of an opened packet, all in one table with their reasons. A breach is a problem; the rest is still read.
import type { DocumentKind } from './layout-types.js'

export interface Limits {
  /** Entries listed; later ones are not looked at. */
  readonly entries: number
  /** Uncompressed bytes of all entries together. */
  readonly totalBytes: number
  /** Uncompressed bytes of one entry; reading stops there. */
  readonly entryBytes: number
  /** Uncompressed bytes per compressed byte, of one entry. */
  readonly ratio: number
  /** Entries smaller than this may have any ratio. */
  readonly ratioFromBytes: number
  /** Characters of an entry name. */
  readonly nameLength: number
  /** Folders a directory is descended into. */
  readonly depth: number
  /** Archives inside the archive that are opened as packets of their own. */
  readonly nestedPackets: number
  /** Bytes of an entry that may be held in memory whole, where `wholeBytesByKind` says nothing else. */
  readonly wholeBytes: number
  readonly wholeBytesByKind: Readonly<Partial<Record<DocumentKind, number>>>
  /** Bytes of standard input or of a nested archive kept in memory; beyond that they go to a private file. */
  readonly spoolBytes: number
  /** Bytes of standard input or of a nested archive that are accepted at all. */
  readonly streamBytes: number
  /** Bytes of small entries of a .tar.gz kept from the first pass, so that reading one does not inflate all again. */
  readonly keptBytes: number
  /** An entry up to this size is worth keeping from the first pass. */
  readonly keptEntryBytes: number
}

const KiB = 1024
const MiB = 1024 * KiB
const GiB = 1024 * MiB

export const defaultLimits: Limits = {
  // A cluster's packet has 6 + 10 entries a node; a Teleport dump one a resource. 20,000 rows are still quick to list.
  entries: 20_000,
  // Twenty nodes with the 5 GB of logs an administrator forgot to rotate.
  totalBytes: 128 * GiB,
  // Logs are streamed, so size costs time only; beyond this a person should cut the log first.
  entryBytes: 32 * GiB,
  // Logs compress to 1:10 up to 1:60, a log of one repeated line to about 1:150. Deflate ends at 1:1032, where bombs live.
  ratio: 400,
  // Below this a bomb does no harm, and tiny repetitive documents would be suspected for nothing.
  ratioFromBytes: 8 * MiB,
  // Longer than any path a supported system can hold (Linux 4096); longer names are refused, not cut.
  nameLength: 4096,
  // Packets are one to three folders deep. Stops loops that a file system itself may contain.
  depth: 32,
  // An attachment archive with one packet a node or a day.
  nestedPackets: 32,
  // Documents are 1 kB to 2 MB; YAML and JSON trees take about ten times their text.
  wholeBytes: 32 * MiB,
  wholeBytesByKind: {
    // A configuration with every default is 40 kB; 8 MiB is already absurd, and it is parsed with positions.
    config: 8 * MiB,
    metadata: MiB,
    warning: 8 * MiB,
    // Goroutine dumps of a leaking server: 100,000 goroutines with 1 kB of stack each.
    goroutines: 256 * MiB,
    'cpu-profile': 128 * MiB,
    'heap-profile': 128 * MiB,
    // A dump of a few hours of metrics is 1 to 50 MB.
    'tsdb-dump': 512 * MiB,
    // 54,000 nodes are 32 MiB; twice that takes 1.5 GB of memory.
    'teleport-resource': 64 * MiB,
  },
  // A normal packet fits, so nothing is written to disk for it.
  spoolBytes: 64 * MiB,
  // What a temporary directory can be expected to hold.
  streamBytes: 16 * GiB,
  keptBytes: 32 * MiB,
  keptEntryBytes: 2 * MiB,
}

/** How many bytes of an entry of this kind may be in memory at once. */
export function wholeBytesFor(kind: DocumentKind, limits: Limits = defaultLimits): number {
  return limits.wholeBytesByKind[kind] ?? limits.wholeBytes
}

/** Archives smaller than they should be for their content are suspected only beyond this. */
const harmlessBytes = GiB

/**
 * How far an archive of this size may inflate in all. Entries that share their bytes break this although each of them
 * keeps the ratio.
 */
export function mostInflatedBytes(limits: Limits, archiveBytes: number): number {
  return Math.min(limits.totalBytes, Math.max(harmlessBytes, archiveBytes * limits.ratio))
}

export interface OpenOptions {
  /** Replaces single limits. */
  readonly limits?: Partial<Limits>
  /** Where `-` reads from; standard input when absent. */
  readonly input?: AsyncIterable<Uint8Array>
}

/** The limits in force. */
export function limitsFrom(options: OpenOptions | undefined): Limits {
  return { ...defaultLimits, ...options?.limits }
}
