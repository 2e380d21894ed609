// Finds the entries of a zip by the headers before their data: for archives whose list of entries is cut off or damaged.
import { viewOf, type ByteSource } from '../byte-source.js'
import type { Limits } from '../limits.js'
import { packetProblem } from '../problem-codes.js'
import type { Problem } from '../problem.js'
import { readDescriptor } from './data-descriptor.js'
import { descriptorBit, type LocalHeader } from './local-header.js'
import { measureDeflated, type Effort } from './measure.js'
import { deflated } from './methods.js'
import {
  descriptorMark,
  findLocalHeader,
  findMark,
  isDirectoryAt,
  isMarkAt,
  type FoundHeader,
} from './signatures.js'
import { dataDamaged, truncated, type ZipRecord } from './zip-entry.js'

export interface Salvaged {
  readonly records: readonly ZipRecord[]
  readonly problems: readonly Problem[]
}

/** Walks the archive from header to header; where one does not end as it should, goes on at the next that is found. */
export async function salvageZip(source: ByteSource, limits: Limits): Promise<Salvaged> {
  const records: ZipRecord[] = []
  const problems: Problem[] = []
  // Hostile headers could have the same bytes inflated again and again; four times over is more than any damage needs.
  const effort: Effort = { remainingBytes: 4 * source.sizeBytes + 64 * 1024 * 1024 }
  let position = 0
  while (records.length <= limits.entries) {
    const found = await findLocalHeader(source, position)
    if (found === undefined) break
    if (found.at > position && records.length > 0 && !(await isDirectoryAt(source, position))) {
      problems.push(lostBytes(position, found.at))
    }
    const extent = await extentOf({ source, limits, effort }, found)
    records.push(recordOf(found, extent))
    position = extent.next
  }
  return { records, problems }
}

function lostBytes(from: number, to: number): Problem {
  const message = `${to - from} bytes between two entries belong to neither; reading went on behind them.`
  return packetProblem('ARCHIVE_DATA_DAMAGED', message, { found: `bytes ${from} to ${to}` })
}

interface Salvage {
  readonly source: ByteSource
  readonly limits: Limits
  readonly effort: Effort
}

/** Where the data of an entry was found to lie, and what it should be. */
interface Extent {
  readonly start: number
  readonly end: number
  /** Where to look for the next header. */
  readonly next: number
  readonly crc32: number | undefined
  readonly sizeBytes: number | undefined
  readonly damage: Problem | undefined
}

function recordOf({ at, header }: FoundHeader, { start, end, crc32, sizeBytes, damage }: Extent): ZipRecord {
  const { name, flags, method, dosDate, dosTime, extraFields } = header
  const known = {
    name,
    flags,
    method,
    dosDate,
    dosTime,
    extraFields,
    unixMode: 0,
    headerStart: at,
    notes: [],
  }
  return { ...known, crc32, sizeBytes, compressedBytes: end - start, data: { start, end }, damage }
}

async function extentOf(salvage: Salvage, { at, header }: FoundHeader): Promise<Extent> {
  const start = at + header.lengthBytes
  const stated = await statedExtent(salvage.source, header, start)
  if (stated !== undefined) return stated
  if (header.method === deflated) return measuredExtent(salvage, header, start)
  return hasSizes(header) ? cutExtent(salvage.source, header, start) : searchedExtent(salvage, start)
}

function hasSizes({ flags, compressedBytes }: LocalHeader): boolean {
  return (flags & descriptorBit) === 0 || compressedBytes > 0
}

/** By the sizes in the header itself, when another part of the archive follows where they say. */
async function statedExtent(
  source: ByteSource,
  header: LocalHeader,
  start: number,
): Promise<Extent | undefined> {
  const { crc32, sizeBytes, compressedBytes } = header
  const end = start + compressedBytes
  if (!hasSizes(header) || !(await isMarkAt(source, end))) return undefined
  const { lengthBytes } = await readDescriptor(source, end, compressedBytes)
  return { start, end, next: end + lengthBytes, crc32, sizeBytes, damage: undefined }
}

/** By inflating until the data ends by itself. */
async function measuredExtent(
  { source, limits, effort }: Salvage,
  header: LocalHeader,
  start: number,
): Promise<Extent> {
  const measured = await measureDeflated(viewOf(source, start, source.sizeBytes), limits, effort)
  if (measured.kind !== 'end') {
    const damage = measured.kind === 'cut' ? truncated() : dataDamaged(measured.reason)
    return damagedExtent(source, start, damage)
  }
  const end = start + measured.compressedBytes
  if (hasSizes(header))
    return { start, end, next: end, crc32: header.crc32, sizeBytes: header.sizeBytes, damage: undefined }
  const { crc32, sizeBytes, lengthBytes } = await readDescriptor(source, end, measured.compressedBytes)
  return { start, end, next: end + lengthBytes, crc32, sizeBytes, damage: undefined }
}

/** Up to the next header, or the end: the data does not say more. */
async function damagedExtent(source: ByteSource, start: number, damage: Problem): Promise<Extent> {
  const end = (await findLocalHeader(source, start))?.at ?? source.sizeBytes
  return { start, end, next: end, crc32: undefined, sizeBytes: undefined, damage }
}

/** Stored data of a known size that does not end where it should: the archive is cut, or bytes are missing. */
async function cutExtent(source: ByteSource, header: LocalHeader, start: number): Promise<Extent> {
  const { end, next } = await damagedExtent(source, start, truncated())
  const stated = start + header.compressedBytes
  const { crc32, sizeBytes } = header
  if (stated > end) return { start, end, next, crc32: undefined, sizeBytes, damage: truncated() }
  return { start, end: stated, next: stated, crc32, sizeBytes, damage: undefined }
}

/** Stored data of unknown size: it ends at a descriptor that states just the distance to it. */
async function searchedExtent({ source, effort }: Salvage, start: number): Promise<Extent> {
  const last = Math.min(source.sizeBytes, start + Math.max(0, effort.remainingBytes))
  let from = start
  for (;;) {
    const end = await findMark(source, descriptorMark, from, last)
    effort.remainingBytes -= (end ?? last) - from
    if (end === undefined) return damagedExtent(source, start, truncated())
    const { crc32, sizeBytes, lengthBytes } = await readDescriptor(source, end, end - start)
    const isEnd = sizeBytes === end - start
    if (isEnd) return { start, end, next: end + lengthBytes, crc32, sizeBytes, damage: undefined }
    from = end + 1
  }
}
