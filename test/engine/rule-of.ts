// Rules and subjects for tests of the engine: sound defaults, and only what a test is about is named.
import { exampleSubject } from '../../analyzer/engine/example-subject.js'
import { evaluateRules } from '../../analyzer/engine/evaluate.js'
import type { Evaluation } from '../../analyzer/engine/evaluate.js'
import type { Rule, RuleExampleInput } from '../../analyzer/engine/rule.js'
import type { Subject } from '../../analyzer/engine/subject.js'
import type { LogMatch, LogRecord } from '../../analyzer/documents/log/types.js'

export function ruleOf(parts: Partial<Rule> = {}): Rule {
  return {
    id: 'test-rule',
    title: 'A test',
    severity: 'warning',
    product: 'mattermost',
    area: 'test',
    message: 'Found.',
    why: 'It matters.',
    fix: 'Change it.',
    docs: [],
    examples: [],
    file: 'mattermost/test/test-rule.yaml',
    ...parts,
  }
}

export function subjectOf(given: RuleExampleInput, parts: Partial<Subject> = {}): Subject {
  return { ...exampleSubject({ product: 'mattermost' }, given, undefined), ...parts }
}

/** One rule judged on given variables. */
export function evaluate(
  parts: Partial<Rule>,
  given: RuleExampleInput,
  subject: Partial<Subject> = {},
): Evaluation {
  return evaluateRules([ruleOf(parts)], subjectOf(given, subject))
}

/** One word for what came of one rule: `finding`, `pass`, `skip: a, b`, `error: why`, `not evaluated`. */
export function outcomeOf(evaluation: Evaluation): string {
  if (evaluation.errors[0] !== undefined) return `error: ${evaluation.errors[0].message}`
  if (evaluation.findings.length > 0) return 'finding'
  if (evaluation.skipped.length > 0)
    return `skip: ${evaluation.skipped.flatMap(skip => skip.missing).join(', ')}`
  return evaluation.passed.length > 0 ? 'pass' : 'not evaluated'
}

export function recordOf(parts: Partial<LogRecord> = {}): LogRecord {
  return {
    entry: 'mattermost.log',
    node: undefined,
    kind: 'mattermost-log',
    line: 1,
    offset: 0,
    timeMs: 0,
    level: 'error',
    msg: 'it broke',
    caller: 'app/server.go:1',
    fields: {},
    raw: '{"level":"error","msg":"it broke"}',
    ...parts,
  }
}

export function matchOf(parts: Partial<LogMatch> = {}): LogMatch {
  return {
    node: '',
    count: 1,
    firstSeenMs: 1000,
    lastSeenMs: 1000,
    examples: [recordOf()],
    groups: {},
    by: [],
    ...parts,
  }
}
