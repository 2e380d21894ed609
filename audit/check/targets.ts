// All targets of an AdvancedLoggingJSON: name → target. Each is judged for itself, and then those that share a file.
import { posix } from 'node:path'
import type { TargetConfig } from '../config/target-config.js'
import { isObject } from './fields.js'
import type { ConfigMessage, Judge, MessagePath, Reader } from './message.js'
import { createJudge } from './message.js'
import { sayWrongType } from './options.js'
import { checkTarget } from './target.js'

/** Of a configuration written by hand. */
const MOST_TARGETS = 100
const LONGEST_NAME = 300

export interface CheckedTargets {
  /** Targets that can be, in the order of the file. */
  readonly targets: readonly TargetConfig[]
  /** Names of those with type none. */
  readonly disabled: readonly string[]
  readonly messages: readonly ConfigMessage[]
}

/** A parsed AdvancedLoggingJSON. Never throws, whatever the value is. */
export function checkTargets(value: unknown, reader: Reader, path: MessagePath = []): CheckedTargets {
  const judge = createJudge(reader)
  const { targets, disabled } = readTargets(value, path, judge)
  saySharedFiles(placesOf(targets, path), judge)
  return { targets, disabled, messages: judge.messages }
}

export function readTargets(
  value: unknown,
  path: MessagePath,
  judge: Judge,
): Omit<CheckedTargets, 'messages'> {
  if (!isObject(value)) {
    sayWrongType(path, value, 'an object with one entry for each target', judge, 'there are no targets')
    return { targets: [], disabled: [] }
  }
  const entries = Object.entries(value)
  if (entries.length > MOST_TARGETS) sayTooMany(path, entries.length, judge)
  const targets: TargetConfig[] = []
  const disabled: string[] = []
  for (const [name, raw] of entries.slice(0, MOST_TARGETS)) {
    const target = checkTarget(name, raw, [...path, name], judge)
    if (target === 'none') disabled.push(name)
    else if (target !== undefined) targets.push(target)
  }
  return { targets, disabled }
}

function sayTooMany(path: MessagePath, count: number, judge: Judge): void {
  judge.say({
    severity: 'warning',
    code: 'TOO_MANY',
    path,
    message: `There are ${count} targets`,
    effect: `only the first ${MOST_TARGETS} are looked at`,
  })
}

/** A file that somebody writes to, and where the configuration says so. */
export interface FilePlace {
  readonly file: string
  readonly path: MessagePath
  /** The server's own file rather than a target of one's own. */
  readonly builtIn?: boolean
}

export function placesOf(targets: readonly TargetConfig[], path: MessagePath): readonly FilePlace[] {
  return targets.flatMap(({ type, name, options }) =>
    type === 'file' ? [{ file: options.filename, path: [...path, name, 'options', 'filename'] }] : [],
  )
}

/** Each rotates the file under the other's feet: records end in files that were already counted as old. */
export function saySharedFiles(places: readonly FilePlace[], judge: Judge): void {
  const first = new Map<string, FilePlace>()
  for (const place of places) {
    const file = posix.normalize(place.file.replaceAll('\\', '/'))
    const other = first.get(file)
    if (other === undefined) first.set(file, place)
    else saySameFile(place, other, judge)
  }
}

function saySameFile(place: FilePlace, other: FilePlace, judge: Judge): void {
  judge.say({
    severity: 'warning',
    code: 'SAME_FILE',
    path: place.path,
    message: `${place.file.slice(0, LONGEST_NAME)} is also the file of ${other.path.join('.').slice(0, LONGEST_NAME)}`,
    effect: {
      server: 'both rotate it, and records written while the other does are lost or end in an old file',
      tool: 'every record is in it twice, and each rotates it for itself',
    },
  })
}
