// Where a written time ends, told by its bytes alone: what stands there is read by timestamp.ts.
import { COLON, isDigit, SPACE } from '../bytes.js'

/** After `2026-11-21T09:08:08.123456Z`, `2026-11-21 09:08:08 CET`, `…+0000`; -1 when no such time begins here. */
export function dateEnd(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 19 || bytes[start + 4] !== 45 || bytes[start + 7] !== 45) return -1
  if (bytes[start + 10] !== 84 && bytes[start + 10] !== SPACE) return -1
  if (!allDigits(bytes, start, 4) || !allDigits(bytes, start + 5, 2) || !allDigits(bytes, start + 8, 2))
    return -1
  const at = timeOfDayEnd(bytes, start + 11, end)
  return at === -1 ? -1 : zoneEnd(bytes, at, end)
}

/** After `09:08:08` or `09:08:08.123456`. */
export function timeOfDayEnd(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 8 || bytes[start + 2] !== COLON || bytes[start + 5] !== COLON) return -1
  if (!allDigits(bytes, start, 2) || !allDigits(bytes, start + 3, 2) || !allDigits(bytes, start + 6, 2))
    return -1
  let at = start + 8
  if ((bytes[at] === 46 || bytes[at] === 44) && isDigit(bytes[at + 1])) {
    at++
    while (at < end && isDigit(bytes[at])) at++
  }
  return at
}

/** After `Nov 21 09:08:08`; months of other languages may be longer. */
export function monthDayEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && at - start < 7 && bytes[at] !== SPACE && !isDigit(bytes[at])) at++
  if (at - start < 3 || bytes[at] !== SPACE) return -1
  while (bytes[at] === SPACE && at - start < 9) at++
  if (!isDigit(bytes[at])) return -1
  at += isDigit(bytes[at + 1]) ? 2 : 1
  return bytes[at] === SPACE ? timeOfDayEnd(bytes, at + 1, end) : -1
}

/** After `Z`, `+01:00`, ` +0100`, ` CET`; the same position where no zone is written. */
function zoneEnd(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] === 90) return at + 1
  const from = bytes[at] === SPACE ? at + 1 : at
  if (bytes[from] === 43 || bytes[from] === 45) return offsetEnd(bytes, from) ?? at
  if (from === at) return at
  if (bytes[from] === 90 && bytes[from + 1] === SPACE) return from + 1
  let stop = from
  while (stop < end && isCapital(bytes[stop])) stop++
  return stop - from >= 3 && stop - from <= 5 && bytes[stop] === SPACE ? stop : at
}

function offsetEnd(bytes: Uint8Array, sign: number): number | undefined {
  const minutes = bytes[sign + 3] === COLON ? sign + 4 : sign + 3
  return allDigits(bytes, sign + 1, 2) && allDigits(bytes, minutes, 2) ? minutes + 2 : undefined
}

function isCapital(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 65 && byte <= 90
}

function allDigits(bytes: Uint8Array, from: number, count: number): boolean {
  for (let at = from; at < from + count; at++) if (!isDigit(bytes[at])) return false
  return true
}
