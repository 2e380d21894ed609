// A selection as a file: the lines as they are, or one JSON object a record as `logs --format ndjson` writes it.
import type { LogData } from './log-data.js'
import { createRowReader, type RowReader } from './log-rows.js'

export type ExportFormat = 'text' | 'ndjson'

/** Bytes that are handed over at once. */
const pieceBytes = 256 * 1024

/** Reads on only when what it gave was taken. */
export function exportRecords(
  data: LogData,
  records: Uint32Array,
  format: ExportFormat,
): ReadableStream<Uint8Array> {
  const reader = createRowReader(data)
  let at = 0
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const parts: Buffer[] = []
      let size = 0
      while (at < records.length && size < pieceBytes) {
        const record = records[at++] as number
        const part =
          format === 'text' ? Buffer.concat([reader.raw(record), newline]) : jsonLine(reader, record)
        size += part.length
        parts.push(part)
      }
      if (size > 0) controller.enqueue(new Uint8Array(Buffer.concat(parts)))
      if (at >= records.length) controller.close()
    },
  })
}

const newline = Buffer.from('\n')

function jsonLine(reader: RowReader, record: number): Buffer {
  const { entryName, line, timeMs, level, caller, node, whole, fields } = reader.whole(record)
  const time = timeMs === undefined || Math.abs(timeMs) > 8.6e15 ? null : new Date(timeMs).toISOString()
  const object = {
    entry: entryName,
    line,
    time,
    level,
    msg: whole,
    caller: caller ?? null,
    node: node === '' ? null : node,
    fields: Object.fromEntries(fields.map(({ name, text, json }) => [name, json ? jsonOf(text) : text])),
  }
  return Buffer.from(`${JSON.stringify(object)}\n`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
