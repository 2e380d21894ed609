// The template of a record by its level, message and caller: the same as the log pass counts by, so that ids agree.
import { rangeText } from '../log/field-table.js'
import type { RecordHead } from '../log/head.js'
import { logLimits } from '../log/limits.js'
import { headCaller, headLevel, headMessage } from '../log/record.js'
import { callerFile, messageTemplate, templateId } from '../log/template.js'
import type { Level } from '../log/types.js'
import { viewLimits } from './limits.js'

export interface RecordTemplate {
  readonly id: string
  readonly level: Level
  readonly template: string
  readonly caller: string
}

export type Templater = (bytes: Buffer, head: RecordHead) => RecordTemplate

/** Remembers what it has seen: logs repeat themselves. */
export function createTemplater(): Templater {
  const known = new Map<string, RecordTemplate>()
  return (bytes, head) => {
    const key = `${headLevel(bytes, head)}\0${shapeText(bytes, head)}\0${headCaller(bytes, head)}`
    const found = known.get(key)
    if (found) return found
    const created = templateOf(bytes, head)
    if (known.size >= viewLimits.templates) known.clear()
    known.set(key, created)
    return created
  }
}

function shapeText(bytes: Buffer, head: RecordHead): string {
  return hasMessage(head)
    ? headMessage(bytes, head, logLimits.valueBytes)
    : rangeText(bytes, head.extraStart, head.extraEnd, false)
}

function templateOf(bytes: Buffer, head: RecordHead): RecordTemplate {
  const level = headLevel(bytes, head)
  const caller = head.callerEnd > head.callerStart ? callerFile(headCaller(bytes, head)) : ''
  const template = shapeOf(bytes, head)
  return { id: templateId(level, template, caller), level, template, caller }
}

/** An audit record has no message: its event and status are its shape. */
function shapeOf(bytes: Buffer, head: RecordHead): string {
  if (!hasMessage(head)) return shapeText(bytes, head).replace('","status":"', ' ').slice(0, 200)
  const message = Buffer.from(headMessage(bytes, head, logLimits.valueBytes), 'utf8')
  return messageTemplate(message, 0, message.length)
}

function hasMessage(head: RecordHead): boolean {
  return head.msgEnd > head.msgStart || head.extraEnd === 0
}
