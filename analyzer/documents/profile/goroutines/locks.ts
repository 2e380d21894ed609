// Locks that goroutines wait for. A dump does not say who holds one; it shows who may, as `holders.ts` finds it.
import { goroutineLimits } from '../limits.js'
import { askingFunction, isLockCall } from './asking.js'
import { findHolders } from './holders.js'
import type { AskedLock, Goroutine, StackGroup } from './types.js'

export interface LockWaits {
  /** Takes one that waits for a lock. */
  add(goroutine: Goroutine): void
  /** With possible holders, out of all groups. */
  list(groups: readonly StackGroup[]): readonly AskedLock[]
}

interface Draft {
  readonly address: string
  readonly function: string
  readonly line: number
  /** Numbers given to that function by the first who waits; doubtful ones are left out. */
  readonly asked: readonly number[]
  waiters: number
  longestWaitMinutes: number
}

/** More locks than a person looks at. */
const locksLimit = 200

export function lockWaits(): LockWaits {
  const byLock = new Map<string, Draft>()

  return {
    add(goroutine) {
      const { count, waitMinutes, line } = goroutine
      const asking = askingFunction(goroutine.frames)
      const address = lockAddress(goroutine)
      const key = `${address}\n${asking}`
      const draft = byLock.get(key) ?? {
        address,
        function: asking,
        line,
        asked: byLock.size < goroutineLimits.keys ? askedWith(goroutine) : [],
        waiters: 0,
        longestWaitMinutes: 0,
      }
      if (!byLock.has(key) && byLock.size >= goroutineLimits.keys) return
      byLock.set(key, draft)
      draft.waiters += count
      draft.longestWaitMinutes = Math.max(draft.longestWaitMinutes, waitMinutes)
    },
    list(groups) {
      const most = [...byLock.values()]
        .sort((a, b) => b.waiters - a.waiters || a.line - b.line)
        .slice(0, locksLimit)
      const holders = findHolders(most, groups)
      return most.map((draft, index) => ({
        ...draft,
        possibleHolders: holders[index]?.possible ?? [],
        holderUnclear: holders[index]?.unclear ?? true,
      }))
    },
  }
}

/** First argument of the call that waits, which is the lock: `internal/sync.(*Mutex).lockSlow(0x35eefc393e8)`. */
function lockAddress({ frames, arguments: given }: Goroutine): string {
  for (const [index, frame] of frames.entries()) {
    if (!isLockCall(frame.function)) return ''
    const address = /^(0x[0-9a-f]{1,16})\b/.exec(given[index] ?? '')?.[1]
    if (/\.\(\*(?:Mutex|RWMutex)\)\./.test(frame.function) && address !== undefined) return address
  }
  return ''
}

/** `0x3d2d73ed89c0, 0x0?` → the first: a question mark says that the number may be old. */
function askedWith({ frames, arguments: given }: Goroutine): readonly number[] {
  const place = frames.findIndex(frame => !isLockCall(frame.function))
  const numbers = (given[place] ?? '').slice(0, 400).match(/0x[0-9a-f]{1,16}(?![0-9a-f?])/g) ?? []
  return numbers.slice(0, 8).map(Number)
}
