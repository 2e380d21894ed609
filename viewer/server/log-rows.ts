// Records decoded for showing: as rows of the list, or one of them whole.
import type { RecordHead } from '../../analyzer/index.js'
import { logMessageShown, type LogField, type LogRecordView, type LogRow } from '../shared/logs.js'
import type { LogData } from './log-data.js'
import { createRecordReader } from './log-record-reader.js'
import { readableText } from './readable-text.js'

/** Of a row, so much is read: its message stands in the first few kilobytes, or is cut. */
const rowBytes = 64 * 1024
/** Of a record that is shown whole. */
const recordBytes = 4 * 1024 * 1024
const rawShown = 256 * 1024
const fieldsMost = 500
const fieldShown = 64 * 1024

/** Texts of the query: where one is not in the message, the row says where it was found. */
export interface SearchedTexts {
  readonly texts: readonly string[]
  readonly ignoreCase: boolean
}

export interface RowReader {
  row(record: number, fields: readonly string[], searched?: SearchedTexts): LogRow
  whole(record: number): LogRecordView
  /** The lines of a record as they are, without the last line end. */
  raw(record: number): Buffer
}

export function createRowReader(data: LogData): RowReader {
  const { columns, files, templates, tools } = data
  const reader = createRecordReader(data)

  function placeOf(record: number) {
    const timeMs = columns.timeMs[record] as number
    return {
      record,
      file: columns.file[record] as number,
      line: columns.line[record] as number,
      ...(timeMs === -Infinity ? {} : { timeMs }),
      level: templates[columns.template[record] as number]?.level ?? 'unknown',
    }
  }

  function readBytes(record: number, most: number): Buffer {
    const bytes = Buffer.allocUnsafe(Math.min(columns.length[record] as number, most))
    return bytes.subarray(0, data.text.readNow(bytes, columns.offset[record] as number))
  }

  function row(record: number, fields: readonly string[], searched?: SearchedTexts): LogRow {
    const bytes = readBytes(record, rowBytes)
    let row: LogRow | undefined
    reader.take(record, closed(bytes, columns.length[record] as number), (own, head) => {
      const caller = tools.headCaller(own, head)
      const message = oneLine(messageOf(data, own, head))
      row = {
        ...placeOf(record),
        ...timeOf(head),
        ...(caller === '' ? {} : { caller }),
        message,
        ...foundOf(bytes, message, searched),
        ...(fields.length === 0
          ? {}
          : { cells: fields.map(name => oneLine(tools.fieldOf(name, own, head) ?? '')) }),
      }
    })
    return row ?? { ...placeOf(record), message: oneLine(readableText(bytes.subarray(0, 4_096))) }
  }

  function raw(record: number): Buffer {
    return withoutLineEnd(readBytes(record, recordBytes))
  }

  function whole(record: number): LogRecordView {
    const bytes = readBytes(record, recordBytes)
    const length = columns.length[record] as number
    const log = files[columns.file[record] as number]?.log
    const fields: LogField[] = []
    let message = ''
    reader.take(record, closed(bytes, length), (own, head) => {
      message = messageOf(data, own, head)
      if (log === undefined) return
      const shown = tools.showRecord(own, head, { file: log, line: undefined, orderMs: 0 }, false)
      for (const { name, text, isJson } of shown.fields.slice(0, fieldsMost))
        fields.push({ name, text: text.slice(0, fieldShown), json: isJson })
    })
    const text = readableText(withoutLineEnd(bytes.subarray(0, rawShown)))
    return {
      ...row(record, []),
      entry: log?.entry.index ?? 0,
      entryName: log?.entry.name ?? '',
      node: log?.node ?? '',
      kind: log?.kind ?? 'unknown',
      ...idOf(data, record),
      whole: message === '' ? text : message,
      fields,
      raw: text,
      bytes: length,
      cut: length > rawShown,
      ...identities(fields),
    }
  }

  return { row, whole, raw }
}

/** The id by which a query chooses records like this one. */
function idOf({ columns, templates }: LogData, record: number): { template?: string } {
  const id = templates[columns.template[record] as number]?.id
  return id === undefined ? {} : { template: id }
}

const backslash = 0x5c
const brace = 0x7b

/** The beginning of a JSON line is closed where it was cut, mostly within its longest text: so its head can be read. */
function closed(bytes: Buffer, length: number): Buffer {
  if (bytes.length >= length || bytes[0] !== brace) return bytes
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === backslash) end--
  return Buffer.concat([bytes.subarray(0, end), Buffer.from('"}')])
}

/** Characters from what was found on. */
const foundLength = 120

function foundOf(
  bytes: Buffer,
  message: string,
  { texts, ignoreCase }: SearchedTexts = { texts: [], ignoreCase: false },
): { found?: string } {
  const folded = (text: string) => (ignoreCase ? text.toLowerCase() : text)
  const missing = texts.find(text => !folded(message).includes(folded(text)))
  if (missing === undefined) return {}
  const raw = readableText(bytes)
  const at = folded(raw).indexOf(folded(missing))
  if (at === -1) return {}
  return { found: oneLine(raw.slice(at, at + missing.length + foundLength)) }
}

function timeOf(head: RecordHead): { timeMs?: number } {
  return Number.isNaN(head.timeMs) ? {} : { timeMs: head.timeMs }
}

/** An audit record has no message: its event and status stand for it. */
function messageOf({ tools }: LogData, bytes: Buffer, head: RecordHead): string {
  const message = tools.headMessage(bytes, head)
  if (message !== '') return message
  const words = ['event_name', 'status'].flatMap(name => tools.fieldOf(name, bytes, head) ?? [])
  if (words.length > 0) return words.join(' ')
  return readableText(bytes.subarray(head.start, Math.min(head.end, head.start + 4_096)))
}

/** Line ends inside of a message become a sign, as a row has one line. */
function oneLine(text: string): string {
  return text.slice(0, logMessageShown + 1).replace(/\r?\n/g, ' ⏎ ')
}

function withoutLineEnd(bytes: Buffer): Buffer {
  let end = bytes.length
  if (bytes[end - 1] === 0x0a) end--
  if (bytes[end - 1] === 0x0d) end--
  return bytes.subarray(0, end)
}

/** What can be followed: the request, and the user. */
function identities(fields: readonly LogField[]): { request?: string; user?: string } {
  const named = (...names: readonly string[]) =>
    fields.find(({ name, text }) => names.includes(name) && text !== '')?.text
  const request = named('request_id', 'requestId', 'X-Request-ID', 'req_id')
  const user = named('user_id', 'userId')
  return { ...(request === undefined ? {} : { request }), ...(user === undefined ? {} : { user }) }
}
