// The configuration of a project: `support-packet.config.yaml`, read and checked. What stands on the command line wins over it.
import { access, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Severity } from '../analyzer/analysis.js'
import type { Checker, FileMistake, OwnYaml } from '../analyzer/baseline/own-yaml.js'
import { visibleControls } from '../analyzer/lib/terminal-text.js'
import { severities } from '../analyzer/severities.js'
import type { Limits } from '../analyzer/packet/limits.js'
import type { Context } from './context.js'
import { thresholds, type Threshold } from './exit-code.js'
import { failure, systemReason } from './failure.js'
import { readLimits } from './shared-options.js'

/** The file as it is written: all keys, all optional. */
export interface ConfigFile {
  /** Directories or files with rules, added to those built in; relative to the file. */
  readonly rules?: readonly string[]
  /** Rules that are not judged: ids, or their beginning that ends in `*`. */
  readonly disable?: readonly string[]
  /** Areas whose rules are not judged: `plugins`, or `teleport/tokens`. */
  readonly 'disable-areas'?: readonly string[]
  /** Other severities: rule id (or beginning that ends in `*`) → critical, error, warning, info. */
  readonly severity?: Readonly<Record<string, Severity>>
  /** For `analyze`, as `--fail-on`. */
  readonly 'fail-on'?: Threshold
  /** Baseline file, relative to this one. */
  readonly baseline?: string
  /** Limits of packets by name: numbers, or text such as `2G`. */
  readonly limits?: Readonly<Record<string, number | string>>
  /** For `validate`. */
  readonly validate?: {
    readonly strict?: boolean
    readonly 'fail-on'?: ProblemThreshold
    readonly 'expect-product'?: string
    readonly 'expect-version'?: string
    readonly 'expect-nodes'?: number
    readonly 'expect-entries'?: readonly string[]
  }
}

/** Which problems make a packet invalid; `never` leaves only what could not be done. */
export const problemThresholds = ['error', 'warning', 'info', 'never'] as const
export type ProblemThreshold = (typeof problemThresholds)[number]

/** The configuration in force; paths are those of the file or relative to the working directory. */
export interface ProjectConfig {
  /** `undefined`: there is none. */
  readonly file: string | undefined
  readonly rules: readonly string[]
  readonly disable: readonly string[]
  readonly disableAreas: readonly string[]
  readonly severity: ReadonlyMap<string, Severity>
  readonly failOn: Threshold | undefined
  readonly baseline: string | undefined
  readonly limits: Partial<Limits>
  readonly validate: NonNullable<ConfigFile['validate']>
}

export const configFileName = 'support-packet.config.yaml'

const keys = [
  'rules',
  'disable',
  'disable-areas',
  'severity',
  'fail-on',
  'baseline',
  'limits',
  'validate',
] as const satisfies readonly (keyof ConfigFile)[]

const validateKeys = [
  'strict',
  'fail-on',
  'expect-product',
  'expect-version',
  'expect-nodes',
  'expect-entries',
] as const satisfies readonly (keyof NonNullable<ConfigFile['validate']>)[]

/** For the help of commands that heed it. */
export const configHelp = `Settings of a project are read from ${configFileName} in the working directory, or from --config FILE; what stands on the command line wins. Its keys: ${keys.join(', ')} (${validateKeys.join(', ')}). See docs/baselines.md.`

export const configOptions = {
  config: {
    kind: 'file',
    value: 'FILE',
    says: `settings of the project instead of ${configFileName} in the working directory`,
  },
  'no-config': { kind: 'flag', says: `heed no ${configFileName}` },
} as const

const nothing: ProjectConfig = {
  file: undefined,
  rules: [],
  disable: [],
  disableAreas: [],
  severity: new Map(),
  failOn: undefined,
  baseline: undefined,
  limits: {},
  validate: {},
}

interface Choice {
  readonly config: string | undefined
  readonly 'no-config': boolean
}

/** Throws a failure with all mistakes. A file that was found by itself is named on stderr: it changes what is said. */
export async function loadConfig(
  { config, 'no-config': none }: Choice,
  context: Context,
  quiet = false,
): Promise<ProjectConfig> {
  if (none && config !== undefined) throw failure('--config and --no-config exclude each other.')
  if (none) return nothing
  const file = config ?? (await foundHere())
  if (file === undefined) return nothing
  const { readOwnYaml } = await import('../analyzer/baseline/own-yaml.js')
  const read = readOwnYaml(await textOf(file), (value, checker) => checkConfig(value, file, checker))
  const value = valueOf(read, file)
  if (config === undefined && !quiet) await context.note(`settings of ${file} apply`)
  return value
}

async function foundHere(): Promise<string | undefined> {
  try {
    await access(configFileName)
    return configFileName
  } catch {
    return undefined
  }
}

/** The text of a file somebody named. */
export async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw failure(`Cannot read ${visibleControls(file)}: ${systemReason(error)}`)
  }
}

/** Mistakes that are shown; somebody who mends those sees the rest. */
const mistakesShown = 20

/** The value of a file that people write, or a failure with everything that is wrong with it. */
export function valueOf<T>(read: OwnYaml<T>, file: string): T {
  if (read.kind === 'ok') return read.value
  const lines = [...read.mistakes].sort((a, b) => a.line - b.line).map(one => mistakeText(file, one))
  const more = lines.length > mistakesShown ? [`  and ${lines.length - mistakesShown} more`] : []
  throw failure(
    `${visibleControls(file)} has ${lines.length === 1 ? 'a mistake' : 'mistakes'}, so nothing was done:`,
    [...lines.slice(0, mistakesShown), ...more].join('\n'),
  )
}

const mistakeText = (file: string, { line, message }: FileMistake): string =>
  visibleControls(`  ${file}:${line}: ${message}`)

function checkConfig(value: unknown, file: string, checker: Checker): ProjectConfig {
  const root = checker.fields(value, [], keys)
  const texts = (name: string): readonly string[] =>
    checker.items(root[name], [name]).flatMap((item, index) => checker.text(item, [name, index]) ?? [])
  const beside = (path: string): string => join(dirname(file), path)
  const baseline = checker.text(root['baseline'], ['baseline'])
  return {
    file,
    rules: texts('rules').map(beside),
    disable: texts('disable'),
    disableAreas: texts('disable-areas'),
    severity: severitiesOf(root['severity'], checker),
    failOn: oneOf(root['fail-on'], thresholds, ['fail-on'], checker),
    baseline: baseline === undefined ? undefined : beside(baseline),
    limits: limitsOf(root['limits'], checker),
    validate: validateOf(root['validate'], checker),
  }
}

function oneOf<T extends string>(
  value: unknown,
  allowed: readonly T[],
  path: readonly string[],
  checker: Checker,
): T | undefined {
  if (value === undefined) return undefined
  const found = allowed.find(one => one === value)
  if (found === undefined)
    checker.wrong(
      path,
      `${path.join('.')} must be one of ${allowed.join(', ')}, not ${JSON.stringify(value)}`,
    )
  return found
}

function severitiesOf(value: unknown, checker: Checker): ReadonlyMap<string, Severity> {
  if (value === undefined) return new Map()
  const entries = Object.entries(checker.anyFields(value, ['severity']))
  return new Map(
    entries.flatMap(([rule, severity]): readonly (readonly [string, Severity])[] => {
      const known = oneOf(severity, severities, ['severity', rule], checker)
      return known === undefined ? [] : [[rule, known]]
    }),
  )
}

function limitsOf(value: unknown, checker: Checker): Partial<Limits> {
  if (value === undefined) return {}
  const entries = Object.entries(checker.anyFields(value, ['limits']))
  return Object.assign(
    {},
    ...entries.map(([name, limit]) => {
      try {
        return readLimits([`${name}=${String(limit)}`])
      } catch (error) {
        checker.wrong(['limits', name], error instanceof Error ? withoutStop(error.message) : String(error))
        return {}
      }
    }),
  ) as Partial<Limits>
}

const withoutStop = (text: string): string => text.replace(/\.$/, '').replace(/^--limit/, 'a limit')

function validateOf(value: unknown, checker: Checker): ProjectConfig['validate'] {
  if (value === undefined) return {}
  const fields = checker.fields(value, ['validate'], validateKeys)
  const { strict, 'expect-nodes': nodes } = fields
  if (strict !== undefined && typeof strict !== 'boolean')
    checker.wrong(['validate', 'strict'], 'validate.strict must be true or false')
  if (nodes !== undefined && !(Number.isInteger(nodes) && Number(nodes) > 0))
    checker.wrong(['validate', 'expect-nodes'], 'validate.expect-nodes must be a number of nodes')
  const failOn = oneOf(fields['fail-on'], problemThresholds, ['validate', 'fail-on'], checker)
  const product = checker.text(fields['expect-product'], ['validate', 'expect-product'])
  const version = checker.text(fields['expect-version'], ['validate', 'expect-version'])
  const entries = fields['expect-entries']
  return {
    ...(strict === true ? { strict } : {}),
    ...(failOn === undefined ? {} : { 'fail-on': failOn }),
    ...(product === undefined ? {} : { 'expect-product': product }),
    ...(version === undefined ? {} : { 'expect-version': version }),
    ...(typeof nodes === 'number' ? { 'expect-nodes': nodes } : {}),
    ...(entries === undefined ? {} : { 'expect-entries': entriesOf(entries, checker) }),
  }
}

function entriesOf(entries: unknown, checker: Checker): readonly string[] {
  const path = ['validate', 'expect-entries']
  const patterns = checker
    .items(entries, path)
    .flatMap((item, index) => checker.text(item, [...path, index]) ?? [])
  if (patterns.length === 0) checker.wrong(path, 'validate.expect-entries names no entry')
  return patterns
}
