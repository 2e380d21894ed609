// Checks rule files and reports every mistake of every file with its line and column, in words that say what to write instead.
import { checkExpressions } from './lint-expressions.js'
import { checkLibrary } from './lint-library.js'
import { checkShape } from './lint-shape.js'
import type { Rule, RuleFile } from './rule.js'
import { readRuleText } from './rule-text.js'
import { toRule } from './rule-index.js'
import type { Mistakes, Reporter } from './lint-reporter.js'
import { createReporter } from './lint-reporter.js'

export interface RuleSource {
  /** Path relative to the rule directory, with `/`: tells product and area. */
  readonly file: string
  /** Path for people to open; default `file`. */
  readonly path?: string
  readonly text: string
}

export interface RuleMistake {
  /** Path for people to open. */
  readonly file: string
  /** 1-based. */
  readonly line: number
  readonly column: number
  readonly message: string
}

export interface LintOptions {
  /** Ids that `facts.…` may name; without them `lintRules` does not check fact names (loading always does). */
  readonly factIds?: readonly string[]
  /** Rules loaded before: their ids are taken, and may be explained. */
  readonly knownRules?: readonly Rule[]
}

export interface LintResult {
  /** The sound rules, in the order of their files. */
  readonly rules: readonly Rule[]
  readonly mistakes: readonly RuleMistake[]
}

/** A sound file and its reporter, for checks that need all rules. */
export interface LintedRule {
  readonly rule: Rule
  readonly path: string
  readonly reporter: Reporter
}

export function lintRules(sources: readonly RuleSource[], options: LintOptions = {}): LintResult {
  const mistakes: Mistakes = []
  const linted = sources.flatMap(source => lintFile(source, options, mistakes) ?? [])
  checkLibrary(linted, options.knownRules ?? [])
  const wrong = new Set(mistakes.map(({ file }) => file))
  return {
    rules: linted.filter(({ path }) => !wrong.has(path)).map(({ rule }) => rule),
    mistakes: mistakes.sort(byPlace),
  }
}

function lintFile(source: RuleSource, options: LintOptions, mistakes: Mistakes): LintedRule | undefined {
  const { file, path = file } = source
  const read = readRuleText(source.text)
  if (read.kind === 'broken') {
    mistakes.push({ file: path, ...read.spot, message: read.message })
    return undefined
  }
  const reporter = createReporter(path, read.spots, mistakes)
  const shaped = checkShape(read.value, file, reporter)
  if (shaped === undefined) return undefined
  checkExpressions(shaped, options.factIds, reporter)
  // What follows looks at ids and links only, which may be sound in a file that is wrong elsewhere.
  return typeof shaped.id === 'string'
    ? { rule: toRule(shaped as RuleFile, file), path, reporter }
    : undefined
}

function byPlace(a: RuleMistake, b: RuleMistake): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}

/** `file:line:column: message`, the form that editors turn into links. */
export function formatMistake({ file, line, column, message }: RuleMistake): string {
  return `${file}:${line}:${column}: ${message}`
}
