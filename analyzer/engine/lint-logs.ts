// The `logs:` block of a rule file: its patterns, and bounds that would contradict each other or never hold.
import { levelName } from '../documents/log/formats/levels.js'
import type { DocumentKind } from '../packet/layout-types.js'
import { isOwnLog } from '../packet/layout.js'
import { didYouMean } from './did-you-mean.js'
import {
  duration,
  isRecord,
  mapOf,
  name,
  number,
  oneOf,
  oneOrMore,
  pattern,
  percent,
  positive,
  record,
  text,
} from './lint-checks.js'
import type { Check, Fields } from './lint-checks.js'

export const logs: Check = (value, path, report) => {
  record(logsFields, ['match'])(value, path, report)
  if (!isRecord(value)) return
  for (const { wrong, key, message } of contradictions) {
    if (wrong(value)) report.at(value[key] === undefined ? path : [...path, key], message)
  }
}

interface Contradiction {
  readonly wrong: (block: Record<string, unknown>) => boolean
  /** Where it is reported. */
  readonly key: string
  readonly message: string
}

const isSequence = ({ then, without }: Record<string, unknown>): boolean =>
  then !== undefined || without !== undefined

const contradictions: readonly Contradiction[] = [
  {
    wrong: block => isSequence(block) && block.within === undefined,
    key: 'within',
    message: 'logs with "then" or "without" needs "within"',
  },
  {
    wrong: block => block.then !== undefined && block.without !== undefined,
    key: 'without',
    message: 'logs has both "then" and "without": say either what must follow or what must not',
  },
  {
    wrong: block =>
      block.within !== undefined && !isSequence(block) && (block.min === undefined || block.min === 1),
    key: 'within',
    message: '"within" says nothing of a single record: give "min", "then" or "without" too',
  },
  {
    wrong: block => block.over === 'all' && block.within !== undefined && !isSequence(block),
    key: 'within',
    message:
      '"within" is measured on each node, so it does not go with "over: all": use "rate", or count each node',
  },
]

const levels: readonly string[] = ['panic', 'fatal', 'critical', 'error', 'warn', 'info', 'debug', 'trace']

/** Targets may have levels of their own; what is refused is another spelling of a standard one, which no record has. */
const level: Check = (value, path, report) => {
  text(value, path, report)
  if (typeof value !== 'string' || levels.includes(value)) return
  const standard = levelName(value)
  const meant = standard === value ? didYouMean(value, levels) : ` (did you mean "${standard}"?)`
  if (meant !== '') report.at(path, `level "${value}" is none that records are read with${meant}`)
}

/** Kinds of log, for `file`. */
const logKinds: readonly DocumentKind[] = [
  'mattermost-log',
  'notifications-log',
  'ldap-log',
  'audit-log',
  'advanced-log',
  'teleport-log',
]

/** A product that was added has logs of its own kinds. */
const logKind: Check = (value, path, report) => {
  if (typeof value !== 'string' || !isOwnLog(value)) oneOf(...logKinds)(value, path, report)
}

const recordFields: Fields = {
  level: oneOrMore(level),
  message: pattern,
  caller: pattern,
  text: pattern,
  fields: mapOf(pattern),
  file: oneOrMore(logKind),
}

const narrowing: readonly string[] = ['level', 'message', 'caller', 'text', 'fields']

const recordPattern: Check = (value, path, report) => {
  record(recordFields)(value, path, report)
  if (isRecord(value) && !narrowing.some(key => key in value)) {
    report.at(path, `${name(path)} would match every record: give level, message, caller, text or fields`)
  }
}

const logsFields: Fields = {
  match: oneOrMore(recordPattern),
  min: positive,
  within: duration,
  then: recordPattern,
  without: recordPattern,
  rate: record({ above: number, per: duration, during: duration }, ['above', 'per']),
  share: percent,
  over: oneOf('nodes', 'all'),
  nodes: positive,
  by: text,
}
