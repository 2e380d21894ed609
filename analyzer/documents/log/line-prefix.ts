// What stands before a record where something else wrote the line down: syslog, journald's text, a container runtime.
//   Nov 21 09:08:08 host mattermost[812]: …                    RFC 3164, journalctl -o short, short-precise
//   <30>1 2026-11-21T09:08:08.123456Z host mattermost 812 - - …  RFC 5424
//   2026-11-21T09:08:08+0000 host teleport[81]: …              journalctl -o short-iso, rsyslog's own format
//   Sat 2026-11-21 09:08:08 UTC host teleport.service[81]: …   journalctl -o short-full, with-unit
//   2026-11-21T09:08:08.123456789Z stdout F …                  a container's log on disk (CRI)
//   2026-11-21T09:08:08.123456789Z …                           docker logs -t, kubectl logs --timestamps
//   mattermost-1  | …                                          docker compose logs
import { addField, type FieldTable, RAW } from './field-table.js'
import type { TimeReader } from './timestamp.js'

/** Ranges into the bytes; an empty one is absent. */
export interface LinePrefix {
  /** Where the prefix ends. */
  readonly inner: number
  /** NaN when the prefix has no time, or one that cannot be told. */
  readonly timeMs: number
  /** `<30>`, with its brackets. */
  readonly priority: Range
  readonly host: Range
  readonly ident: Range
  readonly pid: Range
  readonly stream: Range
  /** The line goes on in the next one (CRI cuts lines at 16 KiB). */
  readonly isPartial: boolean
  /** Enough to make a record of any text behind it; a container's name alone is not. */
  readonly isCertain: boolean
}

export type Range = readonly [start: number, end: number]

/** Prefixes are far shorter, but for structured data. */
const longestPrefix = 1_024

const date = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d\d:?\d\d)| [A-Z]{3,5})?`
const monthDay = String.raw`[^\s\d<]{3,6} {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,9})?`
const priority = String.raw`(?<priority><\d{1,3}>)?`
const ident = String.raw`(?<ident>[^\s:\[\]]{1,128})`
const pid = String.raw`\[(?<pid>\d{1,10})\]`
const source = String.raw`(?:(?<host>\S{1,256}) )?${ident}(?:${pid})?: ?`
const sourceWithPid = String.raw`(?:(?<host>\S{1,256}) )?${ident}${pid}: ?`

const layouts: readonly RegExp[] = [
  String.raw`(?<priority><\d{1,3}>)1 (?<time>\S{1,40}) (?<host>\S{1,256}) (?<ident>\S{1,128}) (?<pid>\S{1,128}) \S{1,64} (?:-|(?:\[(?:[^\]\\]|\\.)*\])+) ?`,
  String.raw`(?<time>${date}) (?<stream>stdout|stderr) (?<part>[FP])(?::\S*)?(?: |$)`,
  String.raw`${priority}(?:\p{L}{2,3}\.? )?(?<time>${date}) ${sourceWithPid}`,
  String.raw`(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?[+-]\d\d:?\d\d) (?<host>\S{1,256}) ${ident}: ?`,
  String.raw`${priority}(?<time>${monthDay}) ${source}`,
  String.raw`(?<time>\d{9,10}\.\d{6}) ${sourceWithPid}`,
  String.raw`\[ {0,8}\d{1,9}\.\d{6}\] ${sourceWithPid}`,
  String.raw`${ident}${pid}: `,
  String.raw`(?<container>[\w.-]{1,128}) +\| (?:(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z) )?`,
  String.raw`(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) `,
].map(text => new RegExp(`^${text}`, 'du'))

/** The prefix of a line, or `undefined` when it has none. */
export function readLinePrefix(
  bytes: Buffer,
  start: number,
  end: number,
  readTime: TimeReader,
): LinePrefix | undefined {
  if (!mayBeginPrefix(bytes[start])) return undefined
  const text = bytes.toString('latin1', start, Math.min(end, start + longestPrefix))
  for (const layout of layouts) {
    const match = layout.exec(text)
    if (match) return prefixOf(match, bytes, start, end, readTime)
  }
  return undefined
}

/** A digit, a letter, `<` or `[`; letters of other alphabets begin the names of days and months. */
function mayBeginPrefix(first: number | undefined): boolean {
  if (first === undefined || first < 48) return false
  return first !== 123 && first !== 125
}

function prefixOf(
  match: RegExpExecArray,
  bytes: Buffer,
  start: number,
  end: number,
  readTime: TimeReader,
): LinePrefix {
  const groups = match.indices?.groups ?? {}
  const range = (name: string): Range => {
    const found = groups[name]
    return found ? [start + found[0], start + found[1]] : [0, 0]
  }
  const time = range('time')
  const inner = start + match[0].length
  return {
    inner: inner + (bytes[inner] === 0xef && bytes[inner + 1] === 0xbb && bytes[inner + 2] === 0xbf ? 3 : 0),
    timeMs: prefixTime(bytes, time, readTime),
    priority: range('priority'),
    host: range('host'),
    ident: range('ident'),
    pid: range('pid'),
    stream: range('stream'),
    isPartial: match.groups?.part === 'P' && inner < end,
    isCertain: match.groups?.container === undefined,
  }
}

/** `1795225163.873161` is journalctl's short-unix. */
function prefixTime(bytes: Buffer, [from, end]: Range, readTime: TimeReader): number {
  if (from === end) return NaN
  const isUnix = bytes[from + 9] === 46 || bytes[from + 10] === 46
  return isUnix
    ? Math.floor(Number(bytes.toString('latin1', from, end)) * 1000 + 1e-3)
    : readTime(bytes, from, end)
}

/** Fields of a prefix under the names that journald has for them. */
export function addPrefixFields({ host, ident, pid, stream }: LinePrefix, table: FieldTable): void {
  const named: readonly (readonly [string, Range])[] = [
    ['_HOSTNAME', host],
    ['SYSLOG_IDENTIFIER', ident],
    ['_PID', pid],
    ['stream', stream],
  ]
  for (const [name, [from, end]] of named) if (end > from) addField(table, 0, 0, from, end, RAW, name)
}
