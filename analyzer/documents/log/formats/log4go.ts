// Reads the records of Mattermost 3.x and 4.x: `[2017/03/14 21:20:02 CET] [EROR] Unable to ping`, and with the place in the
// code that FileFormat could ask for: `[2018/02/01 09:00:00 UTC] [INFO] (github.com/mattermost/…/app.StartServer:120) Starting Server...`
import { OPEN_BRACKET } from '../bytes.js'
import { addField, type FieldTable, RAW } from './field-table.js'
import { type RecordHead, resetHead } from './head.js'
import { firstLineEnd, trimEnd } from './plain.js'
import type { TimeReader } from './timestamp.js'

const longestHead = 512

const layout =
  /^\[(?<time>\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?: [A-Z0-9+-]{1,6})?)\] \[(?<level>[A-Z]{4})\] (?:\((?<caller>[^\s()]{0,300}(?:\([^()]{0,80}\)[^\s()]{0,300})?:\d{1,6})\) )?/d

export function readLog4goHead(
  bytes: Buffer,
  start: number,
  end: number,
  head: RecordHead,
  readTime: TimeReader,
): boolean {
  if (bytes[start] !== OPEN_BRACKET || bytes[start + 5] !== 47) return false
  const match = layout.exec(bytes.toString('latin1', start, Math.min(end, start + longestHead)))
  const { time, level, caller } = match?.indices?.groups ?? {}
  if (!match || !time || !level) return false
  resetHead(head, 'log4go', start, end)
  head.timeStart = start + time[0]
  head.timeMs = readTime(bytes, start + time[0], start + time[1])
  head.levelStart = start + level[0]
  head.levelEnd = start + level[1]
  if (caller) {
    head.callerStart = start + caller[0]
    head.callerEnd = start + caller[1]
  }
  head.msgStart = start + match[0].length
  head.msgEnd = head.fieldsStart = firstLineEnd(bytes, head.msgStart, end)
  return true
}

/** The lines below the first. */
export function readLog4goFields(bytes: Buffer, head: RecordHead, table: FieldTable): boolean {
  const end = trimEnd(bytes, head.fieldsStart, head.end)
  if (end > head.fieldsStart + 1) addField(table, 0, 0, head.fieldsStart + 1, end, RAW, 'lines')
  return true
}
