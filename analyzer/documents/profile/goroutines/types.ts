// Goroutines of a server as its dump shows them, grouped by what they do. A goroutine is one thread of work inside the server.

/** A call in a stack. */
export interface Frame {
  readonly function: string
  /** Path as the compiler saw it; empty where a damaged dump has none. */
  readonly file: string
  readonly line: number
}

/** A goroutine as it stands in a dump. */
export interface Goroutine {
  /** The server's number of it; 0 in forms that have none. */
  readonly id: number
  /** How many of exactly this stack, in forms that count instead of listing. */
  readonly count: number
  /** What the runtime says it does: `running`, `chan receive`, `IO wait`, `sync.Mutex.Lock`; empty where the form has none. */
  readonly state: string
  /** Go counts whole minutes of waiting, and says nothing below one. */
  readonly waitMinutes: number
  readonly lockedToThread: boolean
  /** Innermost first. */
  readonly frames: readonly Frame[]
  /** Arguments of each frame as they stand there, in the same order; numbers, not values. */
  readonly arguments: readonly string[]
  /** The dump leaves out the middle of very deep stacks. */
  readonly elided: boolean
  readonly createdBy: string | undefined
  /** 1-based line of its head in the dump. */
  readonly line: number
  /** The dump ends before its stack does. */
  readonly cut: boolean
}

/** A group while a dump is read. */
export interface StackGroup extends GoroutineGroup {
  /** First argument of each frame of the first goroutine: in a method its object. 0 where it is not told. */
  readonly receivers: readonly number[]
}

/** Goroutines with the same stack. */
export interface GoroutineGroup {
  readonly frames: readonly Frame[]
  readonly createdBy: string | undefined
  readonly count: number
  /** How many in each state, most frequent first. */
  readonly states: readonly Counted[]
  /** What they wait for, by the table in `activities.ts`. */
  readonly activity: string
  /** Of those that wait a minute or more. */
  readonly longWaits: number
  readonly longestWaitMinutes: number
  readonly lockedToThread: number
  /** Numbers of the first few. */
  readonly ids: readonly number[]
  /** Line of the first. */
  readonly line: number
}

export interface Counted {
  readonly name: string
  readonly count: number
}

/** A lock that goroutines wait for. Who holds it is nowhere written; who may is seen from the stacks. */
export interface LockWait {
  /** In memory, such as `0x35eefc393e8`: two waits for one address are for one lock. Empty where the dump has none. */
  readonly address: string
  /** Where they ask for it. */
  readonly function: string
  readonly waiters: number
  readonly longestWaitMinutes: number
  readonly line: number
  /** Goroutines that are further inside the same function, or in the object of the lock, and so may have it. */
  readonly possibleHolders: readonly PossibleHolder[]
  /** None is named, but others work on the same type or in the same package, any of whom may have it. */
  readonly holderUnclear: boolean
}

/** A wait while a dump is judged. */
export interface AskedLock extends LockWait {
  /** Numbers given to the function that asks, by the first who waits: addresses, mostly. */
  readonly asked: readonly number[]
}

export interface PossibleHolder {
  readonly id: number
  /** What it is doing: its own innermost function of interest. */
  readonly function: string
  readonly activity: string
  readonly line: number
}

/** Many goroutines of one origin with one stack, most of which wait long. */
export interface LeakSuspect {
  readonly function: string
  readonly createdBy: string | undefined
  readonly count: number
  readonly longWaits: number
  readonly longestWaitMinutes: number
  readonly line: number
}

/** A group of waits in a circle: nobody in it can go on. */
export interface DeadlockShape {
  readonly kind: 'all asleep' | 'circle of locks' | 'lock held nowhere'
  /** One sentence. */
  readonly says: string
  /** How long it has lasted, in whole minutes: two who meet at a lock for a moment look the same. */
  readonly minutes: number
  readonly line: number
}

export type DumpForm = 'stacks' | 'counts' | 'profile'

export interface GoroutineDump {
  /** `stacks`: debug=2, each by itself. `counts`: debug=1. `profile`: the binary form. */
  readonly form: DumpForm
  readonly total: number
  /** Most frequent first. */
  readonly groups: readonly GoroutineGroup[]
  /** In stacks beyond those that are kept. */
  readonly ungrouped: number
  readonly states: readonly Counted[]
  readonly activities: readonly Counted[]
  readonly longestWaitMinutes: number
  readonly locks: readonly LockWait[]
  readonly leakSuspects: readonly LeakSuspect[]
  /** Who waits for answers over HTTP: the function that asked, most frequent first. */
  readonly httpCallers: readonly Counted[]
  /** Which hooks of plugins the server waits for. */
  readonly pluginCalls: readonly Counted[]
  readonly deadlocks: readonly DeadlockShape[]
  /** What the runtime said before the list, such as `fatal error: all goroutines are asleep - deadlock!`. */
  readonly fatal: string | undefined
  /** The dump ends early; what is before is here. */
  readonly cut: boolean
  /** Lines that are no part of a dump. */
  readonly strangeLines: number
}
