// Time layouts of the Go language, in which servers name the form of their timestamps: the layout is how Monday, 2 January 2006,
// 15:04:05.000 at seven hours west of Greenwich would look. `2006-01-02 15:04:05.000 Z07:00` gives `2026-11-21 08:36:07.639 Z`.

/** What servers write when nothing is configured. */
export const usualLayout = '2006-01-02 15:04:05.000 Z07:00'

/** A moment as somebody in a time zone tells it. */
interface Moment {
  /** Shifted by the offset, so that its UTC parts are the local ones. */
  readonly local: Date
  readonly offsetMinutes: number
}

type Part = (moment: Moment) => string

const two = (value: number): string => String(value).padStart(2, '0')
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = 'January February March April May June July August September October November December'.split(
  ' ',
)
const hour12 = (date: Date): number => date.getUTCHours() % 12 || 12
const dayOfYear = (date: Date): number =>
  Math.floor(
    (Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()) -
      Date.UTC(date.getUTCFullYear(), 0, 1)) /
      86_400_000,
  ) + 1

/** Longer ones first, so that none is taken for its beginning. */
const elements: readonly (readonly [string, Part])[] = [
  ['January', ({ local }) => months[local.getUTCMonth()] ?? ''],
  ['Jan', ({ local }) => (months[local.getUTCMonth()] ?? '').slice(0, 3)],
  ['Monday', ({ local }) => days[local.getUTCDay()] ?? ''],
  ['Mon', ({ local }) => (days[local.getUTCDay()] ?? '').slice(0, 3)],
  ['MST', zoneName],
  ['2006', ({ local }) => String(local.getUTCFullYear()).padStart(4, '0')],
  ['002', ({ local }) => String(dayOfYear(local)).padStart(3, '0')],
  ['01', ({ local }) => two(local.getUTCMonth() + 1)],
  ['02', ({ local }) => two(local.getUTCDate())],
  ['03', ({ local }) => two(hour12(local))],
  ['04', ({ local }) => two(local.getUTCMinutes())],
  ['05', ({ local }) => two(local.getUTCSeconds())],
  ['06', ({ local }) => two(local.getUTCFullYear() % 100)],
  ['15', ({ local }) => two(local.getUTCHours())],
  ['_2', ({ local }) => String(local.getUTCDate()).padStart(2)],
  ['PM', ({ local }) => (local.getUTCHours() < 12 ? 'AM' : 'PM')],
  ['pm', ({ local }) => (local.getUTCHours() < 12 ? 'am' : 'pm')],
  ['Z07:00:00', ({ offsetMinutes }) => zone(offsetMinutes, ':', 'Z', ':00')],
  ['Z070000', ({ offsetMinutes }) => zone(offsetMinutes, '', 'Z', '00')],
  ['Z07:00', ({ offsetMinutes }) => zone(offsetMinutes, ':', 'Z')],
  ['Z0700', ({ offsetMinutes }) => zone(offsetMinutes, '', 'Z')],
  ['Z07', ({ offsetMinutes }) => hours(offsetMinutes, 'Z')],
  ['-07:00:00', ({ offsetMinutes }) => zone(offsetMinutes, ':', undefined, ':00')],
  ['-070000', ({ offsetMinutes }) => zone(offsetMinutes, '', undefined, '00')],
  ['-07:00', ({ offsetMinutes }) => zone(offsetMinutes, ':')],
  ['-0700', ({ offsetMinutes }) => zone(offsetMinutes, '')],
  ['-07', ({ offsetMinutes }) => hours(offsetMinutes)],
  ['1', ({ local }) => String(local.getUTCMonth() + 1)],
  ['2', ({ local }) => String(local.getUTCDate())],
  ['3', ({ local }) => String(hour12(local))],
  ['4', ({ local }) => String(local.getUTCMinutes())],
  ['5', ({ local }) => String(local.getUTCSeconds())],
]

function sign(offsetMinutes: number): string {
  return offsetMinutes < 0 ? '-' : '+'
}

function hours(offsetMinutes: number, utc?: string): string {
  if (offsetMinutes === 0 && utc !== undefined) return utc
  return sign(offsetMinutes) + two(Math.floor(Math.abs(offsetMinutes) / 60))
}

function zone(offsetMinutes: number, between: string, utc?: string, seconds = ''): string {
  if (offsetMinutes === 0 && utc !== undefined) return utc
  return hours(offsetMinutes) + between + two(Math.abs(offsetMinutes) % 60) + seconds
}

/** Node.js does not tell abbreviations of zones: as in Go for a zone without one. */
function zoneName({ offsetMinutes }: Moment): string {
  if (offsetMinutes === 0) return 'UTC'
  const minutes = Math.abs(offsetMinutes) % 60
  return hours(offsetMinutes) + (minutes === 0 ? '' : two(minutes))
}

/** `.000` or `,000` after seconds: as many digits as zeros. `.999` leaves zeros at the end out. */
const fraction = /^[.,](0{1,9}|9{1,9})(?!\d)/

function fractionPart(layout: string): readonly [string, Part] | undefined {
  const [text, digits] = fraction.exec(layout) ?? []
  if (text === undefined || digits === undefined) return undefined
  return [text, ({ local }) => told(text[0] ?? '.', local.getUTCMilliseconds(), digits)]
}

function told(point: string, milliseconds: number, digits: string): string {
  const all = String(milliseconds).padStart(3, '0').padEnd(9, '0').slice(0, digits.length)
  if (digits.startsWith('0')) return point + all
  const kept = all.replace(/0+$/, '')
  return kept === '' ? '' : point + kept
}

interface Compiled {
  readonly parts: readonly (string | Part)[]
  readonly names: ReadonlySet<string>
}

/** A layout comes from a configuration; a timestamp is short. */
const LONGEST = 200

function compile(layout: string): Compiled {
  const parts: (string | Part)[] = []
  const names = new Set<string>()
  let text = ''
  for (let at = 0; at < Math.min(layout.length, LONGEST);) {
    const rest = layout.slice(at)
    const element = fractionPart(rest) ?? elements.find(([name]) => rest.startsWith(name))
    if (element === undefined) {
      text += layout[at++] ?? ''
      continue
    }
    if (text !== '') parts.push(text)
    text = ''
    parts.push(element[1])
    names.add(element[0])
    at += element[0].length
  }
  return { parts: text === '' ? parts : [...parts, text], names }
}

export type TimeFormat = (timeMs: number) => string

/**
 * Writes times in a layout, in the zone of this machine or at a fixed offset (minutes east of Greenwich).
 * Records come many in a millisecond, so the last time is kept.
 */
export function timeFormat(layout: string, offsetMinutes?: number): TimeFormat {
  const { parts } = compile(layout)
  let lastMs = NaN
  let last = ''
  return timeMs => {
    if (timeMs === lastMs) return last
    const offset = offsetMinutes ?? -new Date(timeMs).getTimezoneOffset()
    const moment = { local: new Date(timeMs + offset * 60_000), offsetMinutes: offset }
    lastMs = timeMs
    last = parts.map(part => (typeof part === 'string' ? part : part(moment))).join('')
    return last
  }
}

const tellsHour = ['15', '03', '3']
const tellsMinute = ['04', '4']

/** Whether times in the layout tell at least hour and minute. `YYYY-MM-DD` and `%H:%M` are layouts of other languages. */
export function isTimeLayout(layout: string): boolean {
  const { names } = compile(layout)
  return tellsHour.some(name => names.has(name)) && tellsMinute.some(name => names.has(name))
}

const named: Readonly<Record<string, string>> = {
  rfc3339: '2006-01-02T15:04:05Z07:00',
  rfc3339nano: '2006-01-02T15:04:05.999999999Z07:00',
  iso8601: '2006-01-02T15:04:05.000Z07:00',
  rfc1123: 'Mon, 02 Jan 2006 15:04:05 MST',
  rfc822: '02 Jan 06 15:04 MST',
  ansic: 'Mon Jan _2 15:04:05 2006',
  unixdate: 'Mon Jan _2 15:04:05 MST 2006',
  datetime: '2006-01-02 15:04:05',
}

/** The layout that a well-known name stands for. */
export function layoutOfName(name: string): string | undefined {
  return named[name.toLowerCase().replace(/[\s_-]/g, '')]
}
