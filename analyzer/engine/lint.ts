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
  /** Path relative to the rule directory, with `/`. */
  readonly file: string
  readonly text: string
}

export interface RuleMistake {
  readonly file: string
  /** 1-based. */
  readonly line: number
  readonly column: number
  readonly message: string
}

export interface LintOptions {
  /** Ids that `facts.…` may name; without them fact names are not checked. */
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
  readonly reporter: Reporter
}

export function lintRules(sources: readonly RuleSource[], options: LintOptions = {}): LintResult {
  const mistakes: Mistakes = []
  const linted = sources.flatMap(source => lintFile(source, options, mistakes) ?? [])
  checkLibrary(linted, options.knownRules ?? [])
  const wrong = new Set(mistakes.map(({ file }) => file))
  return {
    rules: linted.filter(({ rule }) => !wrong.has(rule.file)).map(({ rule }) => rule),
    mistakes: mistakes.sort(byPlace),
  }
}

function lintFile(source: RuleSource, options: LintOptions, mistakes: Mistakes): LintedRule | undefined {
  const read = readRuleText(source.text)
  if (read.kind === 'broken') {
    mistakes.push({ file: source.file, ...read.spot, message: read.message })
    return undefined
  }
  const reporter = createReporter(source.file, read.spots, mistakes)
  const shaped = checkShape(read.value, source.file, reporter)
  if (shaped === undefined) return undefined
  checkExpressions(shaped, options.factIds, reporter)
  // What follows looks at ids and links only, which may be sound in a file that is wrong elsewhere.
  return typeof shaped.id === 'string'
    ? { rule: toRule(shaped as RuleFile, source.file), reporter }
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
