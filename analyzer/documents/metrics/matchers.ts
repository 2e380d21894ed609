// Decides which labels match: each distinct value is looked at once, however many series have it.
import { RE2JS } from 're2js'
import type { Matcher } from './types.js'

/** A matcher that is ready: takes the value of its label, empty where a series lacks it. */
export interface LabelTest {
  readonly label: string
  readonly test: (value: string) => boolean
}

/** Throws for a pattern that is none: patterns come from this program, never from a packet. */
export function labelTest(matcher: Matcher): LabelTest {
  const { label } = matcher
  switch (matcher.kind) {
    case 'is':
      return { label, test: value => value === matcher.value }
    case 'is-not':
      return { label, test: value => value !== matcher.value }
    case 'matches':
      return { label, test: patternTest(matcher.pattern, true) }
    case 'matches-not':
      return { label, test: patternTest(matcher.pattern, false) }
  }
}

function patternTest(pattern: string, wanted: boolean): (value: string) => boolean {
  const compiled = RE2JS.compile(pattern)
  const known = new Map<string, boolean>()
  return value => {
    const before = known.get(value)
    if (before !== undefined) return before
    const answer = compiled.matches(value) === wanted
    known.set(value, answer)
    return answer
  }
}

/** Whether labels, name and value in turn, pass all tests. */
export function passes(labels: readonly string[], tests: readonly LabelTest[]): boolean {
  return tests.every(({ label, test }) => test(valueOf(labels, label)))
}

export function valueOf(labels: readonly string[], label: string): string {
  for (let at = 0; at < labels.length; at += 2) if (labels[at] === label) return labels[at + 1] ?? ''
  return ''
}

/** The name that a question asks for, when it asks for one. */
export function nameAsked(matchers: readonly Matcher[]): string | undefined {
  for (const matcher of matchers) {
    if (matcher.label === '__name__' && matcher.kind === 'is') return matcher.value
  }
  return undefined
}

/** Matchers as pairs: `named('up', { job: 'mattermost' })`. */
export function named(name: string, labels: Readonly<Record<string, string>> = {}): readonly Matcher[] {
  return Object.entries({ __name__: name, ...labels }).map(([label, value]) => ({ label, kind: 'is', value }))
}
