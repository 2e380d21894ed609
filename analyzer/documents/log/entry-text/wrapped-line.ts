// One line of a log that journald or a container runtime kept as JSON: what was logged, by whom and when.
//   {"__REALTIME_TIMESTAMP":"1795252079000000","_PID":"812","PRIORITY":"6","MESSAGE":"…"}   journalctl -o json
//   {"log":"…\n","stream":"stderr","time":"2026-01-20T10:00:00.123456789Z"}                  Docker's json-file
import { OPEN_BRACE } from '../bytes.js'
import { createFieldTable, fieldKey, fieldText, JSON_TEXT } from '../formats/field-table.js'
import { readJsonFields } from '../formats/json-fields.js'
import { logLimits } from '../limits.js'

export interface WrappedLine {
  /** What was logged, without the line feed after it. */
  readonly text: Buffer
  /** Lines of one source belong together. */
  readonly source: string
  /** The line goes on in the source's next one: it was too long for one record. */
  readonly isPartial: boolean
  /** Stands before the text where the text alone would have no time. */
  prefix(): string
  /** The whole line with the text as a JSON string, where it was written as a list of bytes; else `undefined`. */
  readonly rewritten: Buffer | undefined
}

const table = createFieldTable()
/** Docker cuts at this length. */
const dockerLineBytes = 16 * 1024

/** `undefined` for a line that is not wrapped so. */
export function readWrappedLine(line: Buffer): WrappedLine | undefined {
  if (line[0] !== OPEN_BRACE || !(line.includes('"MESSAGE"') || line.includes('"log"'))) return undefined
  table.count = 0
  if (!readJsonFields(line, 0, line.length, table)) return undefined
  const members = new Map<string, number>()
  for (let i = 0; i < table.count; i++) members.set(fieldKey(line, table, i), i)
  const message = members.get('MESSAGE')
  if (message !== undefined && members.has('__REALTIME_TIMESTAMP')) return journalLine(line, members, message)
  const log = members.get('log')
  if (log === undefined || table.kind[log] === JSON_TEXT || !members.has('time')) return undefined
  return containerLine(line, members, log)
}

type Members = ReadonlyMap<string, number>

function textOf(line: Buffer, members: Members, key: string): string {
  const at = members.get(key)
  return at === undefined ? '' : fieldText(line, table, at, 1_024)
}

function journalLine(line: Buffer, members: Members, message: number): WrappedLine | undefined {
  const isList = table.kind[message] === JSON_TEXT
  const text = isList ? bytesOfList(line, message) : bytesOfString(line, message)
  if (text === undefined) return undefined
  const member = (key: string) => textOf(line, members, key)
  const [host, ident, pid] = [member('_HOSTNAME'), member('SYSLOG_IDENTIFIER'), member('_PID')]
  const micros = Number(member('__REALTIME_TIMESTAMP'))
  return {
    text,
    source: `${host} ${ident}[${pid}] ${member('_STREAM_ID')}`,
    isPartial: member('_LINE_BREAK') === 'line-max',
    prefix: () => `${isoTime(micros / 1000)} ${word(host) || '-'} ${word(ident) || '-'}[${pid || 0}]: `,
    rewritten: isList ? withText(line, message, text) : undefined,
  }
}

function containerLine(line: Buffer, members: Members, log: number): WrappedLine | undefined {
  const whole = bytesOfString(line, log)
  if (whole === undefined) return undefined
  const endsLine = whole.at(-1) === 10
  const [stream, time] = [textOf(line, members, 'stream'), textOf(line, members, 'time')]
  return {
    text: endsLine ? whole.subarray(0, -1) : whole,
    source: stream,
    isPartial: !endsLine && whole.length >= dockerLineBytes,
    prefix: () => `${word(time)} ${stream === 'stderr' ? 'stderr' : 'stdout'} F `,
    rewritten: undefined,
  }
}

function bytesOfString(line: Buffer, at: number): Buffer | undefined {
  const [from, end] = [table.valueStart[at] ?? 0, table.valueEnd[at] ?? 0]
  try {
    return oneLine(Buffer.from(JSON.parse(line.toString('utf8', from - 1, end + 1)) as string))
  } catch {
    return undefined
  }
}

/** `[27,91,51,49,109,69]`: how journald writes text with control characters. */
function bytesOfList(line: Buffer, at: number): Buffer | undefined {
  const [from, end] = [table.valueStart[at] ?? 0, table.valueEnd[at] ?? 0]
  const list = line.toString('latin1', from, Math.min(end, from + logLimits.lineBytes))
  if (!/^\[\d{1,3}(?:,\d{1,3})*\]$/.test(list)) return undefined
  return oneLine(withoutColors(Buffer.from(list.slice(1, -1).split(',').map(Number))))
}

function withoutColors(text: Buffer): Buffer {
  return Buffer.from(text.toString('latin1').replace(/\x1b\[[\d;]{0,16}m/g, ''), 'latin1')
}

/** A text of several lines stays in one, so that lines keep their numbers; the feed at its end goes. */
function oneLine(text: Buffer): Buffer {
  for (let at = text.indexOf(10); at !== -1 && at < text.length - 1; at = text.indexOf(10, at + 1))
    text[at] = 32
  return text
}

function withText(line: Buffer, at: number, text: Buffer): Buffer {
  const written = Buffer.from(JSON.stringify(text.toString('utf8')))
  return Buffer.concat([line.subarray(0, table.valueStart[at]), written, line.subarray(table.valueEnd[at])])
}

function isoTime(ms: number): string {
  return ms > 0 && ms < 8.64e15 ? new Date(ms).toISOString() : '-'
}

/** What would end the word in a prefix is left out. */
function word(text: string): string {
  return text.replace(/[\s:[\]]/g, character => (character === ':' ? ':' : ''))
}
