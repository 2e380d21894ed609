// Problems and inventory → checks with outcomes: what `validate` looked at, as a list that CI can show one by one. The
// door to this folder.
import type { Check, CheckId, Problem } from '../analysis.js'
import type { Inventory } from '../packet/layout-types.js'
import type { ProblemSeverity } from '../packet/problem.js'
import { checkOf, checksOfEntries } from './check-of-code.js'
import { draftChecks, type Draft } from './drafts.js'

/** Everything that was looked at. Linear in entries and problems; every problem is in exactly one check. */
export function listChecks(
  inventory: Inventory,
  problems: readonly Problem[],
  options: { readonly failAt: ProblemSeverity; readonly asked?: readonly Draft[] },
): readonly Check[] {
  const drafts = new Map<string, Draft>()
  for (const draft of [...draftChecks(inventory), ...(options.asked ?? [])]) drafts.set(keyOf(draft), draft)
  const positions = new Map<string, number[]>()
  for (const [position, problem] of problems.entries()) {
    const draft = draftOf(problem)
    const key = keyOf(draft)
    if (!drafts.has(key)) drafts.set(key, draft)
    const known = positions.get(key)
    if (known === undefined) positions.set(key, [position])
    else known.push(position)
  }
  return [...drafts].map(([key, draft]) =>
    concluded(draft, positions.get(key) ?? [], problems, options.failAt),
  )
}

const keyOf = ({ id, entry }: { readonly id: CheckId; readonly entry?: string }): string =>
  `${id}\u0000${checksOfEntries.has(id) ? (entry ?? '') : ''}`

/** The check that a problem belongs to, for one that nobody drafted: an entry that the inventory does not list. */
function draftOf({ code, entry, node }: Problem): Draft {
  const id = checkOf(code)
  const about = entry ?? 'The packet'
  return {
    id,
    title: titles[id]?.(about) ?? about,
    ...(entry === undefined ? {} : { entry }),
    ...(node === undefined ? {} : { node }),
  }
}

const titles: Partial<Record<CheckId, (entry: string) => string>> = {
  'entry-present': entry => `${entry} is in the packet`,
  'entry-intact': entry => `${entry} can be read whole`,
  'document-sound': entry => `${entry} is well formed`,
  'metadata-complete': entry => `${entry} says what it must`,
  'keys-known': entry => `${entry} has only known keys`,
}

const weight: Readonly<Record<ProblemSeverity, number>> = { error: 2, warning: 1, info: 0 }

/** What weighs too little to fail is no pass either: the check is skipped, and says what was found. */
function concluded(
  { skip, ...draft }: Draft,
  positions: readonly number[],
  problems: readonly Problem[],
  failAt: ProblemSeverity,
): Check {
  const own = positions.flatMap(position => problems[position] ?? [])
  const failing = own.filter(({ severity }) => weight[severity] >= weight[failAt])
  const told = own.length === 0 ? {} : { problems: positions }
  if (failing.length > 0) return { ...draft, outcome: 'failed', reason: summaryOf(failing), ...told }
  if (own.length > 0)
    return { ...draft, outcome: 'skipped', reason: `Not counted: ${summaryOf(own)}`, ...told }
  return skip === undefined ? { ...draft, outcome: 'passed' } : { ...draft, outcome: 'skipped', reason: skip }
}

function summaryOf([first, ...rest]: readonly Problem[]): string {
  const more = rest.length === 0 ? '' : ` (and ${rest.length} more)`
  return `${first?.message ?? ''}${more}`
}
