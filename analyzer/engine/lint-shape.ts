// The shape of a rule file: which keys there are, what each holds, and what a rule cannot be without.
import type { ValuePath } from '../documents/types.js'
import { didYouMean } from './did-you-mean.js'
import { durationMs } from './duration.js'
import { givenKeys } from './example-subject.js'
import type { Reporter } from './lint-reporter.js'
import { patternMistake } from './pattern.js'
import type { RuleFile } from './rule.js'
import { variableNames } from './variables.js'
import { isVersionRange } from './versions.js'

type Check = (value: unknown, path: ValuePath, report: Reporter) => void
type Fields = Readonly<Record<string, Check>>

/** Reports and gives back what could be read; `undefined` when the file is no mapping at all. */
export function checkShape(value: unknown, file: string, report: Reporter): Partial<RuleFile> | undefined {
  if (!isRecord(value)) {
    report.at([], 'is no rule: a mapping with id, title, severity and so on is needed')
    return undefined
  }
  record(fields, required)(value, [], report)
  checkName(value.id, file, report)
  checkFolders(value, file, report)
  checkExamples(value.examples, report)
  if (value.when === undefined && value.logs === undefined) {
    report.at([], 'has neither "when" nor "logs": nothing would make it a finding')
  }
  return value
}

function checkName(id: unknown, file: string, report: Reporter): void {
  if (typeof id !== 'string') return
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))
    report.at(['id'], `id "${id}" is not kebab-case, such as mail-server-refuses`)
  const name = file
    .split('/')
    .at(-1)
    ?.replace(/\.ya?ml$/, '')
  if (name !== id) report.at(['id'], `id "${id}" and the file's name "${name ?? ''}" differ`)
}

/** In a library, rules lie in `<product>/<area>/`; elsewhere a file may lie anywhere. */
function checkFolders({ product, area }: Record<string, unknown>, file: string, report: Reporter): void {
  const folders = file.split('/').slice(0, -1)
  const [first, second] = folders
  if (folders.length !== 2 || !products.includes(first ?? '')) return
  if (typeof product === 'string' && product !== first) {
    report.at(['product'], `product "${product}" and the folder "${first ?? ''}" differ`)
  }
  if (typeof area === 'string' && area !== second) {
    report.at(['area'], `area "${area}" and the folder "${second ?? ''}" differ`)
  }
}

function checkExamples(examples: unknown, report: Reporter): void {
  if (!Array.isArray(examples)) return
  const expected = examples.map((example: unknown) => (isRecord(example) ? example.expect : undefined))
  if (!expected.includes('finding'))
    report.at(['examples'], 'no example expects "finding": nothing shows that the rule works')
  if (!expected.includes('pass'))
    report.at(['examples'], 'no example expects "pass": nothing shows that the rule is quiet')
}

const products: readonly string[] = ['mattermost', 'teleport']

const text: Check = (value, path, report) => {
  if (typeof value !== 'string') report.at(path, `${name(path)} must be text, not ${typeOf(value)}`)
  else if (value.trim() === '') report.at(path, `${name(path)} is empty`)
}

const truth: Check = (value, path, report) => {
  if (typeof value !== 'boolean') report.at(path, `${name(path)} must be true or false, not ${typeOf(value)}`)
}

const positive: Check = (value, path, report) => {
  if (!Number.isInteger(value) || (value as number) < 1)
    report.at(path, `${name(path)} must be a whole number from 1 on`)
}

const anything: Check = () => undefined

function oneOf(...choices: readonly string[]): Check {
  return (value, path, report) => {
    if (typeof value === 'string' && choices.includes(value)) return
    const shown = typeof value === 'string' ? `"${value}"` : typeOf(value)
    const hint = typeof value === 'string' ? didYouMean(value, choices) : ''
    report.at(path, `${name(path)} is ${shown}; it must be one of ${choices.join(', ')}${hint}`)
  }
}

function listOf(check: Check): Check {
  return (value, path, report) => {
    if (!Array.isArray(value)) report.at(path, `${name(path)} must be a list, not ${typeOf(value)}`)
    else value.forEach((item: unknown, index) => check(item, [...path, index], report))
  }
}

const oneOrMore =
  (check: Check): Check =>
  (value, path, report) =>
    Array.isArray(value) ? listOf(check)(value, path, report) : check(value, path, report)

function mapOf(check: Check): Check {
  return (value, path, report) => {
    if (!isRecord(value)) report.at(path, `${name(path)} must be a mapping, not ${typeOf(value)}`)
    else for (const [key, item] of Object.entries(value)) check(item, [...path, key], report)
  }
}

function record(known: Fields, needed: readonly string[] = []): Check {
  return (value, path, report) => {
    if (!isRecord(value)) {
      report.at(path, `${name(path)} must be a mapping, not ${typeOf(value)}`)
      return
    }
    for (const [key, item] of Object.entries(value)) {
      const check = Object.hasOwn(known, key) ? known[key] : undefined
      if (check === undefined)
        report.at([...path, key], `unknown key "${key}"${didYouMean(key, Object.keys(known))}`)
      else check(item, [...path, key], report)
    }
    for (const key of needed)
      if (!(key in value)) report.at(path, `${path.length === 0 ? 'the rule' : name(path)} has no "${key}"`)
  }
}

const versionRange: Check = (value, path, report) => {
  if (typeof value !== 'string' || !isVersionRange(value)) {
    report.at(path, `versions must be a semver range such as ">=10.5 <11", not ${shown(value)}`)
  }
}

const duration: Check = (value, path, report) => {
  if (typeof value !== 'string' || durationMs(value) === undefined) {
    report.at(path, `${name(path)} must be a duration such as 30s, 10m, 2h or 1d, not ${shown(value)}`)
  }
}

const pattern: Check = (value, path, report) => {
  if (typeof value !== 'string') {
    text(value, path, report)
    return
  }
  const mistake = patternMistake(value)
  if (mistake !== undefined) report.at(path, `${name(path)}: bad pattern: ${mistake}`)
}

const link: Check = (value, path, report) => {
  if (typeof value !== 'string' || !/^https:\/\/[^\s/]+/.test(value)) {
    report.at(path, `docs must be https links, not ${shown(value)}`)
  }
}

const recordPattern: Check = (value, path, report) => {
  record(recordFields)(value, path, report)
  if (isRecord(value) && !['level', 'message', 'caller', 'text', 'fields'].some(key => key in value)) {
    report.at(path, `${name(path)} would match every record: give level, message, caller, text or fields`)
  }
}

const recordFields: Fields = {
  level: oneOrMore(text),
  message: pattern,
  caller: pattern,
  text: pattern,
  fields: mapOf(pattern),
  file: oneOrMore(text),
}

const logs: Check = (value, path, report) => {
  record(logsFields, ['match'])(value, path, report)
  if (!isRecord(value)) return
  if ((value.then !== undefined || value.without !== undefined) && value.within === undefined) {
    report.at(path, 'logs with "then" or "without" needs "within"')
  }
}

const logsFields: Fields = {
  match: oneOrMore(recordPattern),
  min: positive,
  within: duration,
  then: recordPattern,
  without: recordPattern,
  by: text,
}

const explained: Check = (value, path, report) => {
  if (typeof value === 'string') return
  record({ rule: text, within: duration, node: oneOf('same'), when: text }, ['rule'])(value, path, report)
}

/** Also what a node of `nodes` holds. */
const given: Check = (value, path, report) => {
  const known = [...variableNames, ...givenKeys]
  record(Object.fromEntries(known.map(key => [key, key === 'nodes' ? mapOf(given) : anything])))(
    value,
    path,
    report,
  )
}

const example: Check = (value, path, report) => {
  record({ name: text, given, expect: oneOf('finding', 'pass', 'skip'), message: text }, ['given', 'expect'])(
    value,
    path,
    report,
  )
}

const fields: Fields = {
  id: text,
  title: text,
  severity: oneOf('critical', 'error', 'warning', 'info'),
  product: oneOf(...products),
  area: text,
  versions: versionRange,
  when: text,
  each: text,
  key: text,
  logs,
  message: text,
  why: text,
  fix: text,
  docs: listOf(link),
  explains: listOf(explained),
  correlates: listOf(explained),
  observed: truth,
  examples: listOf(example),
}

const required: readonly string[] = [
  'id',
  'title',
  'severity',
  'product',
  'message',
  'why',
  'fix',
  'examples',
]

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The last part of a path that has a name: `examples[2].expect` is "expect", `docs[0]` is "docs[0]". */
function name(path: ValuePath): string {
  const last = path.at(-1)
  if (last === undefined) return 'the rule'
  return typeof last === 'number' ? `${String(path.at(-2))}[${last}]` : last
}

function typeOf(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return (
    { object: 'a mapping', string: 'text', number: 'a number', boolean: 'true or false' }[
      typeof value as string
    ] ?? typeof value
  )
}

const shown = (value: unknown): string => (typeof value === 'string' ? `"${value}"` : typeOf(value))
