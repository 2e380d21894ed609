// Runs the examples of a rule: they are its tests, judged exactly as a packet is.
import type { LogQuery, LogSummary } from '../documents/log/types.js'
import { evaluateRules } from './evaluate.js'
import type { Evaluation } from './evaluate.js'
import { exampleSubject } from './example-subject.js'
import { logQueries } from './queries.js'
import type { Rule, RuleExample, RuleExampleInput } from './rule.js'

export interface ExampleResult {
  /** The example's name, else its number from 1 on. */
  readonly name: string
  readonly ok: boolean
  readonly expected: RuleExample['expect']
  readonly actual: 'finding' | 'pass' | 'skip' | 'error' | 'not applicable'
  /** Message, missing values or error: what a person needs to see why. */
  readonly detail: string
}

/** Reads the example's log lines with the queries of the rule; `undefined` when it has none. */
export type ReadExampleLogs = (
  given: RuleExampleInput,
  rule: Rule,
  queries: readonly LogQuery[],
) => Promise<LogSummary | undefined>

export async function runExamples(rule: Rule, readLogs: ReadExampleLogs): Promise<readonly ExampleResult[]> {
  const results: ExampleResult[] = []
  for (const [index, example] of rule.examples.entries()) {
    results.push(await runExample(rule, example, example.name ?? String(index + 1), readLogs))
  }
  return results
}

async function runExample(
  rule: Rule,
  example: RuleExample,
  name: string,
  readLogs: ReadExampleLogs,
): Promise<ExampleResult> {
  const logs = await readLogs(example.given, rule, logQueries([rule]))
  const { actual, detail } = outcomeOf(evaluateRules([rule], exampleSubject(rule, example.given, logs)))
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
