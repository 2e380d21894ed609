// Ids of a profile → indexes from zero in the order they are first met. Go counts ids up from one; others may use addresses.
import { profileLimits } from './limits.js'
import { malformed } from './wire.js'

export interface DenseIds {
  /** Index of an id, a new one for a new id. */
  indexOf(id: number): number
  /** Index of an id that the profile defines: each at most once. */
  define(id: number): number
  readonly count: number
  /** Whether every index that was asked for is defined. */
  allDefined(): boolean
  isDefined(index: number): boolean
}

/** Ids below this are looked up in an array. */
const directIds = 1 << 22

export function denseIds(what: string, most: number = profileLimits.locations): DenseIds {
  let direct: Int32Array<ArrayBuffer> = new Int32Array(1024)
  const others = new Map<number, number>()
  let defined: Uint8Array<ArrayBuffer> = new Uint8Array(1024)
  let definedCount = 0
  let count = 0

  function next(): number {
    if (count >= most) throw malformed(`it has more than ${most} ${what}s`)
    return count++
  }

  function added(id: number): number {
    const index = next()
    others.set(id, index)
    return index
  }

  function indexOf(id: number): number {
    if (id >= directIds) return others.get(id) ?? added(id)
    if (id >= direct.length) direct = grown(direct, id)
    const known = direct[id] ?? 0
    if (known > 0) return known - 1
    const index = next()
    direct[id] = index + 1
    return index
  }

  return {
    indexOf,
    define(id) {
      if (id === 0) throw malformed(`a ${what} has the id 0`)
      const index = indexOf(id)
      if (defined[index] === 1) throw malformed(`two ${what}s have the id ${id}`)
      if (index >= defined.length) defined = grownFlags(defined, index)
      defined[index] = 1
      definedCount++
      return index
    },
    get count() {
      return count
    },
    allDefined: () => definedCount === count,
    isDefined: index => defined[index] === 1,
  }
}

function grown(direct: Int32Array, id: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.min(directIds, Math.max(2 * direct.length, id + 1)))
  larger.set(direct)
  return larger
}

function grownFlags(flags: Uint8Array, index: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(2 * flags.length, index + 1))
  larger.set(flags)
  return larger
}
