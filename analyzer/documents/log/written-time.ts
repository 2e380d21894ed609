// Times with the name of a month, as syslog, `date` and Go's other layouts write them:
// `Nov 21 09:08:08`, `Nov 21 09:08:08.123456`, `Sat Nov 21 09:08:08 CET 2026`, `Sat, 21 Nov 2026 09:08:08 +0100`, `21 Nov 26 09:08 UTC`.
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
  const ms = Date.UTC(year, month, day, hour, minute, second)
  if (new Date(Date.UTC(year, month, day)).getUTCMonth() !== month) return NaN
  return ms + Number((groups.fraction ?? '0').padEnd(3, '0').slice(0, 3))
}

/** A log goes on over New Year's Eve, in either direction from the known time; 29 February is in leap years only. */
function nearest(nearMs: number, inYear: (year: number) => number): number {
  const year = new Date(nearMs).getUTCFullYear()
  const times = [year - 1, year, year + 1].map(inYear).filter(ms => !Number.isNaN(ms))
  return times.reduce(
    (best, ms) => (Math.abs(ms - nearMs) < Math.abs(best - nearMs) ? ms : best),
    times[0] ?? NaN,
  )
}

function zoneMs(zone: string | undefined): number {
  if (zone === undefined) return 0
  const offset = /^([+-])(\d\d):?(\d\d)$/.exec(zone)
  if (!offset) return zoneOffsetMs(zone)
  const minutes = Number(offset[2]) * 60 + Number(offset[3])
  return (offset[1] === '-' ? -1 : 1) * minutes * 60_000
}
