// Runs the examples of a rule: they are its tests, judged exactly as a packet is.
import { evaluateRules } from './evaluate.js'
import type { Evaluation } from './evaluate.js'
import { readExampleLogs } from './example-logs.js'
import { exampleSubject } from './example-subject.js'
import { logQueries } from './queries.js'
import type { Rule, RuleExample } from './rule.js'
import type { Subject } from './subject.js'

export interface ExampleResult {
  /** The example's name, else its number from 1 on. */
  readonly name: string
  readonly ok: boolean
  readonly expected: RuleExample['expect']
  readonly actual: 'finding' | 'pass' | 'skip' | 'error' | 'not applicable'
  /** Message, missing values or error: what a person needs to see why. */
  readonly detail: string
}

export async function runExamples(rule: Rule): Promise<readonly ExampleResult[]> {
  const results: ExampleResult[] = []
  for (const [index, example] of rule.examples.entries()) {
    results.push(await runExample(rule, example, example.name ?? String(index + 1)))
  }
  return results
}

/** The subject of an example, for `rules explain`. */
export async function subjectOfExample(rule: Rule, example: RuleExample): Promise<Subject> {
  return exampleSubject(rule, example.given, await readExampleLogs(example.given, rule, logQueries([rule])))
}

async function runExample(rule: Rule, example: RuleExample, name: string): Promise<ExampleResult> {
  const { actual, detail } = outcomeOf(evaluateRules([rule], await subjectOfExample(rule, example)))
  const ok = actual === example.expect && (example.message === undefined || detail === example.message)
  return { name, ok, expected: example.expect, actual, detail }
}

/** A finding on one item counts, whatever came of the others. */
function outcomeOf(evaluation: Evaluation): Pick<ExampleResult, 'actual' | 'detail'> {
  const { findings, errors, skipped, passed } = evaluation
  const [error] = errors
  if (error !== undefined) return { actual: 'error', detail: error.message }
  const [finding] = findings
  if (finding !== undefined) return { actual: 'finding', detail: finding.message }
  if (skipped.length > 0) {
    return { actual: 'skip', detail: [...new Set(skipped.flatMap(({ missing }) => missing))].join(', ') }
  }
  return passed.length > 0
    ? { actual: 'pass', detail: '' }
    : { actual: 'not applicable', detail: 'other version' }
}
