// The header in front of each entry's data in a zip: what the list of entries is checked against, and salvage rests on.
import { crc32 } from 'node:zlib'
import type { ByteSource } from '../byte-source.js'
import { getFileNameLowLevel, parseExtraFields, type ExtraField } from 'yauzl'

const localSignature = 0x04034b50
export const localHeaderBytes = 30

/** General purpose bits. */
export const encryptedBit = 0x1
export const descriptorBit = 0x8
const utf8Bit = 0x800

export interface LocalHeader {
  /** Version of the format needed to read the entry, times ten. */
  readonly version: number
  readonly flags: number
  readonly method: number
  readonly dosTime: number
  readonly dosDate: number
  readonly crc32: number
  readonly compressedBytes: number
  readonly sizeBytes: number
  readonly name: string
  readonly extraFields: readonly ExtraField[]
  /** Bytes from the signature to the data. */
  readonly lengthBytes: number
}

/** The header at the start of `bytes`; `undefined` when it is none, or ends beyond `bytes`. */
function parseLocalHeader(bytes: Buffer): LocalHeader | undefined {
  if (bytes.length < localHeaderBytes || bytes.readUInt32LE(0) !== localSignature) return undefined
  const nameBytes = bytes.readUInt16LE(26)
  const lengthBytes = localHeaderBytes + nameBytes + bytes.readUInt16LE(28)
  if (bytes.length < lengthBytes) return undefined
  const flags = bytes.readUInt16LE(6)
  const extraFields = extraFieldsOf(bytes.subarray(localHeaderBytes + nameBytes, lengthBytes))
  const sizes = zip64Sizes(bytes.readUInt32LE(18), bytes.readUInt32LE(22), extraFields)
  return {
    version: bytes[4] ?? 0,
    flags,
    method: bytes.readUInt16LE(8),
    dosTime: bytes.readUInt16LE(10),
    dosDate: bytes.readUInt16LE(12),
    crc32: bytes.readUInt32LE(14),
    ...sizes,
    name: decodeName(bytes.subarray(localHeaderBytes, localHeaderBytes + nameBytes), flags, extraFields),
    extraFields,
    lengthBytes,
  }
}

/** Longest header that is read in one go: names and extra fields are short. */
const usualBytes = 512

/** The header at a position of the archive; `undefined` when there is none, or it is cut off. */
export async function readLocalHeader(
  archive: ByteSource,
  position: number,
): Promise<LocalHeader | undefined> {
  const bytes = await archive.read(position, usualBytes)
  if (bytes.length < usualBytes) return parseLocalHeader(bytes)
  return (
    parseLocalHeader(bytes) ?? parseLocalHeader(await archive.read(position, localHeaderBytes + 2 * 0xffff))
  )
}

/** Extra fields as far as they make sense; the rest of a damaged block is ignored. */
function extraFieldsOf(bytes: Buffer): readonly ExtraField[] {
  try {
    return parseExtraFields(bytes)
  } catch {
    return []
  }
}

const zip64Field = 0x0001
const saturated = 0xffffffff

function zip64Sizes(compressedBytes: number, sizeBytes: number, extraFields: readonly ExtraField[]) {
  const data = extraFields.find(({ id }) => id === zip64Field)?.data
  if (data === undefined || data.length < 16) return { compressedBytes, sizeBytes }
  return {
    sizeBytes: sizeBytes === saturated ? Number(data.readBigUInt64LE(0)) : sizeBytes,
    compressedBytes: compressedBytes === saturated ? Number(data.readBigUInt64LE(8)) : compressedBytes,
  }
}

/**
 * UTF-8 where the archive says so or the bytes are valid UTF-8 (macOS and Go write it without saying so), else code
 * page 437 as the format demands.
 */
export function decodeName(raw: Buffer, flags: number, extraFields: readonly ExtraField[]): string {
  const unicode = extraFields.find(
    ({ id, data }) => id === 0x7075 && data.length > 5 && data.readUInt32LE(1) === crc32(raw),
  )
  if (unicode !== undefined) return unicode.data.toString('utf8', 5)
  const text = raw.toString('utf8')
  if ((flags & utf8Bit) !== 0 || !text.includes('\ufffd')) return text
  return getFileNameLowLevel(flags, raw, [], true)
}

/** Modification time: the extra field `UT` in UTC, else the DOS date without zone; none when it was never set. */
export function modifiedAt(
  dosDate: number,
  dosTime: number,
  extraFields: readonly ExtraField[],
): string | undefined {
  const data = extraFields.find(({ id }) => id === 0x5455)?.data
  if (data !== undefined && data.length >= 5 && ((data[0] ?? 0) & 1) === 1) {
    return new Date(data.readInt32LE(1) * 1000).toISOString()
  }
  const [year, month, day] = [(dosDate >> 9) + 1980, (dosDate >> 5) & 15, dosDate & 31]
  const [hour, minute, second] = [dosTime >> 11, (dosTime >> 5) & 63, (dosTime & 31) * 2]
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined
  const [mm, dd, hh, mi, ss] = [month, day, hour, minute, second].map(part => String(part).padStart(2, '0'))
  return `${year}-${mm}-${dd}T${hh}:${mi}:${ss}`
}
