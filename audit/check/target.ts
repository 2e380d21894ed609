// One target: its type decides which options it has, its format which format options.
import {
  formats,
  maxQueueSize,
  optionsOfFormat,
  optionsOfType,
  targetKeys,
  targetTypes,
} from '../config/known-options.js'
import type { FormatConfig, TargetConfig, TargetType } from '../config/target-config.js'
import type { Fields } from './fields.js'
import { fieldsOf, isObject } from './fields.js'
import { sayHints } from './hints.js'
import { readLevels } from './levels.js'
import type { Judge, MessagePath } from './message.js'
import { refuses, serverRefuses } from './message.js'
import { readOptions, sayWrongType } from './options.js'
import { found, nearest } from './words.js'

/** `none` for a target that is switched off; `undefined` for one that cannot be. */
export type CheckedTarget = TargetConfig | 'none' | undefined

export function checkTarget(name: string, value: unknown, path: MessagePath, judge: Judge): CheckedTarget {
  if (!isObject(value)) {
    sayWrongType(
      path,
      value,
      'an object with type, options, format and levels',
      judge,
      'this target is left out',
    )
    return undefined
  }
  const fields = fieldsOf(value, path, { known: targetKeys }, judge)
  const type = readWord(fields, path, { key: 'type', known: targetTypes, code: 'UNKNOWN_TYPE' }, judge)
  if (type === 'none') return 'none'
  const format = readFormat(fields, path, judge)
  const levels = readLevels(fields.get('levels'), path, judge)
  const queue = readQueueSize(fields, path, judge)
  const typed = type === undefined ? undefined : readType(type, fields, path, judge)
  if (typed === undefined || format === undefined) return undefined
  const config = { name, ...typed, format, levels, maxQueueSize: queue } as TargetConfig
  sayHints(config, path, judge)
  return config
}

function readType(type: Exclude<TargetType, 'none'>, fields: Fields, path: MessagePath, judge: Judge) {
  const field = fields.get('options')
  const options = readOptions(optionsOfType[type], field?.value, field?.path ?? [...path, 'options'], judge)
  return options === undefined ? undefined : { type, options }
}

function readFormat(fields: Fields, path: MessagePath, judge: Judge): FormatConfig | undefined {
  const named = readWord(fields, path, { key: 'format', known: formats, code: 'UNKNOWN_FORMAT' }, judge)
  // Whoever reads a server's configuration needs no format that it does not have; records of one's own are JSON.
  const format = named ?? (judge.reader === 'tool' ? 'json' : undefined)
  if (format === undefined) return undefined
  const field = fields.get('format_options')
  const at = field?.path ?? [...path, 'format_options']
  const options = readOptions(optionsOfFormat[format], field?.value, at, judge)
  return options === undefined ? undefined : ({ format, ...options } as FormatConfig)
}

interface Word<W extends string> {
  readonly key: string
  readonly known: readonly W[]
  readonly code: 'UNKNOWN_TYPE' | 'UNKNOWN_FORMAT'
}

/** A word in any case, as servers take it. */
function readWord<W extends string>(
  fields: Fields,
  path: MessagePath,
  word: Word<W>,
  judge: Judge,
): W | undefined {
  const { key, known, code } = word
  const field = fields.get(key)
  const value = field?.value
  const chosen = typeof value === 'string' ? known.find(one => one === value.toLowerCase()) : undefined
  if (chosen !== undefined) return chosen
  const meant = typeof value === 'string' ? nearest(value, known) : undefined
  judge.say({
    severity: 'error',
    code,
    path: field?.path ?? [...path, key],
    message: field === undefined ? `${key} is missing` : `${found(value)} is no ${key}`,
    effect: key === 'format' ? { server: serverRefuses, tool: 'json is used' } : refuses,
    known,
    ...(meant === undefined ? {} : { meant }),
  })
  return undefined
}

function readQueueSize(fields: Fields, path: MessagePath, judge: Judge): number {
  const field = fields.get('maxqueuesize')
  const given = field === undefined ? {} : { maxqueuesize: field.value }
  return readOptions({ maxqueuesize: maxQueueSize }, given, path, judge)?.maxqueuesize ?? maxQueueSize.default
}
