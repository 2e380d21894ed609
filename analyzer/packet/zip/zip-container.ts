// Opens a zip: by its list of entries where that is sound, by the entries' own headers where it is not.
import { sha256Of, viewOf, type ByteSource } from '../byte-source.js'
import type { Container } from '../container.js'
import type { Limits } from '../limits.js'
import { packetProblem } from '../problem-codes.js'
import type { Problem } from '../problem.js'
import { readCentralDirectory, type CentralRecord } from './central-directory.js'
import { findEndRecord, type EndRecord } from './end-record.js'
import { localHeaderBytes, parseLocalHeader, type LocalHeader } from './local-header.js'
import { zipEntry, type ZipRecord } from './zip-entry.js'

/** Opens a source that was recognised as zip. */
export async function openZip(source: ByteSource, limits: Limits): Promise<Container> {
  const { archive, records, problems } = await listZip(source, limits)
  return {
    format: 'zip',
    sizeBytes: source.sizeBytes,
    entries: records.filter(({ name }) => !/[/\\]$/.test(name)).map(record => zipEntry(archive, record)),
    problems,
    sha256: () => sha256Of(source),
    close: () => source.close(),
  }
}

interface Listing {
  readonly archive: ByteSource
  readonly records: readonly ZipRecord[]
  readonly problems: readonly Problem[]
}

async function listZip(source: ByteSource, limits: Limits): Promise<Listing> {
  const end = await findEndRecord(source)
  if (end === undefined)
    return {
      archive: source,
      records: [],
      problems: [packetProblem('ARCHIVE_TRUNCATED', 'The archive ends before its list of entries.')],
    }
  const archive = viewOf(source, end.start, end.end)
  const directory = await readCentralDirectory(archive, end, limits.entries + 1)
  const records = await Promise.all(directory.records.map(record => locate(archive, record)))
  return { archive, records, problems: [...end.problems, ...countProblems(end, directory.records)] }
}

function countProblems(end: EndRecord, records: readonly CentralRecord[]): readonly Problem[] {
  if (records.length === end.statedEntries || records.length % 0x10000 === end.statedEntries) return []
  const message = 'The archive states another number of entries than it lists; all listed ones were used.'
  return [
    packetProblem('ARCHIVE_COUNT_WRONG', message, {
      expected: `${end.statedEntries}`,
      found: `${records.length}`,
    }),
  ]
}

/** Longest local header that is read in one go: most names and extra fields are short. */
const usualHeaderBytes = 512

async function locate(archive: ByteSource, central: CentralRecord): Promise<ZipRecord> {
  const header = await localHeaderAt(archive, central.headerStart)
  const { name, flags, dosDate, dosTime, extraFields, unixMode, crc32, headerStart } = central
  const known = { name, flags, dosDate, dosTime, extraFields, unixMode, crc32, headerStart }
  const sizes = {
    method: central.compressionMethod,
    sizeBytes: central.uncompressedSize,
    compressedBytes: central.compressedSize,
  }
  if (header === undefined) return { ...known, ...sizes, data: undefined, damage: headerDamaged(), notes: [] }
  const start = headerStart + header.lengthBytes
  return {
    ...known,
    ...sizes,
    data: { start, end: start + central.compressedSize },
    damage: undefined,
    notes: mismatches(central, header),
  }
}

async function localHeaderAt(archive: ByteSource, position: number): Promise<LocalHeader | undefined> {
  const bytes = await archive.read(position, usualHeaderBytes)
  return (
    parseLocalHeader(bytes) ?? parseLocalHeader(await archive.read(position, localHeaderBytes + 2 * 0xffff))
  )
}

function headerDamaged(): Problem {
  return packetProblem('ENTRY_HEADER_DAMAGED', "There is no header where the entry's data should start.")
}

function mismatches(central: CentralRecord, header: LocalHeader): readonly Problem[] {
  if (header.name === central.name) return []
  const message = 'The header before the data names another entry; programs may disagree on what this is.'
  return [packetProblem('ENTRY_NAME_MISMATCH', message, { expected: central.name, found: header.name })]
}
