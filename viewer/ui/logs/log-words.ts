// Times, levels and counts of logs as a person reads them.
import type { LogOverview, LogRow } from '../../shared/logs.js'
import { bytesWords, countWords, numberWords, type Severity, type Zone } from '../words.js'
import type { LogReading } from '../../shared/logs.js'

/** The severity whose colour a level has; quiet ones have none. */
export function severityOf(level: string): Severity | undefined {
  switch (level) {
    case 'panic':
    case 'fatal':
    case 'critical':
      return 'critical'
    case 'error':
    case 'logerror':
    case 'LDAPError':
      return 'error'
    case 'warn':
    case 'LDAPWarn':
      return 'warning'
    case 'info':
    case 'LDAPInfo':
    case 'stdlog':
      return 'info'
    default:
      return undefined
  }
}

/** The name of the class that gives a level its colour. */
export function levelClass(level: string): string {
  const severity = severityOf(level)
  return severity === undefined ? 'is-quiet' : `is-${severity}`
}

interface Clock {
  readonly date: string
  readonly time: string
}

/** Date and time of day, to the millisecond, in the zone that is shown. */
export function clockOf(ms: number, zone: Zone): Clock | undefined {
  const shifted = zone === 'utc' ? ms : ms - new Date(ms).getTimezoneOffset() * 60_000
  if (!(Math.abs(shifted) < 8.64e15)) return undefined
  const iso = new Date(shifted).toISOString()
  const cut = iso.indexOf('T')
  return { date: iso.slice(0, cut), time: iso.slice(cut + 1, -1) }
}

/** Whether rows need the date: the logs are of more than one day. */
export function isManyDays({ firstMs, lastMs }: LogOverview, zone: Zone): boolean {
  if (firstMs === undefined || lastMs === undefined) return false
  return clockOf(firstMs, zone)?.date !== clockOf(lastMs, zone)?.date
}

/** `08:40:25.997`, with the month and day where needed. */
export function rowTime({ timeMs }: Pick<LogRow, 'timeMs'>, zone: Zone, withDate: boolean): string {
  const clock = timeMs === undefined ? undefined : clockOf(timeMs, zone)
  if (clock === undefined) return 'no time'
  return withDate ? `${clock.date.slice(-5)} ${clock.time}` : clock.time
}

/** As short as the width of a bar allows: `11-21 08:40`, `08:40:25`. */
export function barTime(ms: number, widthMs: number, zone: Zone): string {
  const clock = clockOf(ms, zone)
  if (clock === undefined) return ''
  if (widthMs >= 86_400_000) return clock.date
  return `${clock.date} ${clock.time.slice(0, widthMs >= 60_000 ? 5 : widthMs >= 1_000 ? 8 : 12)}`
}

/** `10 s`, `5 min`, `6 h`, `1 d`. */
export function widthWords(ms: number): string {
  const units = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1_000, 's'],
  ] as const
  const found = units.find(([size]) => ms >= size && ms % size === 0)
  return found === undefined ? `${ms} ms` : `${ms / found[0]} ${found[1]}`
}

export function readingWords({ doneBytes, totalBytes }: LogReading): string {
  const done = bytesWords(doneBytes)
  return totalBytes === undefined
    ? `Reading the logs: ${done} so far…`
    : `Reading the logs: ${done} of ${bytesWords(totalBytes)}…`
}

/** `13,941 of 2,016,513 records`. */
export function matchedWords({ matched, total }: Pick<LogOverview, 'matched' | 'total'>): string {
  if (matched === total) return countWords(total, 'record')
  return `${numberWords(matched)} of ${countWords(total, 'record')}`
}

export function percentWords(share: number): string {
  return `${Math.floor(share * 100)} %`
}

/**
 * A time that a person types: ISO, `2026-11-21 08:40`, or a time of day, which is that of the day given. In epoch
 * milliseconds; as an end, up to the last millisecond of what was typed. Undefined for what is no time.
 */
export function typedTime(text: string, zone: Zone, dayMs: number, isEnd: boolean): number | undefined {
  const day = clockOf(dayMs, zone)?.date ?? ''
  const found = /^(?:(\d{4}-\d\d-\d\d)[T ]?)?(?:(\d{1,2}:\d\d)(:\d\d)?(\.\d{1,3})?)?(Z| ?UTC)?$/i.exec(
    text.trim(),
  )
  if (found === null || text.trim() === '') return undefined
  const [, date = day, minute, second, fraction] = found
  const hour = minute?.padStart(5, '0')
  const rest = isEnd ? restOf(minute, second, fraction) : 0
  const written = `${date}T${hour ?? '00:00'}${second ?? ':00'}${(fraction ?? '.').padEnd(4, '0')}`
  const ms = Date.parse(zone === 'utc' || found[5] !== undefined ? `${written}Z` : written)
  return Number.isNaN(ms) ? undefined : ms + rest
}

/** To the end of the day, minute or second that was typed. */
function restOf(
  minute: string | undefined,
  second: string | undefined,
  fraction: string | undefined,
): number {
  if (minute === undefined) return 86_399_999
  if (second === undefined) return 59_999
  return fraction === undefined ? 999 : 0
}
