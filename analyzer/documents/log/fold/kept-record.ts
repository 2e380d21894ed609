// A record that may be shown later: its bytes are copied out of a buffer that is used again, and decoded when it is shown.
import { createFramer } from '../formats/framer.js'
import { NEWLINE } from '../bytes.js'
import { logLimits } from '../limits.js'
import { decodeRecord, type RecordPlace } from '../formats/record.js'
import type { LogRecord } from '../types.js'

/** Where a record stands, and when it was written. */
export interface TimedPlace extends RecordPlace {
  readonly timeMs: number | undefined
}

export interface KeptRecord {
  readonly place: TimedPlace
  readonly decode: () => LogRecord
}

/** Long ones are decoded at once, as that bounds them. */
export function keepRecord(bytes: Buffer, start: number, end: number, place: TimedPlace): KeptRecord {
  if (end - start > logLimits.keptBytes) {
    const record = decodeAt(bytes, start, end, place)
    return { place, decode: () => record }
  }
  const copy = Buffer.from(bytes.subarray(start, end))
  return { place, decode: () => decodeAt(copy, 0, copy.length, place) }
}

let decoded: LogRecord | undefined
let at: TimedPlace | undefined
const framer = createFramer(
  {
    record(bytes, head) {
      if (at) decoded ??= { ...decodeRecord(bytes, head, at), timeMs: at.timeMs }
    },
    bad: () => undefined,
  },
  { beyondBound: 'dropped' },
)

/** Decodes the record that stands in a range. */
export function decodeAt(bytes: Buffer, start: number, end: number, place: TimedPlace): LogRecord {
  decoded = undefined
  at = place
  const range = bytes.subarray(start, end)
  for (let line = 0, from = 0; from <= range.length; line++) {
    const newline = range.indexOf(NEWLINE, from)
    const stop = newline === -1 ? range.length : newline
    framer.line(range, from, stop, line, false)
    from = stop + 1
  }
  framer.close(range)
  return decoded ?? undecodable(range, place)
}

/** Cannot be for a range that was read as a record before; a line is shown all the same. */
function undecodable(range: Buffer, place: TimedPlace): LogRecord {
  const raw = range.toString('utf8', 0, logLimits.rawBytes)
  return { ...place, level: 'unknown', msg: raw, caller: undefined, fields: {}, raw }
}
