// The records of one log as decoded by the real readers, without queries, counters or threads in between.
import { createEntryText } from '../../../analyzer/documents/log/entry-text/entry-text.js'
import { createFramer } from '../../../analyzer/documents/log/formats/framer.js'
import { decodeRecord } from '../../../analyzer/documents/log/formats/record.js'
import type { LogRecord } from '../../../analyzer/documents/log/types.js'

export interface ReadRecords {
  readonly records: readonly (LogRecord & { readonly format: string })[]
  /** Kind and line of each line that fits no format. */
  readonly bad: readonly (readonly [kind: string, line: number])[]
}

/** Reads a whole log at once, as its bytes stand. */
export function readRecords(content: string | Buffer): ReadRecords {
  const bytes = Buffer.from(content)
  const records: (LogRecord & { format: string })[] = []
  const bad: [string, number][] = []
  const framer = createFramer(
    {
      record(buffer, head, line) {
        const place = { entry: 'a.log', node: '', kind: 'mattermost-log', line, offset: head.start } as const
        records.push({ ...decodeRecord(buffer, head, place), format: head.format })
      },
      bad: (kind, _bytes, _start, _end, line) => bad.push([kind, line]),
    },
    { beyondBound: 'dropped' },
  )
  let line = 0
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(10, start)
    const end = newline === -1 ? bytes.length : newline
    framer.line(bytes, start, end, ++line, start === 0)
    start = end + 1
  }
  framer.close(bytes)
  return { records, bad }
}

/** The same after the entry was brought into the usual form, in chunks of a chosen size. */
export function readEntryText(content: string | Buffer, chunkBytes = 1 << 20): ReadRecords {
  return readRecords(entryText(content, chunkBytes))
}

/** An entry in the usual form. Chunks are overwritten after each call, as the packet contract allows. */
export function entryText(content: string | Buffer, chunkBytes = 1 << 20): Buffer {
  const bytes = Buffer.from(content)
  const text = createEntryText()
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = Buffer.from(bytes.subarray(at, at + chunkBytes))
    parts.push(Buffer.from(text.decode(chunk)))
    chunk.fill(0x7b)
  }
  parts.push(Buffer.from(text.end()))
  return Buffer.concat(parts)
}
