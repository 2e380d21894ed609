// Reads the times of log lines from their digits, without making strings: `2026-11-21 08:40:25.997 Z`,
// `2022-08-17 20:37:52.846 +01:00`, `2019-11-11T23:59:07.123+0100`, `2017/03/14 21:20:02 CET`, and epoch numbers.
// What is written otherwise goes to written-time.ts.
import { isDigit, SPACE } from '../bytes.js'
import { readMonthDay, readWrittenTime } from './written-time.js'
import { zoneOffsetMs } from './zones.js'

/** Epoch milliseconds of the time written in a range; NaN when it is none. A time without a zone is taken as UTC. */
export type TimeReader = (bytes: Uint8Array, from: number, end: number) => number

/** `YYYY-MM-DD HH:MM` */
const minuteLength = 16
/** Written times are short; more of a line is not looked at. */
const longestTime = 64

/**
 * Lines come many to the minute: the part up to the minute is worked out once and then only compared. A time without a year
 * (`Nov 21 09:08:08`) takes the one that brings it nearest to the latest time with a year, or before the first such time to
 * `nearMs` (when the packet was made); without either it is none.
 */
export function createTimeReader(nearMs = NaN): TimeReader {
  const known = new Uint8Array(minuteLength)
  let knownMs = NaN
  let latestMs = nearMs

  function readOther(bytes: Uint8Array, from: number, end: number): number {
    const quick = readMonthDay(bytes, from, end, latestMs)
    if (quick === quick) return quick
    const text = latin1(bytes, from, Math.min(end, from + longestTime))
    return readWrittenTime(text, latestMs)
  }

  return (bytes, from, end) => {
    if (end - from < minuteLength + 3) return readOther(bytes, from, end)
    for (let i = 0; i < minuteLength; i++) {
      if (bytes[from + i] === known[i]) continue
      knownMs = readMinute(bytes, from)
      known.set(bytes.subarray(from, from + minuteLength))
      break
    }
    const timeMs = knownMs + readRest(bytes, from + minuteLength, end)
    if (timeMs !== timeMs) return readOther(bytes, from, end)
    latestMs = timeMs
    return timeMs
  }
}

function readMinute(bytes: Uint8Array, at: number): number {
  const year = twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2)
  const month = twoDigits(bytes, at + 5)
  const day = twoDigits(bytes, at + 8)
  const hour = twoDigits(bytes, at + 11)
  const minute = twoDigits(bytes, at + 14)
  const separated =
    isOneOf(bytes[at + 4], '-/') && isOneOf(bytes[at + 7], '-/') && isOneOf(bytes[at + 10], ' T')
  if (!separated || bytes[at + 13] !== 58) return NaN
  return minuteMs(year, month, day, hour, minute)
}

function minuteMs(year: number, month: number, day: number, hour: number, minute: number): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59)) return NaN
  const ms = Date.UTC(year, month - 1, day, hour, minute)
  // 31 February would be 3 March.
  return new Date(ms).getUTCDate() === day ? ms : NaN
}

/** `:SS[.fraction][ ]zone`, in milliseconds to add. */
function readRest(bytes: Uint8Array, from: number, end: number): number {
  if (bytes[from] !== 58) return NaN
  const seconds = twoDigits(bytes, from + 1)
  if (!(seconds <= 60)) return NaN
  let at = from + 3
  let ms = 0
  if (at < end && isOneOf(bytes[at], '.,')) {
    at++
    for (let scale = 100; at < end && isDigit(bytes[at]); at++, scale /= 10) {
      if (scale >= 1) ms += ((bytes[at] ?? 0) - 48) * scale
    }
  }
  return seconds * 1000 + ms - readZone(bytes, at, end)
}

/** Offset of the zone from UTC in milliseconds: ` Z`, ` +01:00`, `+0100`, `+01`, ` CET`; 0 when none is written. */
function readZone(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && bytes[at] === SPACE) at++
  if (at >= end || (bytes[at] === 90 && at + 1 >= end)) return 0
  const sign = bytes[at] === 43 ? 1 : bytes[at] === 45 ? -1 : 0
  if (sign === 0) return isCapital(bytes[at]) ? zoneOffsetMs(letters(bytes, at, end)) : 0
  if (end - at < 3) return 0
  const minutesAt = bytes[at + 3] === 58 ? at + 4 : at + 3
  const minutes = minutesAt + 1 < end ? twoDigits(bytes, minutesAt) : 0
  return sign * (twoDigits(bytes, at + 1) * 60 + (minutes === minutes ? minutes : 0)) * 60_000
}

function isCapital(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 65 && byte <= 90
}

/** The letters from a position on, at most six. */
function letters(bytes: Uint8Array, from: number, end: number): string {
  let to = from
  while (to < end && to - from < 6 && isCapital(bytes[to])) to++
  return latin1(bytes, from, to)
}

function latin1(bytes: Uint8Array, from: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(from, end))
}

/** NaN unless both are digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]
  const ones = bytes[at + 1]
  if (!isDigit(tens) || !isDigit(ones)) return NaN
  return ((tens ?? 0) - 48) * 10 + (ones ?? 0) - 48
}

function isOneOf(byte: number | undefined, characters: string): boolean {
  return byte !== undefined && (byte === characters.charCodeAt(0) || byte === characters.charCodeAt(1))
}

/** Epoch numbers as loggers write them: seconds (with a fraction), milliseconds, microseconds or nanoseconds. */
export function epochToMs(text: string): number {
  const value = Number(text)
  if (text === '' || !Number.isFinite(value) || value <= 0) return NaN
  // 1573516747.125 * 1000 may come out just below the whole number.
  if (value < 1e11) return Math.floor(value * 1000 + 1e-3)
  if (value < 1e14) return Math.floor(value)
  return Math.floor(value < 1e17 ? value / 1e3 : value / 1e6)
}
