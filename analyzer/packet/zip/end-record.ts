// Finds the end record of a zip, which says where its list of entries is, also when bytes were put before or after the zip.
import type { ByteSource } from '../byte-source.js'
import { packetProblem } from '../problem-codes.js'
import type { Problem } from '../problem.js'

const endMark = Buffer.from('PK\x05\x06', 'latin1')
const zip64LocatorSignature = 0x07064b50
const zip64EndSignature = 0x06064b50
const centralSignature = 0x02014b50
const endBytes = 22
const zip64LocatorBytes = 20
const zip64EndBytes = 56

/** Where it is looked for: the longest comment, and as much again for bytes that follow the archive. */
const searchedBytes = 2 * 0xffff + endBytes

/** Marks looked at; a file made of nothing but marks must not cost more. */
const mostCandidates = 256

/** Where the archive lies in the file, and what its end record states. */
export interface EndRecord {
  /** Where the record itself stands in the file. */
  readonly position: number
  /** Bytes before the archive; its own offsets count from here. */
  readonly start: number
  /** First byte behind the archive and its comment. */
  readonly end: number
  /** In offsets of the archive. */
  readonly directoryStart: number
  readonly directoryEnd: number
  readonly statedEntries: number
  readonly diskNumber: number
  readonly problems: readonly Problem[]
}

/** The end record that counts, of those that point to a list of entries; `undefined` when there is none. */
export async function findEndRecord(source: ByteSource): Promise<EndRecord | undefined> {
  const tailStart = Math.max(0, source.sizeBytes - searchedBytes)
  const tail = await source.read(tailStart, searchedBytes)
  const found: Found[] = []
  let at = tail.length
  for (let candidates = 0; candidates < mostCandidates && at > 0; candidates++) {
    at = tail.lastIndexOf(endMark, at - 1)
    if (at === -1) break
    const record = await recordAt(source, tailStart + at, tail.subarray(at))
    if (record !== undefined) found.push(record)
  }
  // What a comment holds ends with the comment: of records that reach just to the end, the first one has the others in it.
  const chosen = found.findLast(({ end }) => end === source.sizeBytes) ?? found[0]
  if (chosen === undefined) return undefined
  const others = found.filter(record => record !== chosen)
  return { ...chosen, problems: endProblems(source, chosen, others) }
}

type Found = Omit<EndRecord, 'problems'>

async function recordAt(source: ByteSource, position: number, bytes: Buffer): Promise<Found | undefined> {
  if (bytes.length < endBytes) return undefined
  const end = position + endBytes + bytes.readUInt16LE(20)
  if (end > source.sizeBytes) return undefined
  const wide = await zip64Record(source, position)
  const stated = wide ?? {
    statedEntries: bytes.readUInt16LE(10),
    directoryBytes: bytes.readUInt32LE(12),
    directoryStart: bytes.readUInt32LE(16),
    diskNumber: bytes.readUInt16LE(4),
    position,
  }
  const { statedEntries, directoryStart, directoryBytes, diskNumber } = stated
  const start = stated.position - directoryBytes - directoryStart
  const record = {
    position,
    start,
    end,
    directoryStart,
    directoryEnd: directoryStart + directoryBytes,
    statedEntries,
    diskNumber,
  }
  return start >= 0 && (await pointsToEntries(source, record)) ? record : undefined
}

/** The 64-bit record that a locator before the end record points to; offsets in it are trusted as little as others. */
async function zip64Record(source: ByteSource, position: number) {
  const locator = await source.read(Math.max(0, position - zip64LocatorBytes), zip64LocatorBytes)
  if (locator.length < zip64LocatorBytes || locator.readUInt32LE(0) !== zip64LocatorSignature)
    return undefined
  const usual = position - zip64LocatorBytes - zip64EndBytes
  for (const at of [Number(locator.readBigUInt64LE(8)), usual]) {
    const record = at >= 0 ? await source.read(at, zip64EndBytes) : Buffer.alloc(0)
    if (record.length < zip64EndBytes || record.readUInt32LE(0) !== zip64EndSignature) continue
    return {
      statedEntries: Number(record.readBigUInt64LE(32)),
      directoryBytes: Number(record.readBigUInt64LE(40)),
      directoryStart: Number(record.readBigUInt64LE(48)),
      diskNumber: record.readUInt32LE(16),
      position: at,
    }
  }
  return undefined
}

async function pointsToEntries(
  source: ByteSource,
  { start, directoryStart, directoryEnd }: Found,
): Promise<boolean> {
  if (directoryStart === directoryEnd) return true
  const first = await source.read(start + directoryStart, 4)
  return first.length === 4 && first.readUInt32LE(0) === centralSignature
}

function endProblems(source: ByteSource, record: Found, others: readonly Found[]): readonly Problem[] {
  const problems: Problem[] = []
  const after = source.sizeBytes - record.end
  const rivals = others.filter(other => !isInData(record, other))
  if (record.start > 0) {
    problems.push(packetProblem('ARCHIVE_BYTES_BEFORE', `${record.start} bytes stand before the archive.`))
  }
  if (after > 0) problems.push(packetProblem('ARCHIVE_BYTES_AFTER', `${after} bytes follow the archive.`))
  if (rivals.length > 0) {
    const message = 'The archive has several end records; one was chosen, other programs may use another.'
    problems.push(
      packetProblem('ARCHIVE_SEVERAL_ENDS', message, { expected: '1', found: `${rivals.length + 1}` }),
    )
  }
  return problems
}

/** The end record of a zip that is stored in this one is data like any other. */
function isInData({ start, directoryStart }: Found, { position }: Found): boolean {
  return position >= start && position < start + directoryStart
}
