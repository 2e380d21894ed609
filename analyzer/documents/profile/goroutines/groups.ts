// Goroutines → groups of the same stack. What is kept does not grow with the number of goroutines, only with that of stacks.
import { compareText } from '../compare-text.js'
import { goroutineLimits } from '../limits.js'
import { activityOf, stackOf } from './activities.js'
import type { Counted, Frame, Goroutine, StackGroup } from './types.js'

export interface Grouping {
  /** Gives what goroutines of its stack wait for, or do. */
  add(goroutine: Goroutine): string
  readonly total: number
  /** In stacks that are not kept. */
  readonly ungrouped: number
  groups(): readonly StackGroup[]
  states(): readonly Counted[]
}

interface Draft {
  readonly frames: readonly Frame[]
  readonly receivers: readonly number[]
  readonly createdBy: string | undefined
  readonly activity: string
  readonly states: Map<string, number>
  readonly ids: number[]
  readonly line: number
  count: number
  longWaits: number
  longestWaitMinutes: number
  lockedToThread: number
}

export function grouping(): Grouping {
  const byStack = new Map<string, Draft>()
  const states = new Map<string, number>()
  const counts = { total: 0, ungrouped: 0, frames: 0 }

  return {
    add(goroutine) {
      counts.total += goroutine.count
      count(states, goroutine.state, goroutine.count)
      const key = keyOf(goroutine)
      const known = byStack.get(key)
      const isNew = known === undefined
      const draft = known ?? newDraft(goroutine)
      if (isNew && isFull(byStack.size, counts.frames)) {
        counts.ungrouped += goroutine.count
        return draft.activity
      }
      if (isNew) counts.frames += draft.frames.length
      byStack.set(key, draft)
      addTo(draft, goroutine)
      return draft.activity
    },
    get total() {
      return counts.total
    },
    get ungrouped() {
      return counts.ungrouped
    },
    groups: () => [...byStack.values()].map(finished).sort((a, b) => b.count - a.count || a.line - b.line),
    states: () => countedList(states),
  }
}

function isFull(stacks: number, frames: number): boolean {
  return stacks >= goroutineLimits.stacks || frames >= goroutineLimits.stackFrames
}

/** A stack is the same when its calls are; a lock wait and another wait there are told apart. */
function keyOf({ frames, createdBy }: Goroutine): string {
  let key = createdBy ?? ''
  for (const { function: name, line } of frames) key += `\n${name}:${line}`
  return key
}

function newDraft({ frames, arguments: given, createdBy, state, line }: Goroutine): Draft {
  return {
    frames,
    receivers: given.map(receiverOf),
    createdBy,
    activity: activityOf(stackOf(state, frames)),
    states: new Map(),
    ids: [],
    line,
    count: 0,
    longWaits: 0,
    longestWaitMinutes: 0,
    lockedToThread: 0,
  }
}

/** `0xc00012e000, {0x2fa8540, 0x1}` → the first number. */
function receiverOf(given: string): number {
  return given.startsWith('0x') ? Number.parseInt(given.slice(2, 18), 16) : 0
}

function addTo(draft: Draft, { id, count: many, state, waitMinutes, lockedToThread }: Goroutine): void {
  draft.count += many
  count(draft.states, state, many)
  if (waitMinutes > 0) draft.longWaits += many
  draft.longestWaitMinutes = Math.max(draft.longestWaitMinutes, waitMinutes)
  if (lockedToThread) draft.lockedToThread += many
  if (id !== 0 && draft.ids.length < goroutineLimits.idsOfStack) draft.ids.push(id)
}

function finished({ states, ...draft }: Draft): StackGroup {
  return { ...draft, states: countedList(states) }
}

/** Counts by name within bounds: a hostile dump has a new name in every line. */
export function count(counts: Map<string, number>, name: string, many: number): void {
  const known = counts.get(name)
  if (known !== undefined) counts.set(name, known + many)
  else if (counts.size < goroutineLimits.keys) counts.set(name, many)
}

export function countedList(counts: ReadonlyMap<string, number>): readonly Counted[] {
  return [...counts]
    .map(([name, many]) => ({ name, count: many }))
    .sort((a, b) => b.count - a.count || compareText(a.name, b.name))
}
