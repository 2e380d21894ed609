// A zip entry as later code sees it, made from the list of entries or from a salvaged header; reads its data.
import type { ExtraField } from 'yauzl'
import { chunksOf, type ByteSource } from '../byte-source.js'
import { nothingToRead, type ChunkStream, type ContainerEntry } from '../container.js'
import { inflate, inflateSmall } from '../inflate.js'
import { packetProblem } from '../problem-codes.js'
import type { Problem } from '../problem.js'
import { encryptedBit, modifiedAt } from './local-header.js'
import { isSupported, methodName, stored } from './methods.js'

/** What is known of an entry and its data, from whichever header. */
export interface ZipRecord {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly dosDate: number
  readonly dosTime: number
  readonly extraFields: readonly ExtraField[]
  /** Unix mode where the archive has one, else 0. */
  readonly unixMode: number
  readonly crc32: number | undefined
  readonly sizeBytes: number | undefined
  readonly compressedBytes: number | undefined
  /** Where the header stands; entries keep this order. */
  readonly headerStart: number
  /** Where the data starts and ends in the source; `undefined` when no header could be found. */
  readonly data: DataRange | undefined
  /** Known before reading; reading goes on as far as it can. */
  readonly damage: Problem | undefined
  readonly notes: readonly Problem[]
}

export interface DataRange {
  readonly start: number
  readonly end: number
}

export function zipEntry(source: ByteSource, record: ZipRecord): ContainerEntry {
  const obstacle = unreadableReason(record)
  return {
    rawName: record.name,
    sizeBytes: record.sizeBytes,
    compressedBytes: record.compressedBytes,
    crc32: record.crc32,
    modifiedAt: modifiedAt(record.dosDate, record.dosTime, record.extraFields),
    damage: obstacle ?? record.damage,
    readable: obstacle === undefined && record.data !== undefined,
    notes: record.notes,
    open: () => openData(source, record),
  }
}

/** Entries of these kinds are listed, but their content is never given. */
function unreadableReason({ flags, method, unixMode }: ZipRecord): Problem | undefined {
  const type = unixMode & 0xf000
  if (type === 0xa000)
    return packetProblem('ENTRY_LINK', 'The entry is a symbolic link; links are not followed.')
  if (type !== 0 && type !== 0x8000) {
    return packetProblem('ENTRY_NOT_A_FILE', 'The entry is a device, pipe or socket, not a file.')
  }
  if ((flags & encryptedBit) !== 0 || method === 99) {
    return packetProblem('ENTRY_ENCRYPTED', 'The entry is encrypted; unpack it with its password first.')
  }
  if (isSupported(method)) return undefined
  return packetProblem(
    'ENTRY_METHOD_UNSUPPORTED',
    `The entry is compressed with ${methodName(method)}; zip it again with Deflate.`,
    {
      expected: 'stored or deflated',
      found: `${methodName(method)} (method ${method})`,
    },
  )
}

async function* openData(source: ByteSource, record: ZipRecord): ChunkStream {
  const { data, method, damage } = record
  if (data === undefined) return yield* nothingToRead(damage)
  const problem = method === stored ? yield* copyData(source, data) : yield* inflateData(source, data, record)
  // What opening found out is the better explanation of a short read.
  return damage !== undefined && stopsReading(damage) ? damage : problem
}

function stopsReading({ code }: Problem): boolean {
  return code === 'ENTRY_TRUNCATED' || code === 'ENTRY_DATA_DAMAGED'
}

async function* copyData(source: ByteSource, { start, end }: DataRange): ChunkStream {
  yield* chunksOf(source, start, end)
  return end > source.sizeBytes ? truncated() : undefined
}

async function* inflateData(
  source: ByteSource,
  { start, end }: DataRange,
  { sizeBytes }: ZipRecord,
): ChunkStream {
  const read = (offset: number, length: number) =>
    source.read(start + offset, Math.min(length, end - start - offset))
  const small = await inflateSmall(read, end - start, sizeBytes)
  if (small !== undefined) {
    if (small.length > 0) yield small
    return undefined
  }
  const inflated = yield* inflate('raw', read, sizeBytes)
  if (inflated.kind === 'end') return undefined
  if (inflated.kind === 'cut') return truncated()
  return dataDamaged(inflated.reason)
}

export function truncated(): Problem {
  return packetProblem('ENTRY_TRUNCATED', 'The entry is cut off; what lies before the cut was read.')
}

export function dataDamaged(found: string): Problem {
  return packetProblem(
    'ENTRY_DATA_DAMAGED',
    'The compressed data is damaged; what lies before the damage was read.',
    { found },
  )
}
