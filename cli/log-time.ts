// Times as people give them to `logs`: absolute, of day, or counted back from the end of the packet. Never from the clock.
import { durationMs } from '../analyzer/engine/duration.js'
import { failure } from './failure.js'
import { fromClock, writtenOffsetMs, type Zone } from './log-zone.js'

/** A time, and how long the unit lasts that it was written to: `08:44` is a minute, `08:44:02` a second. */
export interface WrittenTime {
  readonly ms: number
  readonly spanMs: number
}

const date = String.raw`(\d{4})-(\d\d)-(\d\d)`
const timeOfDay = String.raw`(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?`
const zone = String.raw`\s*(Z|UTC|[+-]\d\d:?\d\d)?`
const absolute = new RegExp(`^${date}(?:[T ]${timeOfDay}${zone})?$`)
const ofDay = new RegExp(`^${timeOfDay}${zone}$`)
const dayMs = 86_400_000

/** True when the time can be told only by knowing when the packet was made. */
export function needsPacketEnd(text: string): boolean {
  return text.startsWith('-') || ofDay.test(text)
}

/** When the packet was made, if that is known, and the zone of times that name none. */
export interface TimeFrame {
  readonly packetEndMs: number | undefined
  readonly zone: Zone
}

/** `2026-11-21T08:44:02Z`, `2026-11-21 09:44 +01:00`, `2026-11-21`, `08:44:02`, `-10m`, epoch seconds or milliseconds. */
export function readTime(option: string, text: string, frame: TimeFrame): WrittenTime {
  const { packetEndMs, zone } = frame
  const whole = absolute.exec(text)
  if (whole) return readAbsolute(option, text, whole, zone)
  if (/^\d{10}$/.test(text)) return { ms: Number(text) * 1000, spanMs: 1000 }
  if (/^\d{13}$/.test(text)) return { ms: Number(text), spanMs: 1 }
  const back = text.startsWith('-') ? durationMs(text.slice(1)) : undefined
  const day = ofDay.exec(text)
  if (back === undefined && !day) throw noTime(option, text)
  if (packetEndMs === undefined)
    throw failure(`${option} ${text}: the packet does not say when it was made; give a date and time.`)
  return back === undefined
    ? onLastDay(option, text, packetEndMs, zone)
    : { ms: packetEndMs - back, spanMs: 1 }
}

function noTime(option: string, text: string): Error {
  const forms = '2026-11-21T08:44:02Z, 08:44 or -10m'
  return failure(`${option} needs a time such as ${forms}, not "${text}".`)
}

function readAbsolute(option: string, text: string, match: RegExpExecArray, zone: Zone): WrittenTime {
  const [, year, month, day, hour, minute, second, fraction, offset] = match
  const startOfDay = Date.UTC(Number(year), Number(month) - 1, Number(day))
  const isDate = new Date(startOfDay).toISOString().startsWith(match[0].slice(0, 10))
  const isTime = Number(hour ?? 0) < 24 && Number(minute ?? 0) < 60 && Number(second ?? 0) <= 60
  if (!isDate || !isTime) throw noTime(option, text)
  if (hour === undefined) return wholeDay(startOfDay, zone)
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second ?? 0)
  const ms = Number((fraction ?? '').padEnd(3, '0').slice(0, 3))
  return {
    ms: inUtc(startOfDay + seconds * 1000 + ms, offset, zone),
    spanMs:
      second === undefined ? 60_000 : fraction === undefined ? 1000 : 10 ** Math.max(0, 3 - fraction.length),
  }
}

/** A day on which clocks change has 23 or 25 hours. */
function wholeDay(clockMs: number, zone: Zone): WrittenTime {
  const ms = fromClock(clockMs, zone)
  return { ms, spanMs: fromClock(clockMs + dayMs, zone) - ms }
}

function inUtc(clockMs: number, offset: string | undefined, zone: Zone): number {
  const written = offset === undefined ? undefined : writtenOffsetMs(offset)
  return written === undefined ? fromClock(clockMs, zone) : clockMs - written
}

/** A time of day is that of the day on which the packet was made, or of the day before where that would be later. */
function onLastDay(option: string, text: string, packetEndMs: number, zone: Zone): WrittenTime {
  const day = new Date(packetEndMs + zone.offsetMs(packetEndMs)).toISOString().slice(0, 10)
  const match = absolute.exec(`${day}T${text}`)
  if (!match) throw noTime(option, text)
  const time = readAbsolute(option, text, match, zone)
  return time.ms > packetEndMs ? { ...time, ms: time.ms - dayMs } : time
}

/** A length of time such as `30s` or `5m`, in milliseconds. */
export function readDuration(option: string, text: string): number {
  const ms = durationMs(text)
  if (ms === undefined) throw failure(`${option} needs a duration such as 30s, 5m or 1h, not "${text}".`)
  return ms
}
