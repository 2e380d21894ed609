// Numbers, sizes and times as sentences have them: with separators and units, and a zone that is named.
import type { Analysis } from '../shared/wire.js'

export { severities } from '../../analyzer/severities.js'
export { isLacking, lightOf, type Light } from '../../analyzer/entry-light.js'

export type Finding = Analysis['findings'][number]
export type Evidence = Finding['evidence'][number]
export type Severity = Finding['severity']
export type EntryInfo = Analysis['packet']['entries'][number]
export type Zone = 'utc' | 'local'

export function numberWords(value: number): string {
  return value.toLocaleString('en-US')
}

/** `1 line`, `1,204,331 lines`. */
export function countWords(count: number, one: string, many = `${one}s`): string {
  return `${numberWords(count)} ${count === 1 ? one : many}`
}

/** How often a finding was seen: `3 times`, `at least 10,000 times`; nothing for once. */
export function timesWords({ count, countIsLeast }: Pick<Finding, 'count' | 'countIsLeast'>): string {
  if (count <= 1) return ''
  return `${countIsLeast === true ? 'at least ' : ''}${countWords(count, 'time')}`
}

export function bytesWords(bytes: number): string {
  if (bytes < 1000) return countWords(bytes, 'byte')
  const units = ['kB', 'MB', 'GB', 'TB']
  let value = bytes / 1000
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? 'TB'}`
}

/** `0 ms`, `3.4 s`, `2 min 5 s`, `3 h 20 min`, `4 d 2 h`. */
export function durationWords(ms: number): string {
  if (ms < 0) return `−${durationWords(-ms)}`
  if (ms > 0 && ms < 9.95) return `${ms.toFixed(ms < 0.1 ? 3 : 1)} ms`
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const [large, small, size, names] = durationUnits.find(([unit]) => ms >= unit) ?? lastUnit
  const whole = Math.floor(ms / large)
  const rest = Math.floor((ms - whole * large) / small)
  return `${numberWords(whole)} ${names}${rest === 0 ? '' : ` ${rest} ${size}`}`
}

/** Milliseconds of a unit and of the one below, and what they are called. */
type DurationUnit = readonly [number, number, string, string]
const lastUnit: DurationUnit = [60_000, 1000, 's', 'min']
const durationUnits: readonly DurationUnit[] = [
  [86_400_000, 3_600_000, 'h', 'd'],
  [3_600_000, 60_000, 'min', 'h'],
  lastUnit,
]

/** `2026-11-21 08:40:27 UTC`; what is no time stands as it was. */
export function timeWords(iso: string, zone: Zone): string {
  const parts = timeParts(iso, zone)
  return parts === undefined ? iso : `${parts.date} ${parts.time} ${parts.zone}`
}

/** From and to, with the date where it is not the day the packet was made on. */
export function spanWords(
  first: string | undefined,
  last: string | undefined,
  zone: Zone,
  day?: string,
): string {
  const from = first === undefined ? undefined : timeParts(first, zone)
  const to = last === undefined ? undefined : timeParts(last, zone)
  if (from === undefined) return ''
  const packetDay = day === undefined ? undefined : timeParts(day, zone)?.date
  const start = from.date === packetDay ? from.time : `${from.date} ${from.time}`
  if (to === undefined || (to.date === from.date && to.time === from.time)) return `${start} ${from.zone}`
  return `${start} – ${to.date === from.date ? to.time : `${to.date} ${to.time}`} ${to.zone}`
}

function timeParts(iso: string, zone: Zone) {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return undefined
  if (zone === 'utc') {
    const text = date.toISOString()
    return { date: text.slice(0, 10), time: text.slice(11, 19), zone: 'UTC' }
  }
  const two = (value: number) => String(value).padStart(2, '0')
  return {
    date: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
    time: `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`,
    zone: offsetWords(-date.getTimezoneOffset()),
  }
}

function offsetWords(minutes: number): string {
  const size = Math.abs(minutes)
  const clock = `${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`
  return minutes === 0 ? 'UTC' : `UTC${minutes < 0 ? '−' : '+'}${clock}`
}

/** The first step of a fix, for rows that have room for one. */
export function firstSentence(text: string): string {
  return /^.*?[.:](?=\s+["'(A-Z])/s.exec(text)?.[0].replace(/:$/, '.') ?? text
}

export function productWords(product: string | undefined): string {
  if (product === undefined) return 'Unknown product'
  return product.charAt(0).toUpperCase() + product.slice(1)
}

/** What a person calls a kind of document. */
export function kindWords(kind: string): string {
  return kindNames[kind] ?? kind.replaceAll('-', ' ')
}

const kindNames: Readonly<Record<string, string>> = {
  'mattermost-log': 'server log',
  'notifications-log': 'notification log',
  'ldap-log': 'LDAP log',
  'audit-log': 'audit log',
  'advanced-log': 'additional log',
  'cpu-profile': 'CPU profile',
  'heap-profile': 'memory profile',
  'tsdb-dump': 'metrics',
  config: 'configuration',
  stats: 'statistics',
  warning: 'warnings of the server',
  unknown: 'not part of the format',
}
