// The template of a record by its level, message and caller: the same as the log pass counts by, so that ids agree.
import { rangeText } from '../log/formats/field-table.js'
import type { RecordHead } from '../log/formats/head.js'
import { headCaller, headLevel, headMessage, recordTemplate } from '../log/formats/record.js'
import { callerFile, templateId } from '../log/templates/template.js'
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
    const level = headLevel(bytes, head)
    const message = headMessage(bytes, head)
    const event = message === '' ? rangeText(bytes, head.extraStart, head.extraEnd, false) : ''
    const key = `${level}\0${message}\0${event}\0${headCaller(bytes, head)}`
    const found = known.get(key)
    if (found) return found
    const created = templateOf(bytes, head, level, message)
    if (known.size >= viewLimits.templates) known.clear()
    known.set(key, created)
    return created
  }
}

function templateOf(bytes: Buffer, head: RecordHead, level: Level, message: string): RecordTemplate {
  const caller = callerFile(headCaller(bytes, head))
  const text = Buffer.from(message, 'utf8')
  const template = recordTemplate(bytes, head, text, 0, text.length)
  return { id: templateId(level, template, caller), level, template, caller }
}
