// What each archive format gives to assemble.ts: its files as the format states them, before names are judged.
import type { Problem } from './problem.js'
import type { PacketFormat } from './types.js'

/**
 * Content in chunks, valid until the next one is asked for. It ends with the problem that stopped it early, or
 * `undefined` when everything there is was given.
 */
export type ChunkStream = AsyncGenerator<Buffer, Problem | undefined, void>

/** One file of a container. Its problems name no entry yet: the name is decided over all entries. */
export interface ContainerEntry {
  readonly rawName: string
  readonly sizeBytes: number | undefined
  readonly compressedBytes: number | undefined
  readonly crc32: number | undefined
  readonly modifiedAt: string | undefined
  /** As in `PacketEntry`. */
  readonly damage: Problem | undefined
  readonly readable: boolean
  /** Further problems that do not hinder reading. */
  readonly notes: readonly Problem[]
  /** Starts a read; not called when `readable` is false. */
  open(): ChunkStream
}

/** An opened archive, directory or set of buffers. */
export interface Container {
  readonly format: PacketFormat
  readonly sizeBytes: number
  readonly entries: readonly ContainerEntry[]
  readonly problems: readonly Problem[]
  sha256(): Promise<string>
  close(): Promise<void>
}

/** For entries of which nothing can be read. */
// eslint-disable-next-line @typescript-eslint/require-await
export async function* nothingToRead(problem: Problem | undefined): ChunkStream {
  return problem
}
