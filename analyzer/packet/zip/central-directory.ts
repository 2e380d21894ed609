// Lists a zip by its central directory, as far as that is sound. yauzl reads the records; names and sizes are judged here.
import { RandomAccessReader, ZipFile, type Entry } from 'yauzl'
import type { ByteSource } from '../byte-source.js'
import type { EndRecord } from './end-record.js'
import { decodeName } from './local-header.js'

/** A record of the list of entries. Offsets count from the start of the archive. */
export interface CentralRecord extends Pick<
  Entry,
  'crc32' | 'compressedSize' | 'uncompressedSize' | 'compressionMethod' | 'extraFields'
> {
  readonly name: string
  readonly rawName: Buffer
  readonly flags: number
  readonly dosDate: number
  readonly dosTime: number
  readonly unixMode: number
  readonly headerStart: number
}

export interface CentralDirectory {
  readonly records: readonly CentralRecord[]
  /** Why the list ended before its end, in words; `undefined` when it was read whole. */
  readonly brokenBecause: string | undefined
}

/** Reads at most `most` records of an archive, whose bytes alone `source` gives. */
export async function readCentralDirectory(
  source: ByteSource,
  end: EndRecord,
  most: number,
): Promise<CentralDirectory> {
  const records: CentralRecord[] = []
  try {
    const zip = listOf(await readerOf(source, end), source, end)
    while (cursorOf(zip) < end.directoryEnd && records.length < most)
      records.push(recordOf(await nextEntry(zip)))
    return { records, brokenBecause: undefined }
  } catch (error) {
    return { records, brokenBecause: error instanceof Error ? error.message : String(error) }
  }
}

/** The stated count may be wrong in both directions: the size of the list is what bounds it. */
function listOf(reader: RandomAccessReader, source: ByteSource, end: EndRecord): ZipFile {
  const [autoClose, lazyEntries, decodeStrings, validateEntrySizes] = [false, true, false, false]
  const { directoryStart } = end
  return new ZipFile(
    reader,
    directoryStart,
    source.sizeBytes,
    Infinity,
    '',
    autoClose,
    lazyEntries,
    decodeStrings,
    validateEntrySizes,
  )
}

function cursorOf(zip: ZipFile): number {
  return Number(zip.readEntryCursor)
}

function nextEntry(zip: ZipFile): Promise<Entry> {
  return new Promise((resolve, reject) => {
    const onEntry = (entry: Entry) => {
      zip.off('error', onError)
      resolve(entry)
    }
    const onError = (error: Error) => {
      zip.off('entry', onEntry)
      reject(error)
    }
    zip.once('entry', onEntry)
    zip.once('error', onError)
    zip.readEntry()
  })
}

/** The list is loaded at once: it is read record by record. Up to this size, which 20,000 long names do not reach. */
const loadedBytes = 32 * 1024 * 1024

/** What yauzl reads from. Its base class streams every read of 46 bytes; reads here are answered from memory. */
async function readerOf(source: ByteSource, end: EndRecord): Promise<RandomAccessReader> {
  const start = end.directoryStart
  const list = await source.read(start, Math.min(loadedBytes, source.sizeBytes - start))
  const bytesAt = (position: number, length: number) =>
    position >= start && position + length <= start + list.length
      ? Promise.resolve(list.subarray(position - start, position - start + length))
      : source.read(position, length)
  return Object.assign(Object.create(RandomAccessReader.prototype) as RandomAccessReader, {
    refCount: 0,
    read(buffer: Buffer, offset: number, length: number, position: number, callback: ReadCallback) {
      bytesAt(position, length).then(
        bytes => {
          callback(null, bytes.copy(buffer, offset))
        },
        (error: unknown) => {
          callback(error as Error, 0)
        },
      )
    },
  })
}

type ReadCallback = (error: Error | null, bytesRead: number) => void

function recordOf(entry: Entry): CentralRecord {
  const { crc32, compressedSize, uncompressedSize, compressionMethod, extraFields } = entry
  const flags = entry.generalPurposeBitFlag
  const fromUnix = entry.versionMadeBy >> 8 === 3
  return {
    crc32,
    compressedSize,
    uncompressedSize,
    compressionMethod,
    extraFields,
    rawName: entry.fileNameRaw,
    name: decodeName(entry.fileNameRaw, flags, extraFields),
    flags,
    dosDate: entry.lastModFileDate,
    dosTime: entry.lastModFileTime,
    unixMode: fromUnix ? entry.externalFileAttributes >>> 16 : 0,
    headerStart: entry.relativeOffsetOfLocalHeader,
  }
}
