// Lines that hold more than one record: a machine that loses power leaves half a record and NULs, and the first record after
// the next start, which tells of it, stands behind them in the same line; a full disk leaves half a record alone:
//   {"timestamp":"2026-11-21 08:40:34.316 Z","lev\0\0\0\0\0\0{"timestamp":"2026-11-21 08:52:10.001 Z","level":"info",…}
//   {"timestamp":"2026-11-21 08:40:34.316 Z","lev{"timestamp":"2026-11-21 08:52:10.001 Z","level":"info",…}
import { CLOSE_BRACE, indexWithin, startsWithAt } from '../bytes.js'
import { logLimits } from '../limits.js'

/** Within the text of a field its quotes are escaped. */
const beginning = Buffer.from('{"timestamp":"')

/** Records that one line is taken apart into; what follows stays with the last. */
const MOST_RECORDS = 16

export interface NulSearch {
  /** Whether a NUL stands in the range. Ranges are asked for in order. */
  readonly isIn: (bytes: Buffer, start: number, end: number) => boolean
}

/** NULs are rare: where the next one is gets looked up once, not for each line. */
export function createNulSearch(): NulSearch {
  let searched: Buffer | undefined
  let from = 0
  let next = 0
  return {
    isIn(bytes, start, end) {
      if (bytes !== searched || start < from || next < start) {
        searched = bytes
        from = start
        const found = bytes.indexOf(0, start)
        next = found === -1 ? Infinity : found
      }
      return next < end
    },
  }
}

/**
 * Whether another record may begin within a line, which begins one itself: a line costs one search for the next beginning.
 * A log whose records begin otherwise is not searched: there the next one may be a gigabyte away, once for each line.
 */
export function mayHoldMore(bytes: Buffer, start: number, end: number): boolean {
  if (!startsWithAt(bytes, start, beginning)) return false
  const next = bytes.indexOf(beginning, start + 1)
  return next !== -1 && next < end
}

/** Where further records begin within a line: behind NULs, and anywhere when the line is not one piece of JSON. */
export function recordsWithin(bytes: Buffer, start: number, end: number): readonly number[] {
  const places: number[] = []
  for (let at = start; places.length < MOST_RECORDS - 1;) {
    at = indexWithin(bytes, beginning, at + 1, end)
    if (at === -1) break
    places.push(at)
  }
  const isTorn = places.some(at => bytes[at - 1] !== 0) && !isWholeJson(bytes, start, end)
  return isTorn ? places : places.filter(at => bytes[at - 1] === 0)
}

/** Ends like an object, and is one. */
export function isWholeJson(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[end - 1] !== CLOSE_BRACE) return false
  try {
    JSON.parse(bytes.toString('utf8', start, Math.min(end, start + logLimits.valueBytes)))
    return true
  } catch {
    return false
  }
}

/** The end of what stands before NULs. */
export function beforeNuls(bytes: Buffer, start: number, end: number): number {
  let at = end
  while (at > start && bytes[at - 1] === 0) at--
  return at
}
