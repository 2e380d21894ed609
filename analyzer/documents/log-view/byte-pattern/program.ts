// The tree of a pattern → steps, each with where it goes on: what the automaton follows.
import type { Anchor, CharacterSet, PatternTree } from './syntax.js'

export type Step =
  | { readonly kind: 'set'; readonly set: CharacterSet; readonly next: number }
  | { readonly kind: 'anchor'; readonly anchor: Anchor; readonly next: number }
  | { readonly kind: 'split'; readonly next: number; readonly other: number }
  | { readonly kind: 'match' }

export interface Program {
  readonly steps: readonly Step[]
  readonly start: number
}

/** A pattern with more is left to RE2. `{1000}` makes a thousand of one. */
const stepsMost = 3_000

/** `undefined` for a pattern that is too large. */
export function programOf(tree: PatternTree): Program | undefined {
  const steps: Step[] = [{ kind: 'match' }]
  const start = append(steps, tree, 0)
  return start === undefined ? undefined : { steps, start }
}

/** Number of the step that the part begins with when `next` follows it. Written from the end. */
function append(steps: Step[], tree: PatternTree, next: number): number | undefined {
  if (steps.length > stepsMost) return undefined
  switch (tree.kind) {
    case 'set':
      return steps.push({ kind: 'set', set: tree.set, next }) - 1
    case 'anchor':
      return steps.push({ kind: 'anchor', anchor: tree.anchor, next }) - 1
    case 'sequence':
      return tree.parts.reduceRight<number | undefined>(
        (after, part) => (after === undefined ? undefined : append(steps, part, after)),
        next,
      )
    case 'choice':
      return appendChoice(steps, tree.parts, next)
    case 'repeat':
      return appendRepeat(steps, tree, next)
  }
}

function appendChoice(steps: Step[], parts: readonly PatternTree[], next: number): number | undefined {
  return parts
    .map(part => append(steps, part, next))
    .reduceRight((others, start) =>
      others === undefined || start === undefined ? undefined : split(steps, start, others),
    )
}

function split(steps: Step[], next: number, other: number): number {
  return steps.push({ kind: 'split', next, other }) - 1
}

type Repeat = Extract<PatternTree, { readonly kind: 'repeat' }>

/** `x{2,4}` is `xx(x(x)?)?`, `x{2,}` is `xxx*`. */
function appendRepeat(steps: Step[], { part, least, most }: Repeat, next: number): number | undefined {
  let start: number | undefined = most === Infinity ? appendLoop(steps, part, next) : next
  for (let count = least; count < most && most !== Infinity && start !== undefined; count++) {
    const once = append(steps, part, start)
    start = once === undefined ? undefined : split(steps, once, next)
  }
  for (let count = 0; count < least && start !== undefined; count++) start = append(steps, part, start)
  return start
}

function appendLoop(steps: Step[], part: PatternTree, next: number): number | undefined {
  const loop = split(steps, 0, next)
  const once = append(steps, part, loop)
  if (once === undefined) return undefined
  steps[loop] = { kind: 'split', next: once, other: next }
  return loop
}
