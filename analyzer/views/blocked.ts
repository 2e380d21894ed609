// Who waits for whom: the locks that goroutines wait for, those who may have them, and what those wait for in turn.
import type { GoroutineDump, LockWait, PossibleHolder } from '../documents/profile/goroutines/types.js'
import type { Document } from '../documents/types.js'
import type { BlockedHolder, BlockedLock } from './types.js'

/** More locks, and more who may have one, stand in the table. */
const most = { locks: 50, holders: 5 } as const

export function lockRowId({ entry }: Document, index: number): string {
  return `${entry} lock ${index}`
}

export function blockedLocks(document: Document<GoroutineDump>): readonly BlockedLock[] {
  const { locks, groups } = document.value
  const groupOf = new Map(groups.flatMap(group => group.ids.map(id => [id, group.line] as const)))
  const lockAt = new Map(locks.map(({ line }, index) => [line, lockRowId(document, index)]))
  return locks.slice(0, most.locks).map((lock, index) => ({
    ...waitOf(lock),
    row: lockRowId(document, index),
    ...(document.node ? { node: document.node } : {}),
    holders: lock.possibleHolders
      .slice(0, most.holders)
      .map(holder => holderOf(holder, lockAt.get(groupOf.get(holder.id) ?? -1))),
    moreHolders: Math.max(0, lock.possibleHolders.length - most.holders),
  }))
}

function waitOf({ address, waiters, function: askedIn, longestWaitMinutes, holderUnclear }: LockWait) {
  return {
    ...(address === '' ? {} : { address }),
    waiters,
    askedIn,
    longestWaitMinutes,
    isUnclear: holderUnclear,
  }
}

function holderOf({ id, function: name }: PossibleHolder, waitsFor: string | undefined): BlockedHolder {
  return { goroutine: id, function: name, ...(waitsFor === undefined ? {} : { waitsFor }) }
}
