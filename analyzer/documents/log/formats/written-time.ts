// Times with the name of a month, as syslog, `date` and Go's other layouts write them:
// `Nov 21 09:08:08`, `Nov 21 09:08:08.123456`, `Sat Nov 21 09:08:08 CET 2026`, `Sat, 21 Nov 2026 09:08:08 +0100`, `21 Nov 26 09:08 UTC`.
import { SPACE } from '../bytes.js'
import { timeOfDayEnd } from './time-shapes.js'
import { zoneOffsetMs } from './zones.js'

/** English names and those that journalctl prints under German, French, Spanish and Italian locales, three letters each. */
const months: readonly (readonly string[])[] = [
  ['jan', 'ene', 'gen'],
  ['feb', 'fev', 'fév'],
  ['mar', 'mär', 'mrz'],
  ['apr', 'avr', 'abr'],
  ['may', 'mai', 'mag'],
  ['jun', 'jui', 'giu'],
  ['jul', 'lug'],
  ['aug', 'aoû', 'ago'],
  ['sep', 'set'],
  ['oct', 'okt', 'ott'],
  ['nov'],
  ['dec', 'dez', 'déc', 'dic'],
]
const monthOfName: ReadonlyMap<string, number> = new Map([
  ...months.flatMap((names, month) => names.map(name => [name, month] as const)),
  ['juil', 6],
])

/** English months by their bytes: `Jan` is 0x4a616e. */
const monthOfBytes: ReadonlyMap<number, number> = new Map(
  ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map(
    (name, month) => [packed(Buffer.from(name), 0), month] as const,
  ),
)

function packed(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
}

/** `Nov 21 09:08:08[.123456]` without a string, as lines of syslog come by the million; NaN for any other form. */
export function readMonthDay(bytes: Uint8Array, from: number, end: number, nearMs: number): number {
  const month = bytes[from + 3] === SPACE ? monthOfBytes.get(packed(bytes, from)) : undefined
  const clockAt = from + 7
  if (month === undefined || nearMs !== nearMs || timeOfDayEnd(bytes, clockAt, end) !== end) return NaN
  const day = digits(bytes, from + 4, 2)
  const [hour, minute, second] = [
    digits(bytes, clockAt, 2),
    digits(bytes, clockAt + 3, 2),
    digits(bytes, clockAt + 6, 2),
  ]
  if (!(day >= 1 && day <= 31 && hour <= 23 && minute <= 59 && second <= 60)) return NaN
  const ms = end > clockAt + 8 ? Math.floor(Number(`0.${latin1(bytes, clockAt + 9, end)}`) * 1000 + 1e-6) : 0
  const time = ((hour * 60 + minute) * 60 + second) * 1000 + ms
  return nearest(nearMs, year => dayMs(year, month, day) + time)
}

/** NaN where a month has no such day. */
function dayMs(year: number, month: number, day: number): number {
  const ms = Date.UTC(year, month, day)
  return day <= 28 || new Date(ms).getUTCMonth() === month ? ms : NaN
}

/** A blank counts as 0: days may be written ` 1`. */
function digits(bytes: Uint8Array, from: number, count: number): number {
  let value = 0
  for (let at = from; at < from + count; at++) {
    const byte = bytes[at] ?? 0
    if (byte !== SPACE && (byte < 48 || byte > 57)) return NaN
    value = value * 10 + (byte === SPACE ? 0 : byte - 48)
  }
  return value
}

function latin1(bytes: Uint8Array, from: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(from, end))
}

const clock = /(?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?)?/.source
const zone = /(?<zone>[A-Z]{1,5}|[+-]\d\d:?\d\d)/.source
const month = /(?<month>\p{L}{3,4})\.?/u.source

const layouts: readonly RegExp[] = [
  // time.ANSIC, UnixDate, RubyDate and Stamp; syslog
  new RegExp(
    `^(?:\\p{L}{2,3}\\.?,? )?${month} {1,2}(?<day>\\d{1,2}) ${clock}(?: ${zone})?(?: (?<year>\\d{4}))?(?![\\d:])`,
    'u',
  ),
  // time.RFC822, RFC850, RFC1123
  new RegExp(
    `^(?:\\p{L}{3,9}, )?(?<day>\\d{1,2})[ -]${month}[ -](?<year>\\d{4}|\\d{2}) ${clock}(?: ${zone})?`,
    'u',
  ),
]

/** Epoch milliseconds, or NaN. Without a year, the one that brings the time nearest to `nearMs`; NaN when that is not known. */
export function readWrittenTime(latin1: string, nearMs: number): number {
  const text = Buffer.from(latin1, 'latin1').toString('utf8')
  for (const layout of layouts) {
    const groups = layout.exec(text)?.groups
    if (groups) return timeOf(groups, nearMs)
  }
  return NaN
}

type Groups = Readonly<Record<string, string | undefined>>

function timeOf(groups: Groups, nearMs: number): number {
  const named = (groups.month ?? '').toLowerCase()
  const month = monthOfName.get(named) ?? monthOfName.get(named.slice(0, 3))
  if (month === undefined) return NaN
  const offset = zoneMs(groups.zone)
  const inYear = (year: number) => inYearMs(year, month, groups) - offset
  if (groups.year !== undefined) {
    return inYear(groups.year.length === 2 ? 2000 + Number(groups.year) : Number(groups.year))
  }
  return Number.isNaN(nearMs) ? NaN : nearest(nearMs, inYear)
}

function inYearMs(year: number, month: number, groups: Groups): number {
  const [day = NaN, hour = NaN, minute = NaN] = [groups.day, groups.hour, groups.minute].map(Number)
  const second = Number(groups.second ?? 0)
  if (!(day >= 1 && hour <= 23 && minute <= 59 && second <= 60)) return NaN
  const ms = Number((groups.fraction ?? '0').padEnd(3, '0').slice(0, 3))
  return dayMs(year, month, day) + ((hour * 60 + minute) * 60 + second) * 1000 + ms
}

/** A log goes on over New Year's Eve, in either direction from the known time; 29 February is in leap years only. */
function nearest(nearMs: number, inYear: (year: number) => number): number {
  const year = new Date(nearMs).getUTCFullYear()
  let best = inYear(year)
  if (Math.abs(best - nearMs) < halfYearMs) return best
  for (const away of yearsAway) {
    const ms = inYear(year + away)
    // NaN is never nearer.
    if (Number.isNaN(best) || Math.abs(ms - nearMs) < Math.abs(best - nearMs)) best = ms
  }
  return best
}

/** Leap years are up to eight years apart. */
const yearsAway = [-1, 1, -2, 2, -3, 3, -4, 4, -8, 8]

const halfYearMs = 182 * 86_400_000

function zoneMs(zone: string | undefined): number {
  if (zone === undefined) return 0
  const offset = /^([+-])(\d\d):?(\d\d)$/.exec(zone)
  if (!offset) return zoneOffsetMs(zone)
  const minutes = Number(offset[2]) * 60 + Number(offset[3])
  return (offset[1] === '-' ? -1 : 1) * minutes * 60_000
}
