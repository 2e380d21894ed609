// Facts of the log targets that a configuration names beside the server's own file and console: what they are, and what is wrong with
// them. The judgement is the one of `audit check`; servers say nothing of a target that cannot be until it is too late.
import type { ConfigMessage, MessageCode } from '../../audit/check/message.js'
import { checkConfiguration, type CheckedConfiguration } from '../../audit/check/sections.js'
import type { TargetConfig } from '../../audit/config/target-config.js'
import { valueAt } from '../documents/shape.js'
import type { Document, ValuePath } from '../documents/types.js'
import { asRecord } from './reading.js'
import type { Derived, FactInput, Source } from './types.js'
import { defineFact } from './types.js'

/** Most targets and problems that a fact lists. */
const MOST = 50
/** Names come from the packet and may be of any length. */
const LONGEST_NAME = 300

const short = (name: string): string => name.slice(0, LONGEST_NAME)

export interface LogTargetFact {
  /** `LogSettings.AdvancedLoggingJSON` */
  readonly setting: string
  readonly name: string
  readonly type: string
  readonly format: string
  /** Numbers of the levels that it writes. */
  readonly levels: readonly number[]
  readonly max_queue_size: number
  /** Of a file. */
  readonly filename?: string
  /** Of a listener: `host:port`. */
  readonly address?: string
}

export interface LogTargetProblem {
  readonly severity: string
  /** `LogSettings.AdvancedLoggingJSON.errors.options.max_size` */
  readonly path: string
  readonly message: string
  /** What the server makes of it. */
  readonly effect: string
}

function targetFact(
  setting: string,
  { name, type, format, levels, maxQueueSize, options }: TargetConfig,
): LogTargetFact {
  return {
    setting,
    name: short(name),
    type,
    format: format.format,
    levels: levels.map(({ id }) => id),
    max_queue_size: maxQueueSize,
    ...('filename' in options ? { filename: short(options.filename) } : {}),
    ...('host' in options ? { address: `${short(options.host)}:${options.port}` } : {}),
  }
}

function problemFact({ severity, path, message, effect }: ConfigMessage): LogTargetProblem {
  return { severity, path: short(path.join('.')), message, effect }
}

interface FoundTargets extends CheckedConfiguration {
  at(path: ValuePath): Source
}

/** Once for all facts of a configuration, as it does not change. */
const checks = new WeakMap<Document, CheckedConfiguration>()

/** `undefined` when the packet has no configuration, or one without the section that servers always write. */
function checkOf(input: FactInput): FoundTargets | undefined {
  const config = input.documents.get('config', input.node)
  if (config === undefined || asRecord(valueAt(config.value, ['LogSettings'])) === undefined) return undefined
  const known = checks.get(config) ?? checkConfiguration(config.value)
  checks.set(config, known)
  return { ...known, at: path => input.at(config, path) }
}

const logTargets = defineFact({
  id: 'logging.targets',
  title:
    'Log targets of AdvancedLoggingJSON, each {setting, name, type, format, levels (numbers), max_queue_size, filename or address}',
  scope: 'node',
  derive(input: FactInput): Derived<readonly LogTargetFact[]> | undefined {
    const found = checkOf(input)
    if (found === undefined) return undefined
    const targets = found.sections
      .flatMap(({ path, targets: listed }) => listed.map(target => ({ path, target })))
      .slice(0, MOST)
    return {
      value: targets.map(({ path, target }) => targetFact(path.join('.'), target)),
      from: targets.map(({ path, target }) => found.at([...path, target.name])),
    }
  },
})

/** What one has to do about it, and the codes of the check that belong to it. */
const topics: readonly {
  readonly id: string
  readonly title: string
  readonly codes: readonly MessageCode[]
}[] = [
  {
    id: 'refused',
    title: 'Mistakes for which the server refuses its log targets',
    codes: [
      'WRONG_TYPE',
      'UNKNOWN_TYPE',
      'UNKNOWN_FORMAT',
      'UNKNOWN_VALUE',
      'MISSING',
      'OUT_OF_BOUNDS',
      'LEVEL_OF_OTHER_LOG',
    ],
  },
  {
    id: 'levels',
    title: 'Levels of log targets at which nothing, or something else than meant, is written',
    codes: ['NO_LEVELS', 'UNKNOWN_LEVEL', 'LEVEL_MISMATCH', 'LEVEL_TWICE', 'NO_ERROR_LEVELS'],
  },
  {
    id: 'ignored',
    title: 'Options of log targets that the server ignores',
    codes: ['UNKNOWN_KEY', 'UNUSED', 'HOST_IGNORED', 'KEY_TWICE'],
  },
  {
    id: 'exposed',
    title: 'Log targets whose records others can read or change on the way',
    codes: ['UNENCRYPTED', 'UNVERIFIED'],
  },
  { id: 'shared_files', title: 'Files that two log targets write to', codes: ['SAME_FILE'] },
  { id: 'growing_files', title: 'Files of log targets that are never rotated', codes: ['NEVER_ROTATED'] },
  { id: 'queues', title: 'Log targets whose queue is too small', codes: ['SMALL_QUEUE'] },
  {
    id: 'elsewhere',
    title: 'Settings that name a place instead of log targets',
    codes: ['ELSEWHERE', 'TEXT_NOT_OBJECT'],
  },
  {
    id: 'unreadable',
    title: 'Log targets whose records cannot be read well: time layouts, colours, NUL bytes',
    codes: ['TIMESTAMP_LAYOUT', 'COLOUR_IN_FILE', 'NUL_IN_FILE'],
  },
]

function problemsFact(id: string, title: string, codes: readonly MessageCode[]) {
  return defineFact({
    id: `logging.target_problems.${id}`,
    title: `${title}, as \`audit check\` says it, each {severity, path, message, effect}`,
    scope: 'node',
    derive(input: FactInput): Derived<readonly LogTargetProblem[]> | undefined {
      const found = checkOf(input)
      if (found === undefined) return undefined
      const messages = found.messages.filter(({ code }) => codes.includes(code)).slice(0, MOST)
      return { value: messages.map(problemFact), from: messages.map(({ path }) => found.at(path)) }
    },
  })
}

export const logTargetFacts = [
  logTargets,
  ...topics.map(({ id, title, codes }) => problemsFact(id, title, codes)),
]
