// Opens a zip: by its list of entries where that is sound, by the entries' own headers where it is not.
import { sha256Of, viewOf, windowed, type ByteSource } from '../byte-source.js'
import type { Container } from '../container.js'
import type { Limits } from '../limits.js'
import { packetProblem } from '../problem-codes.js'
import type { Problem } from '../problem.js'
import { readCentralDirectory, type CentralRecord } from './central-directory.js'
import { findEndRecord, type EndRecord } from './end-record.js'
import { locateEntry } from './locate.js'
import { noteOverlaps } from './overlaps.js'
import { salvageZip } from './salvage.js'
import { findLocalHeader } from './signatures.js'
import { zipEntry, type ZipRecord } from './zip-entry.js'

/** Opens a source that was recognised as zip. */
export async function openZip(source: ByteSource, limits: Limits): Promise<Container> {
  const { archive, records, problems } = await listZip(source, limits)
  return {
    format: 'zip',
    sizeBytes: source.sizeBytes,
    entries: records.filter(({ name }) => !isFolder(name)).map(record => zipEntry(archive, record)),
    problems,
    sha256: () => sha256Of(source),
    close: () => source.close(),
  }
}

function isFolder(name: string): boolean {
  return name.endsWith('/') || name.endsWith('\\')
}

interface Listing {
  /** What the offsets of the records count in. */
  readonly archive: ByteSource
  readonly records: readonly ZipRecord[]
  readonly problems: readonly Problem[]
}

async function listZip(source: ByteSource, limits: Limits): Promise<Listing> {
  const end = await findEndRecord(source)
  if (end === undefined) return salvaged(source, limits, [], [noList()])
  const archive = viewOf(source, end.start, end.end)
  if (end.diskNumber !== 0) return salvaged(archive, limits, [], [...end.problems, multiDisk(end)])
  const { records, brokenBecause } = await readCentralDirectory(archive, end, limits.entries + 1)
  const listed: ZipRecord[] = []
  const headers = windowed(archive)
  for (const record of records) listed.push(await locateEntry(headers, record))
  if (brokenBecause !== undefined) {
    return salvaged(archive, limits, listed, [...end.problems, listDamaged(brokenBecause)])
  }
  if (records.length === 0 && (await findLocalHeader(archive, 0))?.at === 0) {
    return salvaged(archive, limits, [], [...end.problems, listDamaged('no entry is listed')])
  }
  const problems = records.length > limits.entries ? [] : countProblems(end, records)
  return { archive, records: noteOverlaps(listed), problems: [...end.problems, ...problems] }
}

/** Adds to the listed entries those that only their own headers tell of. */
async function salvaged(
  archive: ByteSource,
  limits: Limits,
  listed: readonly ZipRecord[],
  problems: readonly Problem[],
): Promise<Listing> {
  const found = await salvageZip(windowed(archive), limits)
  const known = new Set(listed.map(({ headerStart }) => headerStart))
  const records = [...listed, ...found.records.filter(({ headerStart }) => !known.has(headerStart))]
  records.sort((a, b) => a.headerStart - b.headerStart)
  return { archive, records, problems: [...problems, ...found.problems] }
}

function noList(): Problem {
  const message =
    'The archive has no end record: it was cut off or damaged. Its entries were found by their own headers.'
  return packetProblem('ARCHIVE_TRUNCATED', message, { expected: 'a list of entries at the end' })
}

function listDamaged(found: string): Problem {
  const message = 'The list of entries is damaged; the missing ones were found by their own headers.'
  return packetProblem('ARCHIVE_DIRECTORY_DAMAGED', message, { found })
}

function multiDisk(end: EndRecord): Problem {
  const message = 'The archive is the last part of a set of several files; what is in this part was read.'
  return packetProblem('ARCHIVE_MULTI_DISK', message, { expected: 'part 0', found: `part ${end.diskNumber}` })
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
