// Who may hold a lock that others wait for. No dump says it; three signs do, from certain to vague.
//
//   inside  another goroutine is further inside the very function that asks for the lock
//   object  another is in a method of the object in which the lock lies: its address is a little before that of the lock
//   nearby  others are in methods of the same type, or in functions of the same package: any of them may have it, none is named
import { packageOf } from '../names.js'
import { telling } from './activities.js'
import { askingFunction, isLockCall } from './asking.js'
import type { PossibleHolder, StackGroup } from './types.js'

/** A lock as those who wait for it show it. */
export interface WantedLock {
  /** `0x35eefc393e8`, or empty. */
  readonly address: string
  /** Where they ask for it. */
  readonly function: string
}

export interface Holders {
  readonly possible: readonly PossibleHolder[]
  /** None is named, and still somebody nearby may have it. */
  readonly unclear: boolean
}

const holdersLimit = 5

/** Looking nearby costs a look at all stacks for each lock; beyond so many it stays unclear. */
const nearbyLimit = 20

/** Objects with locks are larger than a few words and smaller than this, mostly. */
const objectBytes = 4096

interface Draft {
  readonly lock: WantedLock
  readonly address: number
  readonly owner: string
  readonly possible: PossibleHolder[]
  unclear: boolean
}

export function findHolders(locks: readonly WantedLock[], groups: readonly StackGroup[]): readonly Holders[] {
  const drafts = locks.map((lock, index) => ({
    lock,
    address: lock.address === '' ? 0 : Number(lock.address),
    owner: ownerOf(lock.function),
    possible: [],
    unclear: index >= nearbyLimit,
  }))
  const byFunction = groupedBy(drafts, ({ lock }) => lock.function)
  const byOwner = groupedBy(drafts.slice(0, nearbyLimit), ({ owner }) => owner)
  for (const group of drafts.length === 0 ? [] : groups) {
    lookInside(group, byFunction)
    lookNearby(group, byOwner)
  }
  return drafts.map(({ possible, unclear }) => ({ possible, unclear: unclear && possible.length === 0 }))
}

function groupedBy(
  drafts: readonly Draft[],
  keyOf: (draft: Draft) => string,
): ReadonlyMap<string, readonly Draft[]> {
  const grouped = new Map<string, Draft[]>()
  for (const draft of drafts) {
    const same = grouped.get(keyOf(draft))
    if (same === undefined) grouped.set(keyOf(draft), [draft])
    else same.push(draft)
  }
  return grouped
}

/** Goroutines that called something from inside one of the functions, and do not themselves ask for a lock there. */
function lookInside(group: StackGroup, byFunction: ReadonlyMap<string, readonly Draft[]>): void {
  for (const [place, { function: name }] of group.frames.entries()) {
    const drafts = byFunction.get(name)
    if (drafts === undefined || isAsking(group, place)) continue
    for (const draft of drafts) addHolder(draft, group)
  }
}

function lookNearby(group: StackGroup, byOwner: ReadonlyMap<string, readonly Draft[]>): void {
  if (byOwner.size === 0) return
  const wanted = group.activity === 'lock' ? wantedLock(group) : undefined
  for (const [place, { function: name }] of group.frames.entries()) {
    for (const draft of byOwner.get(ownerOf(name)) ?? []) {
      if (wanted !== undefined && isSameLock(wanted, draft)) continue
      if (isInObject(draft.address, group.receivers[place] ?? 0)) addHolder(draft, group)
      else draft.unclear = true
    }
  }
}

/** What one waits for, as far as the first of its stack shows it. */
interface Wanted {
  readonly address: number
  readonly function: string
}

function wantedLock({ frames, receivers }: StackGroup): Wanted {
  const call = frames.findIndex(frame => /\.\(\*(?:Mutex|RWMutex)\)\./.test(frame.function))
  return { address: receivers[call] ?? 0, function: askingFunction(frames) }
}

/** One who waits for a lock has not got it. */
function isSameLock(wanted: Wanted, { address, lock }: Draft): boolean {
  return wanted.function === lock.function || (address > 0 && wanted.address === address)
}

function isInObject(lock: number, receiver: number): boolean {
  return receiver > 0 && lock >= receiver && lock < receiver + objectBytes
}

/** Whether the call at a place of the stack leads to nothing but a wait for a lock. */
function isAsking({ frames, activity }: StackGroup, place: number): boolean {
  return activity === 'lock' && frames.slice(0, place).every(frame => isLockCall(frame.function))
}

function addHolder({ possible }: Draft, { frames, activity, ids, line }: StackGroup): void {
  if (possible.length >= holdersLimit || possible.some(known => known.line === line && line !== 0)) return
  const doing = activity === 'lock' ? askingFunction(frames) : telling(frames)
  possible.push({ id: ids[0] ?? 0, function: doing, activity, line })
}

/** The type of a method, `example.org/app.(*Store)`; the package of a function. */
function ownerOf(name: string): string {
  const start = name.indexOf('.(*')
  return start < 0 ? packageOf(name) : name.slice(0, name.indexOf(')', start) + 1)
}
