// Watches what an expression reads: values are handed to it behind proxies that report each path. Evidence rests on this.
import type { ValuePath } from '../documents/types.js'

/** What one evaluation read, in the order it was read. */
export interface Reads {
  /** Paths that had a value; the first name is the variable. */
  readonly found: Map<string, ValuePath>
  /** Paths that were asked for and do not exist. */
  readonly absent: Map<string, ValuePath>
  /** Paths that `has()` asked for in vain: what a finding about their absence points to. */
  readonly asked: Map<string, ValuePath>
}

export function newReads(): Reads {
  return { found: new Map(), absent: new Map(), asked: new Map() }
}

/**
 * The evaluation in progress. Evaluation is synchronous, so there is only ever one; keeping it here lets the proxies
 * of a packet be made once for all rules instead of once an evaluation.
 */
let current: Reads | undefined

/** Runs an evaluation and notes its reads. */
export function recording<T>(reads: Reads | undefined, run: () => T): T {
  const outer = current
  current = reads
  try {
    return run()
  } finally {
    current = outer
  }
}

/** Runs a part that asks whether something exists: what it does not find is no missing path. */
export function asking<T>(run: () => T): T {
  const reads = current
  if (reads === undefined) return run()
  const inner = newReads()
  const result = recording(inner, run)
  for (const [key, path] of inner.found) reads.found.set(key, path)
  for (const [key, path] of inner.absent) reads.asked.set(key, path)
  return result
}

export function noteFound(path: ValuePath): void {
  current?.found.set(keyOf(path), path)
}

export function noteAbsent(path: ValuePath): void {
  current?.absent.set(keyOf(path), path)
}

const keyOf = (path: ValuePath): string => path.join('\u0000')

/** Proxy → what it stands for. */
const watched = new WeakMap<object, { readonly value: object; readonly path: ValuePath }>()

/** The plain value behind a watched one; other values as they are. Lists that an expression built are plain copies. */
export function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const known = watched.get(value)
  if (known !== undefined) return known.value
  return Array.isArray(value) ? value.map(plain) : value
}

/** Where a watched value stands; `undefined` for values that an expression computed. */
export function pathOf(value: unknown): ValuePath | undefined {
  return typeof value === 'object' && value !== null ? watched.get(value)?.path : undefined
}

/** Makes watched values, each once: the same object gives the same proxy. */
export function createWatcher(): (value: unknown, path: ValuePath) => unknown {
  const known = new WeakMap<object, unknown>()
  return function watch(value, path) {
    if (!isContainer(value)) return value
    const existing = known.get(value)
    if (existing !== undefined) return existing
    const proxy = Array.isArray(value) ? watchList(value, path, watch) : watchMap(value, path, watch)
    watched.set(proxy, { value, path })
    known.set(value, proxy)
    return proxy
  }
}

type Watch = (value: unknown, path: ValuePath) => unknown

/** Only plain data is watched: dates and the like are values. */
function isContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** The items of a list are not noted one by one: the list is, when it is read, and the fields of its items. */
function watchList(list: readonly unknown[], path: ValuePath, watch: Watch): object {
  return new Proxy([] as unknown[], {
    get(target, key) {
      if (key === 'length') return list.length
      const index = typeof key === 'string' ? indexOf(key) : undefined
      if (index === undefined) return Reflect.get(target, key) as unknown
      return index < list.length ? watch(list[index], [...path, index]) : undefined
    },
    has: (target, key) => (typeof key === 'string' && key in list) || Reflect.has(target, key),
    ownKeys: () => Reflect.ownKeys(list),
    getOwnPropertyDescriptor(target, key) {
      const index = typeof key === 'string' ? indexOf(key) : undefined
      if (index === undefined || index >= list.length) return Reflect.getOwnPropertyDescriptor(target, key)
      return descriptor(watch(list[index], [...path, index]))
    },
  })
}

function indexOf(key: string): number | undefined {
  return /^(?:0|[1-9]\d{0,9})$/.test(key) ? Number(key) : undefined
}

/**
 * CEL looks at the first value of a map to find its type, with a `for … in`; that is no read of the rule. It shows as: all
 * keys are listed, the first key is described, its value is taken. A read that the rule means is described anew.
 */
type Peek = 'no' | 'listed' | 'described'

function watchMap(map: object, path: ValuePath, watch: Watch): object {
  let peek: Peek = 'no'
  const own = (key: string): unknown =>
    Object.hasOwn(map, key) ? (map as Record<string, unknown>)[key] : undefined
  return new Proxy(
    {},
    {
      get(_, key) {
        if (key === 'constructor') return Object
        if (typeof key !== 'string') return undefined
        const child = [...path, key]
        const value = own(key)
        if (value === undefined) noteAbsent(child)
        else if (peek !== 'described') noteFound(child)
        peek = 'no'
        return watch(value, child)
      },
      has: (_, key) => typeof key === 'string' && own(key) !== undefined,
      ownKeys() {
        peek = 'listed'
        return Object.keys(map)
      },
      getOwnPropertyDescriptor(_, key) {
        peek = peek === 'listed' ? 'described' : 'no'
        if (typeof key !== 'string') return undefined
        const value = own(key)
        if (value !== undefined) return descriptor(value)
        noteAbsent([...path, key])
        return undefined
      },
    },
  )
}

const descriptor = (value: unknown): PropertyDescriptor => ({
  value,
  writable: true,
  enumerable: true,
  configurable: true,
})

/** The reads that say most: a path is left out when something inside it was read as well. */
export function leaves(reads: ReadonlyMap<string, ValuePath>): readonly ValuePath[] {
  const inner = new Set<string>()
  for (const path of reads.values()) {
    for (let length = 1; length < path.length; length++) inner.add(keyOf(path.slice(0, length)))
  }
  return [...reads.entries()].filter(([key]) => !inner.has(key)).map(([, path]) => path)
}

/** A path as authors write it: `config.SqlSettings.DataSourceReplicas[0]`. */
export function pathText(path: ValuePath): string {
  return path.map((part, index) => partText(part, index)).join('')
}

function partText(part: string | number, index: number): string {
  if (typeof part === 'number') return `[${part}]`
  if (!/^[A-Za-z_]\w*$/.test(part)) return `[${JSON.stringify(part)}]`
  return index === 0 ? part : `.${part}`
}
