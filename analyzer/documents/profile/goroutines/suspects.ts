// Signs of trouble over a whole dump: goroutines that pile up, and waits that cannot end.
import { keepsConnection, telling } from './activities.js'
import type { AskedLock, DeadlockShape, GoroutineGroup, LeakSuspect } from './types.js'

/** Fewer of one kind are normal: pools, workers, one a processor. */
const leakFrom = 100

/** More than a person looks at. */
const suspectsLimit = 100

/** Most of them have waited a minute or more; work under load comes and goes. */
const longShare = 0.5

export function leakSuspects(groups: readonly GoroutineGroup[]): readonly LeakSuspect[] {
  return groups
    .filter(
      ({ count, longWaits, activity }) =>
        count >= leakFrom && longWaits >= count * longShare && !keepsConnection(activity),
    )
    .slice(0, suspectsLimit)
    .map(({ frames, createdBy, count, longWaits, longestWaitMinutes, line }) => ({
      function: telling(frames),
      createdBy,
      count,
      longWaits,
      longestWaitMinutes,
      line,
    }))
}

/** A lock whose holder is nowhere to be seen is strange only after a while: holders come and go. */
const orphanMinutes = 2

export function deadlocks(locks: readonly AskedLock[], fatal: string | undefined): readonly DeadlockShape[] {
  return [...allAsleep(fatal), ...circles(locks), ...orphans(locks)]
}

function allAsleep(fatal: string | undefined): readonly DeadlockShape[] {
  if (fatal?.includes('all goroutines are asleep') !== true) return []
  return [
    {
      kind: 'all asleep',
      says: 'The runtime ended the server: every goroutine waited for another.',
      minutes: 0,
      line: 1,
    },
  ]
}

/**
 * Two locks, each wanted by goroutines inside the function that asks for the other: A holds the first and wants the second, B
 * the reverse. Seen from functions, not from the locks themselves, so it is a shape and no proof.
 */
function circles(locks: readonly AskedLock[]): readonly DeadlockShape[] {
  return locks.flatMap((lock, index) =>
    locks.slice(index + 1).flatMap(other => {
      const both =
        (holdsWhileWaiting(lock, other) && holdsWhileWaiting(other, lock)) || eachHasTheOther(lock, other)
      return both ? [circle(lock, other)] : []
    }),
  )
}

/** Whether one who waits for `other` may have `lock`. */
function holdsWhileWaiting(lock: AskedLock, other: AskedLock): boolean {
  if (lock.address === other.address || lock.address === '') return false
  return lock.possibleHolders.some(holder => holder.activity === 'lock' && holder.function === other.function)
}

/** Two in one function, as in `transfer(a, b)` and `transfer(b, a)`: each was given what the other's lock lies in. */
function eachHasTheOther(lock: AskedLock, other: AskedLock): boolean {
  if (lock.function !== other.function || lock.address === '' || lock.address === other.address) return false
  return wasGiven(lock, other) && wasGiven(other, lock)
}

/** Locks are at or near the start of what they guard. */
const guardedBytes = 256

function wasGiven({ asked }: AskedLock, { address }: AskedLock): boolean {
  return asked.some(
    number => number > 0 && Number(address) - number >= 0 && Number(address) - number < guardedBytes,
  )
}

function circle(lock: AskedLock, other: AskedLock): DeadlockShape {
  return {
    kind: 'circle of locks',
    says:
      lock.function === other.function
        ? `Two goroutines in ${lock.function} seem to wait for each other's lock.`
        : `Goroutines in ${lock.function} and in ${other.function} seem to wait for each other's lock.`,
    minutes: Math.min(lock.longestWaitMinutes, other.longestWaitMinutes),
    line: Math.min(lock.line, other.line),
  }
}

function orphans(locks: readonly AskedLock[]): readonly DeadlockShape[] {
  return locks
    .filter(
      ({ possibleHolders, holderUnclear, longestWaitMinutes }) =>
        possibleHolders.length === 0 && !holderUnclear && longestWaitMinutes >= orphanMinutes,
    )
    .map(({ function: name, waiters, longestWaitMinutes, line }) => ({
      kind: 'lock held nowhere',
      minutes: longestWaitMinutes,
      says: `${waiters === 1 ? 'One goroutine waits' : `${waiters} goroutines wait`} in ${name} for a lock, the longest for ${longestWaitMinutes} minutes, and no goroutine is seen to have it.`,
      line,
    }))
}
