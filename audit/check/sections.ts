// The three places of a server's configuration that hold an AdvancedLoggingJSON, and what only their comparison shows.
import type { TargetConfig } from '../config/target-config.js'
import { isAuditLevel, levelIds, levelName } from '../levels.js'
import { isObject } from './fields.js'
import type { ConfigMessage, Judge, MessagePath } from './message.js'
import { createJudge } from './message.js'
import type { FilePlace } from './targets.js'
import { placesOf, readTargets, saySharedFiles } from './targets.js'
import { found } from './words.js'

/** Sections of config.json with targets of their own. The last one is gone in servers from 11.0 on. */
export const logSections = ['LogSettings', 'ExperimentalAuditSettings', 'NotificationLogSettings'] as const
export type LogSection = (typeof logSections)[number]

/** The name since 7.x, and the one before, which held a path, a data source name or JSON as text. */
const settingNames = ['AdvancedLoggingJSON', 'AdvancedLoggingConfig'] as const

export interface SectionTargets {
  readonly section: LogSection
  readonly path: MessagePath
  readonly targets: readonly TargetConfig[]
  readonly disabled: readonly string[]
}

export interface CheckedConfiguration {
  readonly sections: readonly SectionTargets[]
  readonly messages: readonly ConfigMessage[]
}

/** Whether a JSON value is a server's configuration rather than an AdvancedLoggingJSON by itself. */
export function isConfiguration(value: unknown): boolean {
  return isObject(value) && logSections.some(section => isObject(value[section]) && !hasType(value[section]))
}

/** A target may be called LogSettings; it then has a type. */
const hasType = (value: Readonly<Record<string, unknown>>): boolean => Object.hasOwn(value, 'type')

/** All advanced logging of a server's configuration. Never throws, whatever the value is. */
export function checkConfiguration(config: unknown): CheckedConfiguration {
  const judge = createJudge('server')
  const sections = isObject(config)
    ? logSections.flatMap(section => checkSection(config, section, judge))
    : []
  if (isObject(config)) saySharedFiles(filesOf(config, sections), judge)
  return { sections, messages: judge.messages }
}

function checkSection(
  config: Readonly<Record<string, unknown>>,
  section: LogSection,
  judge: Judge,
): readonly SectionTargets[] {
  const settings = config[section]
  if (!isObject(settings)) return []
  return settingNames.flatMap(name => {
    const value = settings[name]
    if (isEmpty(value)) return []
    const path = [section, name]
    const read = typeof value === 'string' ? readText(value, path, judge) : readTargets(value, path, judge)
    sayLevels(section, read.targets, path, judge)
    if (section === 'LogSettings') sayMissingErrors(settings, read.targets, path, judge)
    return [{ section, path, ...read }]
  })
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (isObject(value) && Object.keys(value).length === 0)
  )
}

/** JSON inside a text is taken; a path or data source name says where the targets are, not what they are. */
function readText(value: string, path: MessagePath, judge: Judge) {
  const inner = parsed(value)
  if (inner !== undefined) {
    judge.say({
      severity: 'warning',
      code: 'TEXT_NOT_OBJECT',
      path,
      message: 'This is JSON inside a text',
      effect: 'servers from 11.x on want the object itself',
    })
    // Positions inside the text are no positions of the file.
    return readTargets(inner, path, judge)
  }
  judge.say({
    severity: 'warning',
    code: 'ELSEWHERE',
    path,
    message: `${isDatabase(value) ? 'The data source name of a database' : found(value)} stands for the targets`,
    effect: 'what they are is not told here, and servers from 11.x on want the object itself',
  })
  return { targets: [], disabled: [] }
}

/** The name of a data source may hold a password: it is not shown. */
const isDatabase = (value: string): boolean => /^\s*(postgres(ql)?|mysql):\/\//i.test(value)

function parsed(value: string): unknown {
  if (!/^\s*\{/.test(value)) return undefined
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

/** Since 11.3 servers refuse audit levels in the server's log and others in the audit log; before, records end where nobody looks. */
function sayLevels(
  section: LogSection,
  targets: readonly TargetConfig[],
  path: MessagePath,
  judge: Judge,
): void {
  const wantsAudit = section === 'ExperimentalAuditSettings'
  for (const { name, levels } of targets) {
    const stray = levels.find(({ id }) => isAuditLevel(id) !== wantsAudit)
    if (stray === undefined) continue
    judge.say({
      severity: 'error',
      code: 'LEVEL_OF_OTHER_LOG',
      path: [...path, name, 'levels'],
      message: wantsAudit
        ? `Level ${stray.id} ${levelName(stray.id) ?? ''} is none of audit records`.replace('  ', ' ')
        : `Level ${stray.id} is one of audit records, which belong into ExperimentalAuditSettings`,
      effect: 'servers from 11.3 on refuse the configuration; before, nothing is written at this level here',
    })
  }
}

const fatal = [levelIds.panic, levelIds.fatal, levelIds.error]

/** An error file of its own is usual; errors that no target takes while the server's own log is off are in no log. */
function sayMissingErrors(
  settings: Readonly<Record<string, unknown>>,
  targets: readonly TargetConfig[],
  path: MessagePath,
  judge: Judge,
): void {
  const listed = new Set(targets.flatMap(({ levels }) => levels.map(({ id }) => id)))
  const missing = fatal.filter(id => !listed.has(id))
  const logsOtherwise = settings['EnableFile'] !== false || settings['EnableConsole'] !== false
  if (logsOtherwise || targets.length === 0 || missing.length === 0) return
  judge.say({
    severity: 'warning',
    code: 'NO_ERROR_LEVELS',
    path,
    message: `No target lists ${missing.map(id => `${id} ${levelName(id)}`).join(', ')}, and the log file and console are off`,
    effect: 'records of these levels are in no log',
  })
}

/** Files of all targets, and those the server writes to besides. */
function filesOf(
  config: Readonly<Record<string, unknown>>,
  sections: readonly SectionTargets[],
): readonly FilePlace[] {
  const audit = config['ExperimentalAuditSettings']
  const own: FilePlace[] = []
  if (
    isObject(audit) &&
    audit['FileEnabled'] === true &&
    typeof audit['FileName'] === 'string' &&
    audit['FileName'] !== ''
  )
    own.push({ file: audit['FileName'], path: ['ExperimentalAuditSettings', 'FileName'] })
  return [...own, ...sections.flatMap(({ path, targets }) => placesOf(targets, path))]
}
