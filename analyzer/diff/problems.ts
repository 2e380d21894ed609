// What became of the problems of the packets themselves: the same code at the same entry is the same problem.
import type { Problem } from '../analysis.js'
import type { ProblemChanges } from './types.js'

export function compareProblems(before: readonly Problem[], after: readonly Problem[]): ProblemChanges {
  const [earlier, later] = [counts(before), counts(after)]
  const appeared = beyond(after, earlier)
  return { appeared, gone: beyond(before, later), same: after.length - appeared.length }
}

const identity = ({ code, entry, expected }: Problem): string => JSON.stringify([code, entry, expected])

function counts(problems: readonly Problem[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const one of problems) found.set(identity(one), (found.get(identity(one)) ?? 0) + 1)
  return found
}

/** Those that the others have not, or not as often. */
function beyond(problems: readonly Problem[], others: ReadonlyMap<string, number>): readonly Problem[] {
  const left = new Map(others)
  return problems.filter(one => {
    const key = identity(one)
    const count = left.get(key) ?? 0
    left.set(key, count - 1)
    return count <= 0
  })
}
