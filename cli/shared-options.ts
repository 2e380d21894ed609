// Options that several commands share, as data, and the reading of those that are more than a text.
import { defaultLimits, type Limits } from '../analyzer/packet/limits.js'
import type { OptionTable } from './command.js'
import { thresholds } from './exit-code.js'
import { failure } from './failure.js'
import { didYouMean } from './suggest.js'

/** For commands whose answer is text for people or the same as JSON. */
export const textOrJsonOption = {
  format: {
    kind: 'choice',
    value: 'FORMAT',
    choices: ['text', 'json'],
    default: 'text',
    says: 'text (default) or json',
  },
} as const satisfies OptionTable

export const limitOption = {
  limit: {
    kind: 'text',
    value: 'NAME=VALUE',
    many: true,
    says: 'replace a limit of packets: entries, totalBytes, entryBytes, ratio, … (4K, 2G)',
    choices: limitNames().map(name => `${name}=`),
  },
} as const satisfies OptionTable

export const reportOptions = {
  format: {
    kind: 'text',
    value: 'FORMAT[=FILE]',
    many: true,
    says: 'text (default), json, ndjson, sarif, junit, markdown, html, github or codequality; may be repeated: --format sarif=out.sarif --format text',
    choices: ['text', 'json', 'ndjson', 'sarif', 'junit', 'markdown', 'html', 'github', 'codequality'],
  },
  output: { kind: 'file', value: 'FILE', short: 'o', says: 'write to FILE instead of standard output' },
} as const satisfies OptionTable

export const loudnessOptions = {
  quiet: { kind: 'flag', short: 'q', says: 'only what matters most' },
  verbose: { kind: 'flag', short: 'v', says: 'more about the packet: every entry with its state' },
} as const satisfies OptionTable

export const failOnOption = {
  'fail-on': {
    kind: 'choice',
    value: 'SEVERITY',
    choices: thresholds,
    says: 'exit with 1 for findings of this severity or above: critical, error (default), warning, info, never',
  },
} as const satisfies OptionTable

export const ruleOptions = {
  rules: {
    kind: 'directory',
    value: 'DIR',
    many: true,
    says: 'add the rules of a directory, a file or an npm package',
  },
  only: {
    kind: 'text',
    value: 'RULE',
    many: true,
    says: 'judge by these rules only; * at the end for a prefix',
  },
  skip: { kind: 'text', value: 'RULE', many: true, says: 'leave rules out; * at the end for a prefix' },
} as const satisfies OptionTable

function limitNames(): readonly string[] {
  return Object.entries(defaultLimits).flatMap(([name, value]) => (typeof value === 'number' ? [name] : []))
}

const powers: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 }

/** `entries=500` and `totalBytes=2G` as limits. */
export function readLimits(texts: readonly string[]): Partial<Limits> {
  return Object.fromEntries(texts.map(readLimit))
}

function readLimit(text: string): readonly [string, number] {
  const [, name = '', digits, unit = ''] = /^(\w+)=(\d{1,15})([kmgt]?)(?:i?b)?$/i.exec(text) ?? []
  if (digits === undefined)
    throw failure(`--limit needs a name and a number, such as entries=500 or totalBytes=2G, not "${text}".`)
  if (!limitNames().includes(name))
    throw failure(
      `There is no limit "${name}".${didYouMean(name, limitNames())}`,
      `Limits: ${limitNames().join(', ')}`,
    )
  return [name, Number(digits) * (powers[unit.toLowerCase()] ?? 1)]
}
