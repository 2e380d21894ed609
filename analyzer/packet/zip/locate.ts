// Finds the data of an entry that the list names, and compares the list with the header in front of the data.
import type { ByteSource } from '../byte-source.js'
import { packetProblem } from '../problem-codes.js'
import type { Problem } from '../problem.js'
import type { CentralRecord } from './central-directory.js'
import { encryptedBit, localHeaderBytes, readLocalHeader, type LocalHeader } from './local-header.js'
import { isSupported, methodName } from './methods.js'
import type { DataRange, ZipRecord } from './zip-entry.js'

/** Completes a record of the list. */
export async function locateEntry(archive: ByteSource, central: CentralRecord): Promise<ZipRecord> {
  const header = await readLocalHeader(archive, central.headerStart)
  const bytes = await archive.read(central.headerStart, localHeaderBytes + central.rawName.length + 1)
  const data = dataRange(archive, central, header, bytes)
  return {
    ...central,
    ...codingOf(central, header),
    sizeBytes: central.uncompressedSize,
    compressedBytes: central.compressedSize,
    data,
    damage: damageOf(archive, central, header, data),
    notes: header === undefined ? [] : mismatches(central, header),
  }
}

/** Where the header's mark is damaged but its name stands where it should, its lengths still count. */
function dataRange(
  archive: ByteSource,
  { headerStart, rawName, compressedSize }: CentralRecord,
  header: LocalHeader | undefined,
  bytes: Buffer,
): DataRange | undefined {
  const nameEnd = localHeaderBytes + rawName.length
  const named = bytes.length > nameEnd && bytes.subarray(localHeaderBytes, nameEnd).equals(rawName)
  const lengthBytes = header?.lengthBytes ?? (named ? nameEnd + bytes.readUInt16LE(28) : undefined)
  if (lengthBytes === undefined || headerStart + lengthBytes > archive.sizeBytes) return undefined
  const start = headerStart + lengthBytes
  return { start, end: start + compressedSize }
}

/** Method and flags: the list's, unless only the header's can be read. The checksum tells whether that was right. */
function codingOf(
  central: CentralRecord,
  header: LocalHeader | undefined,
): Pick<ZipRecord, 'method' | 'flags'> {
  const fromList = { method: central.compressionMethod, flags: central.flags }
  if (header === undefined || isReadable(fromList) || !isReadable(header)) return fromList
  return { method: header.method, flags: header.flags }
}

function isReadable({ method, flags }: Pick<ZipRecord, 'method' | 'flags'>): boolean {
  return isSupported(method) && (flags & encryptedBit) === 0
}

function damageOf(
  archive: ByteSource,
  central: CentralRecord,
  header: LocalHeader | undefined,
  data: DataRange | undefined,
): Problem | undefined {
  if (data !== undefined && data.end > archive.sizeBytes) {
    return packetProblem(
      'ENTRY_TRUNCATED',
      'The entry reaches beyond the end of the archive; what is there was read.',
      {
        expected: `${central.compressedSize} compressed bytes`,
        found: `${archive.sizeBytes - data.start}`,
      },
    )
  }
  if (header !== undefined) return undefined
  return packetProblem(
    'ENTRY_HEADER_DAMAGED',
    "There is no sound header where the entry's data should start.",
  )
}

function mismatches(central: CentralRecord, header: LocalHeader): readonly Problem[] {
  const notes: Problem[] = []
  if (header.name !== central.name) {
    const message = 'The header before the data names another entry; programs may disagree on what this is.'
    notes.push(packetProblem('ENTRY_NAME_MISMATCH', message, { expected: central.name, found: header.name }))
  }
  if (header.method !== central.compressionMethod || (header.flags ^ central.flags) & encryptedBit) {
    const message = 'The list of entries and the header before the data disagree on how the entry is stored.'
    const expected = coding(central.compressionMethod, central.flags)
    notes.push(
      packetProblem('ENTRY_CODING_MISMATCH', message, {
        expected,
        found: coding(header.method, header.flags),
      }),
    )
  }
  return notes
}

function coding(method: number, flags: number): string {
  return (flags & encryptedBit) === 0 ? methodName(method) : `${methodName(method)}, encrypted`
}
