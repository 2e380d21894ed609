// The shape of a rule file: which keys there are, what each holds, and what a rule cannot be without.
import { products } from '../packet/layout.js'
import { givenKeys } from './example-subject.js'
import {
  anything,
  duration,
  isRecord,
  listOf,
  mapOf,
  oneOf,
  record,
  shown,
  text,
  truth,
} from './lint-checks.js'
import type { Check, Fields } from './lint-checks.js'
import { logs } from './lint-logs.js'
import type { Reporter } from './lint-reporter.js'
import type { RuleFile } from './rule.js'
import { variableNames } from './variables.js'
import { isVersionRange } from './versions.js'

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
  if (folders.length !== 2 || !productNames().includes(first ?? '')) return
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

const productNames = (): readonly string[] => products.map(({ product }) => product)

const productName: Check = (value, path, report) => oneOf(...productNames())(value, path, report)

const versionRange: Check = (value, path, report) => {
  if (typeof value !== 'string' || !isVersionRange(value)) {
    report.at(path, `versions must be a semver range such as ">=10.5 <11", not ${shown(value)}`)
  }
}

const link: Check = (value, path, report) => {
  if (typeof value !== 'string' || !/^https:\/\/[^\s/]+/.test(value)) {
    report.at(path, `docs must be https links, not ${shown(value)}`)
  }
}

const explained: Check = (value, path, report) => {
  if (typeof value === 'string') return
  record({ rule: text, within: duration, node: oneOf('same'), when: text }, ['rule'])(value, path, report)
}

/** Also what a node of `nodes` holds. */
const given: Check = (value, path, report) => {
  const known = [...variableNames(), ...givenKeys]
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
  product: productName,
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
  standing: truth,
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
