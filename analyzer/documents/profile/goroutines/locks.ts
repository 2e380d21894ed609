// Locks that goroutines wait for. A dump does not say who holds one; it shows who is further inside the function that asks for it.
import { goroutineLimits } from '../limits.js'
import { telling } from './activities.js'
import type { Goroutine, GoroutineGroup, LockWait, PossibleHolder } from './types.js'

export interface LockWaits {
  /** Takes one that waits for a lock. */
  add(goroutine: Goroutine): void
  /** With possible holders, out of all groups. */
  list(groups: readonly GoroutineGroup[]): readonly LockWait[]
}

interface Draft {
  readonly address: string
  readonly function: string
  readonly line: number
  waiters: number
  longestWaitMinutes: number
}

const holdersLimit = 5

/** More locks than a person looks at. */
const locksLimit = 200

export function lockWaits(): LockWaits {
  const byLock = new Map<string, Draft>()

  return {
    add(goroutine) {
      const { count, waitMinutes, line } = goroutine
      const asking = askingFrame(goroutine)
      const address = lockAddress(goroutine)
      const key = `${address}\n${asking}`
      const draft = byLock.get(key) ?? {
        address,
        function: asking,
        line,
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
      const holders = holdersByFunction(new Set(most.map(draft => draft.function)), groups)
      return most.map(draft => ({ ...draft, possibleHolders: holders.get(draft.function) ?? [] }))
    },
  }
}

const lockCall = /^(?:internal\/)?sync\.|^runtime\./

/** The function that asks for the lock: the first one outside the locks themselves. */
function askingFrame({ frames }: Goroutine): string {
  return frames.find(frame => !lockCall.test(frame.function))?.function ?? 'unknown'
}

/** First argument of the call that waits, which is the lock: `internal/sync.(*Mutex).lockSlow(0x35eefc393e8)`. */
function lockAddress({ frames, arguments: given }: Goroutine): string {
  for (const [index, frame] of frames.entries()) {
    if (!lockCall.test(frame.function)) return ''
    const address = /^(0x[0-9a-f]{1,16})\b/.exec(given[index] ?? '')?.[1]
    if (/\.\(\*(?:Mutex|RWMutex)\)\./.test(frame.function) && address !== undefined) return address
  }
  return ''
}

/** Goroutines that called something from inside one of the functions, and do not themselves ask for a lock there. */
function holdersByFunction(
  asking: ReadonlySet<string>,
  groups: readonly GoroutineGroup[],
): ReadonlyMap<string, readonly PossibleHolder[]> {
  const holders = new Map<string, PossibleHolder[]>()
  for (const group of asking.size === 0 ? [] : groups) {
    for (const [place, { function: name }] of group.frames.entries()) {
      if (!asking.has(name) || isAsking(group, place)) continue
      const known = holders.get(name) ?? []
      holders.set(name, known)
      if (known.length < holdersLimit && known.at(-1)?.line !== group.line) known.push(holderIn(group))
    }
  }
  return holders
}

/** Whether the call at a place of the stack leads to nothing but a wait for a lock. */
function isAsking({ frames, activity }: GoroutineGroup, place: number): boolean {
  return activity === 'lock' && frames.slice(0, place).every(frame => lockCall.test(frame.function))
}

function holderIn({ frames, activity, ids, line }: GoroutineGroup): PossibleHolder {
  return { id: ids[0] ?? 0, function: telling(frames), activity, line }
}
