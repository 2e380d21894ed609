// Which problems of a validation make the packet invalid: those of checks that failed, warnings among them with `--strict`.
import type { Check, Problem, Validation } from '../analysis.js'

/** Positions in `problems`. */
export function failingProblems({ checks }: Validation): ReadonlySet<number> {
  return new Set(
    checks.filter(({ outcome }) => outcome === 'failed').flatMap(({ problems }) => problems ?? []),
  )
}

/** The problems that a check came upon. */
export const problemsOf = ({ problems = [] }: Check, all: readonly Problem[]): readonly Problem[] =>
  problems.flatMap(index => all[index] ?? [])

/** Problems that no check failed by. */
export function otherProblems(validation: Validation): readonly Problem[] {
  const failing = failingProblems(validation)
  return validation.problems.filter((_, index) => !failing.has(index))
}
