// The compiled rule library: all rules in one JSON text, so that a start costs one parse instead of hundreds of YAML files.
import type { Rule, RuleExample, RuleFile } from './rule.js'

interface IndexFile {
  readonly format: 1
  readonly rules: readonly IndexRow[]
}

/** Examples are kept as text inside the text: only `rules test` and `rules show` read them. */
interface IndexRow extends Omit<Rule, 'examples'> {
  readonly examples: string
}

/** Area and lists are filled in: from here on every rule looks the same. */
export function toRule(value: RuleFile, file: string): Rule {
  return {
    ...value,
    area: value.area ?? areaOf(file),
    docs: value.docs ?? [],
    examples: value.examples,
    file,
  }
}

/** The folder a rule lies in. */
function areaOf(file: string): string {
  return file.split(/[\\/]/).at(-2) ?? ''
}

export function writeIndex(rules: readonly Rule[]): string {
  const rows = rules.map(rule => ({ ...rule, examples: JSON.stringify(rule.examples) }))
  return JSON.stringify({ format: 1, rules: rows } satisfies IndexFile)
}

/** Reads what `writeIndex` wrote; it is part of this package and not checked again. */
export function readIndex(text: string): readonly Rule[] {
  const index = JSON.parse(text) as IndexFile
  return index.rules.map(lazyExamples)
}

function lazyExamples({ examples: text, ...rule }: IndexRow): Rule {
  let examples: readonly RuleExample[] | undefined
  return Object.defineProperty(rule, 'examples', {
    enumerable: true,
    get: () => (examples ??= JSON.parse(text) as readonly RuleExample[]),
  }) as unknown as Rule
}
