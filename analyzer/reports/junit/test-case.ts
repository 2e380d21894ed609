// A test case and a suite of them, and how they are written for Jenkins, GitLab and other readers of Surefire's format.
import { element, xmlText } from './xml.js'

export interface TestCase {
  /** What groups it: `mattermost.database`. */
  readonly group: string
  /** Stable over packets: viewers tell by it what is new. */
  readonly name: string
  readonly outcome: TestOutcome
  /** What is to be said although nothing failed. */
  readonly note?: string | undefined
}

export type TestOutcome =
  | { readonly kind: 'passed' }
  /** Not known, or not to be counted; the reason says which. */
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly type: string; readonly message: string; readonly text: string }
  /** The test itself could not be done. */
  | { readonly kind: 'broken'; readonly type: string; readonly message: string }

export interface TestSuite {
  readonly name: string
  readonly properties: Readonly<Record<string, string | undefined>>
  readonly cases: readonly TestCase[]
  /** Stands below all cases. */
  readonly says: string
}

/** One document for all suites. Times are left out: they would differ from run to run and say nothing. */
export function suitesText(suites: readonly TestSuite[]): string {
  const counts = countsOf(suites.flatMap(({ cases }) => cases))
  const { skipped: _, ...total } = counts
  const children = suites.map(suite => `\n${suiteText(suite)}`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'support-packet', ...total }, [...children, '\n'])}\n`
}

function suiteText({ name, properties, cases, says }: TestSuite): string {
  const known = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [element('property', { name: key, value })],
  )
  const children = [
    ...(known.length === 0 ? [] : [element('properties', {}, known)]),
    ...cases.map(caseText),
    ...(says === '' ? [] : [element('system-out', {}, [xmlText(says)])]),
  ]
  return element('testsuite', { name, ...countsOf(cases) }, [...children.map(child => `\n  ${child}`), '\n'])
}

function caseText({ group, name, outcome, note }: TestCase): string {
  const said = note === undefined || note === '' ? [] : [element('system-out', {}, [xmlText(note)])]
  return element('testcase', { classname: group, name }, [...outcomeText(outcome), ...said])
}

function outcomeText(outcome: TestOutcome): readonly string[] {
  switch (outcome.kind) {
    case 'passed':
      return []
    case 'skipped':
      return [element('skipped', { message: outcome.reason })]
    case 'failed': {
      const { type, message, text } = outcome
      return [element('failure', { type, message }, [xmlText(text)])]
    }
    case 'broken':
      return [element('error', { type: outcome.type, message: outcome.message })]
  }
}

function countsOf(cases: readonly TestCase[]) {
  const count = (kind: TestOutcome['kind']): number => cases.filter(one => one.outcome.kind === kind).length
  return {
    tests: cases.length,
    failures: count('failed'),
    errors: count('broken'),
    skipped: count('skipped'),
  }
}
