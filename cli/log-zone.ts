// The zone in which `logs` reads and shows times: people who saw the fault tell when it was by their own clocks.
import { failure } from './failure.js'

export interface Zone {
  /** How far its clocks are ahead of UTC at a time. */
  readonly offsetMs: (ms: number) => number
}

export const utc: Zone = { offsetMs: () => 0 }

/** Clocks change on a quarter of an hour. */
const stepMs = 900_000

/** `+01:00` or a name such as `Europe/Berlin`. */
export function readZone(text: string): Zone {
  if (/^(?:utc|z)$/i.test(text)) return utc
  const fixed = writtenOffsetMs(text)
  if (fixed !== undefined) return { offsetMs: () => fixed }
  const parts = namedZone(text)
  if (!parts) throw failure(`--time-zone needs +01:00 or a name such as Europe/Berlin, not "${text}".`)
  let known = { step: NaN, offsetMs: 0 }
  return {
    offsetMs: ms => {
      const step = Math.floor(ms / stepMs)
      if (step !== known.step && Math.abs(ms) < 8e15)
        known = { step, offsetMs: offsetAt(parts, step * stepMs) }
      return known.offsetMs
    },
  }
}

/** Of `Z`, `UTC`, `+01:00`, `-0530`; `undefined` for anything else. */
export function writtenOffsetMs(text: string): number | undefined {
  if (text === 'Z' || text === 'UTC') return 0
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(text) ?? []
  if (sign === undefined || Number(hours) > 14 || Number(minutes) > 59) return undefined
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

/** When clocks in the zone show this, given as if it were UTC. A time that they pass over or show twice is one of the two. */
export function fromClock(clockMs: number, { offsetMs }: Zone): number {
  const guess = clockMs - offsetMs(clockMs)
  return clockMs - offsetMs(guess)
}

export type TimeText = (ms: number) => string

/** `2026-11-21T09:44:02.123+01:00`. Records come many to the minute, so all but the seconds is written once a minute. */
export function timeText({ offsetMs }: Zone): TimeText {
  let known = { minute: NaN, start: '', end: '' }
  return ms => {
    const minute = Math.floor(ms / 60_000)
    if (minute !== known.minute) known = { minute, ...minuteText(minute * 60_000, offsetMs(ms)) }
    const rest = String(Math.trunc(ms - minute * 60_000)).padStart(5, '0')
    return `${known.start}${rest.slice(0, 2)}.${rest.slice(2)}${known.end}`
  }
}

function minuteText(ms: number, offsetMs: number): { readonly start: string; readonly end: string } {
  const start = new Date(ms + offsetMs).toISOString().slice(0, -'00.000Z'.length)
  if (offsetMs === 0) return { start, end: 'Z' }
  const minutes = Math.abs(offsetMs) / 60_000
  const two = (number: number) => String(number).padStart(2, '0')
  return {
    start,
    end: `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`,
  }
}

function namedZone(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return undefined
  }
}

function offsetAt(format: Intl.DateTimeFormat, ms: number): number {
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  const clock = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  // Before zones there were local mean times, with seconds.
  return Math.round((clock - ms) / 60_000) * 60_000
}
