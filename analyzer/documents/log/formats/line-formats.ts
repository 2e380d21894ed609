// Every way a record may be written in a log: how a line that begins one is told, and the readers of its head and its fields.
// To add one: its readers, a definition here, a test.
import { CLOSE_BRACE, indexWithin, isDigit, OPEN_BRACE } from '../bytes.js'
import type { FieldTable } from './field-table.js'
import { createHead, type LineFormat, type RecordHead } from './head.js'
import { readGoLogHead } from './go-log.js'
import { readJsonFields } from './json-fields.js'
import { readJsonHead } from './json-head.js'
import { readLog4goFields, readLog4goHead } from './log4go.js'
import { plainTimeAt, readPlainFields, readPlainHead } from './plain.js'
import { readTimedPlainHead, readUntimedPlainHead } from './plain-options.js'
import {
  createPrefixedReader,
  createPrefixedTextReader,
  innerAt,
  readPrefixedFields,
  readPrefixedJsonHead,
} from './prefixed.js'
import {
  blockLevel,
  readBlockFields,
  readBlockHead,
  beginsTeleport,
  readTeleportFields,
  readTeleportHead,
  readZapTabFields,
  readZapTabHead,
} from './text-formats.js'
import { createTimeReader, type TimeReader } from './timestamp.js'

export type ReadHead = (
  bytes: Buffer,
  start: number,
  end: number,
  head: RecordHead,
  readTime: TimeReader,
) => boolean

/** Adds all fields but those of the head to the table; false when the record is broken. */
export type ReadFields = (bytes: Buffer, head: RecordHead, table: FieldTable) => boolean

export interface RecordFormat {
  readonly name: LineFormat
  /**
   * Whether the line begins a record like this: asked of every line whose head is new, so most lines must be told by their
   * first bytes. For a record of one line the head reader has the last word.
   */
  readonly begins: (bytes: Buffer, start: number, end: number) => boolean
  readonly readHead: ReadHead
  /** `lines`: the lines after it that begin no record belong to it. */
  readonly extent: 'line' | 'lines'
  /**
   * Where one may begin: `anywhere`, whatever stands before; not inside of a quoted value that goes on over several lines;
   * or only `alone`, where no record is open that the line could belong to.
   */
  readonly place: 'anywhere' | 'outside-quotes' | 'alone'
  /** A line that would begin one belongs to the one that is open already. */
  readonly holdsOwnKind?: true
}

/** Text formats that may stand behind a prefix. */
const readPrefixedBlockHead = createPrefixedReader([readBlockHead])
const readPrefixedTextHead = createPrefixedTextReader([
  readPlainHead,
  readZapTabHead,
  readTeleportHead,
  readLog4goHead,
  readTimedPlainHead,
])

const openObject = Buffer.from('{"')
const probe = createHead()
/** Which year it was makes no difference to what is asked of it. */
const readProbeTime = createTimeReader(0)

/** In the order in which a line is held against them. */
export const recordFormats: readonly RecordFormat[] = [
  {
    name: 'json',
    begins: (bytes, start) => bytes[start] === OPEN_BRACE,
    readHead: readJsonHead,
    extent: 'line',
    place: 'anywhere',
  },
  {
    name: 'plain',
    begins: (bytes, start, end) => plainTimeAt(bytes, start, end) !== -1,
    readHead: readPlainHead,
    extent: 'lines',
    place: 'anywhere',
  },
  {
    name: 'block',
    begins: (bytes, start, end) => blockLevel(bytes, start, end) !== undefined,
    readHead: readBlockHead,
    extent: 'lines',
    place: 'outside-quotes',
    holdsOwnKind: true,
  },
  {
    name: 'zap-tab',
    begins: (bytes, start, end) => isDigit(bytes[start]) && reads(readZapTabHead, bytes, start, end),
    readHead: readZapTabHead,
    extent: 'lines',
    place: 'outside-quotes',
  },
  {
    name: 'teleport-text',
    begins: (bytes, start, end) => mayBeTeleport(bytes[start]) && beginsTeleport(bytes, start, end),
    readHead: readTeleportHead,
    extent: 'lines',
    place: 'outside-quotes',
  },
  {
    name: 'log4go',
    begins: reading(readLog4goHead),
    readHead: readLog4goHead,
    extent: 'lines',
    place: 'outside-quotes',
  },
  {
    name: 'go-log',
    begins: reading(readGoLogHead),
    readHead: readGoLogHead,
    extent: 'lines',
    place: 'outside-quotes',
  },
  {
    name: 'plain',
    begins: reading(readTimedPlainHead),
    readHead: readTimedPlainHead,
    extent: 'lines',
    place: 'outside-quotes',
  },
  {
    name: 'json',
    begins: (bytes, start, end) =>
      bytes[end - 1] === CLOSE_BRACE && bytes[innerAt(bytes, start, end, false)] === OPEN_BRACE,
    readHead: readPrefixedJsonHead,
    extent: 'line',
    place: 'outside-quotes',
  },
  {
    name: 'block',
    begins: (bytes, start, end) => {
      const inner = innerAt(bytes, start, end, false)
      return inner !== -1 && blockLevel(bytes, inner, end) !== undefined
    },
    readHead: readPrefixedBlockHead,
    extent: 'lines',
    place: 'outside-quotes',
    holdsOwnKind: true,
  },
  {
    name: 'syslog',
    begins: (bytes, start, end) =>
      innerAt(bytes, start, end, true) !== -1 || reads(readPrefixedTextHead, bytes, start, end),
    readHead: readPrefixedTextHead,
    extent: 'lines',
    place: 'outside-quotes',
  },
  {
    name: 'plain',
    begins: reading(readUntimedPlainHead),
    readHead: readUntimedPlainHead,
    extent: 'lines',
    place: 'outside-quotes',
  },
  {
    name: 'json',
    begins: (bytes, start, end) => jsonWithin(bytes, start, end) !== -1,
    readHead: readJsonWithin,
    extent: 'line',
    place: 'alone',
  },
]

/** Fields of a record by the format of its head. */
export const fieldReaders: Readonly<Record<LineFormat, ReadFields>> = {
  json: readJsonRecord,
  audit: readJsonRecord,
  gelf: readJsonRecord,
  'zap-json': readJsonRecord,
  journal: readJsonRecord,
  container: readJsonRecord,
  syslog: readPrefixedFields,
  log4go: readLog4goFields,
  'go-log': readLog4goFields,
  plain: (bytes, head, table) => readPlainFields(bytes, head.fieldsStart, head.end, table),
  'zap-tab': (bytes, head, table) => readZapTabFields(bytes, head.fieldsStart, head.end, table),
  'teleport-text': readTeleportFields,
  block: (bytes, head, table) => readBlockFields(bytes, head.fieldsStart, head.end, table),
}

/** The format whose record the line begins as far as the line tells alone; those that need to stand `alone` are not asked. */
export function beginningFormat(bytes: Buffer, start: number, end: number): RecordFormat | undefined {
  for (const format of recordFormats) {
    if (format.place === 'alone' || !format.begins(bytes, start, end)) continue
    if (format.extent === 'lines' || reads(format.readHead, bytes, start, end)) return format
  }
  return undefined
}

function reads(readHead: ReadHead, bytes: Buffer, start: number, end: number): boolean {
  return readHead(bytes, start, end, probe, readProbeTime)
}

function readJsonRecord(bytes: Buffer, head: RecordHead, table: FieldTable): boolean {
  return readJsonFields(bytes, head.fieldsStart, head.end, table)
}

function reading(readHead: ReadHead): RecordFormat['begins'] {
  return (bytes, start, end) => reads(readHead, bytes, start, end)
}

/** Teleport's lines begin with a digit, a bracket, a capital letter or, coloured, an escape. */
function mayBeTeleport(first: number | undefined): boolean {
  return isDigit(first) || first === 91 || first === 27 || (first !== undefined && first >= 65 && first <= 90)
}

/** How far into a line a JSON record behind any text is looked for. */
const longestText = 200

/** A JSON record behind text that is no known prefix. */
function jsonWithin(bytes: Buffer, start: number, end: number): number {
  if (bytes[end - 1] !== CLOSE_BRACE) return -1
  return indexWithin(bytes, openObject, start, Math.min(end, start + longestText))
}

function readJsonWithin(
  bytes: Buffer,
  start: number,
  end: number,
  head: RecordHead,
  readTime: TimeReader,
): boolean {
  const brace = jsonWithin(bytes, start, end)
  if (brace === -1 || !readJsonHead(bytes, brace, end, head, readTime) || head.timeStart === 0) return false
  head.start = start
  return true
}
