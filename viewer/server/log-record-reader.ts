// Reads the heads of records by their numbers, from bytes at hand or from the file.
import type { RecordHead } from '../../analyzer/index.js'
import type { LogData } from './log-data.js'
import { createHeadReader, type ReadHead } from './log-heads.js'

const newline = 0x0a

/** Longest record that is judged whole, as in the log engine; of a longer one its beginning is. */
export const recordBytesMost = 16 * 1024 * 1024

export interface RecordReader {
  /** Gives the head of a record. `bytes` may hold it: they begin `by` bytes after it, before it when negative. */
  find(record: number, bytes: Buffer, by: number, use: UseHead): void
  /** Takes these bytes, which may be only the beginning, for the record. */
  take(record: number, bytes: Buffer, use: UseHead): void
}

type UseHead = (bytes: Buffer, head: RecordHead) => void

export function createRecordReader({ columns, text, tools, files }: LogData): RecordReader {
  const readers = new Map<number, ReadHead>()
  let room = Buffer.alloc(64 * 1024)

  function readerOf(record: number): ReadHead {
    const file = columns.file[record] as number
    const known = readers.get(file)
    if (known) return known
    const log = files[file]?.log
    const created = createHeadReader(tools, log === undefined ? NaN : tools.writtenNear(log.entry))
    readers.set(file, created)
    return created
  }

  return {
    find(record, bytes, by, use) {
      const length = Math.min(columns.length[record] as number, recordBytesMost)
      const read = readerOf(record)
      const start = -by
      if (start >= 0 && start + length <= bytes.length)
        return read(bytes, start, withoutLineEnd(bytes, start, start + length), use)
      if (room.length < length) room = Buffer.allocUnsafe(length)
      const got = text.readNow(room.subarray(0, length), columns.offset[record] as number)
      read(room, 0, withoutLineEnd(room, 0, got), use)
    },
    take(record, bytes, use) {
      readerOf(record)(bytes, 0, withoutLineEnd(bytes, 0, bytes.length), use)
    },
  }
}

const carriageReturn = 0x0d

/** End of a record without its newline, and the carriage return before that. */
export function withoutLineEnd(bytes: Buffer, start: number, end: number): number {
  const textEnd = end > start && bytes[end - 1] === newline ? end - 1 : end
  return textEnd > start && bytes[textEnd - 1] === carriageReturn ? textEnd - 1 : textEnd
}
