// The fixed part of one record as ranges into the working buffer: what every format's reader fills in and the core works on.

/**
 * How a record is written. `block` is Go panic or stack text without a logger's frame; `journal` and `container` are JSON that
 * journald or a container runtime wrapped around a line of text, `syslog` is such a line behind a text prefix.
 */
export type LineFormat =
  | 'json'
  | 'audit'
  | 'zap-json'
  | 'gelf'
  | 'journal'
  | 'container'
  | 'plain'
  | 'log4go'
  | 'go-log'
  | 'zap-tab'
  | 'teleport-text'
  | 'syslog'
  | 'block'

/**
 * One reader per file fills the same object for every record: two million allocations less. Ranges are half open;
 * an empty range is an absent value.
 */
export interface RecordHead {
  format: LineFormat
  start: number
  /** Without line end. */
  end: number
  levelStart: number
  levelEnd: number
  msgStart: number
  msgEnd: number
  callerStart: number
  callerEnd: number
  /** Audit: from the event name's value to the end of the status's value. */
  extraStart: number
  extraEnd: number
  /** The ranges hold JSON escapes. */
  escaped: boolean
  /** NaN when the record has no readable time. */
  timeMs: number
  /** Where the other fields begin; for JSON in any order, the opening brace. */
  fieldsStart: number
  /** Head keys lie among the fields and must be left out of them. */
  headInFields: boolean
  timeStart: number
  /** Level of formats that do not write one. */
  impliedLevel: string
}

export function createHead(): RecordHead {
  return {
    format: 'json',
    start: 0,
    end: 0,
    levelStart: 0,
    levelEnd: 0,
    msgStart: 0,
    msgEnd: 0,
    callerStart: 0,
    callerEnd: 0,
    extraStart: 0,
    extraEnd: 0,
    escaped: false,
    timeMs: NaN,
    fieldsStart: 0,
    headInFields: false,
    timeStart: 0,
    impliedLevel: '',
  }
}

/** Makes the head ready for a record: everything absent. */
export function resetHead(head: RecordHead, format: LineFormat, start: number, end: number): void {
  head.format = format
  head.start = start
  head.end = end
  head.levelStart = head.levelEnd = 0
  head.msgStart = head.msgEnd = 0
  head.callerStart = head.callerEnd = 0
  head.extraStart = head.extraEnd = 0
  head.escaped = false
  head.timeMs = NaN
  head.fieldsStart = end
  head.headInFields = false
  head.timeStart = 0
  head.impliedLevel = ''
}

/** Copies a head, moved by so many bytes. Written out: assigning whole objects is ten times slower. */
export function copyHead(from: RecordHead, to: RecordHead, by: number): void {
  to.format = from.format
  to.start = from.start + by
  to.end = from.end + by
  to.levelStart = from.levelStart + by
  to.levelEnd = from.levelEnd + by
  to.msgStart = from.msgStart + by
  to.msgEnd = from.msgEnd + by
  to.callerStart = from.callerStart + by
  to.callerEnd = from.callerEnd + by
  to.extraStart = from.extraStart + by
  to.extraEnd = from.extraEnd + by
  to.escaped = from.escaped
  to.timeMs = from.timeMs
  to.fieldsStart = from.fieldsStart + by
  to.headInFields = from.headInFields
  to.timeStart = from.timeStart + by
  to.impliedLevel = from.impliedLevel
}
