// Combines facts into a further one, keeping where all of its parts come from.
import type { Derived } from './types.js'

/** A value computed from others; `undefined` as soon as one of them is unknown, or when `compute` says so. */
export function combine<Parts extends readonly unknown[], T>(
  parts: { readonly [K in keyof Parts]: Derived<Parts[K]> | undefined },
  compute: (...values: Parts) => T | undefined,
): Derived<T> | undefined {
  const known = parts.filter(part => part !== undefined)
  if (known.length < parts.length) return undefined
  const value = compute(...(known.map(part => part.value) as unknown as Parts))
  return value === undefined ? undefined : { value, from: known.flatMap(part => part.from) }
}
