// Reads single values out of documents whose content nobody vouches for: of the right type, or not there at all.
import { valueAt } from '../documents/shape.js'
import type { Document, ValuePath } from '../documents/types.js'
import type { DocumentKind } from '../packet/layout-types.js'
import type { Derived, FactDefinition, FactInput } from './types.js'

/** A document kind and the path in it: `['diagnostics', 'database', 'version']`. */
export type Spot = readonly [kind: DocumentKind, ...path: ValuePath]

/** Turns what stands in a document into what a fact needs; `undefined` when it is not that. */
export type Accept<T> = (value: unknown) => T | undefined

/** The first spot of these that holds an acceptable value, seen from the node in question. */
export function readFirst<T>(
  input: FactInput,
  spots: readonly Spot[],
  accept: Accept<T>,
): Derived<T> | undefined {
  for (const [kind, ...path] of spots) {
    const document = input.documents.get(kind, input.node)
    const derived = document === undefined ? undefined : readAt(input, document, path, accept)
    if (derived !== undefined) return derived
  }
  return undefined
}

/** The value at a path of one document. */
export function readAt<T>(
  input: FactInput,
  document: Document,
  path: ValuePath,
  accept: Accept<T>,
): Derived<T> | undefined {
  const value = accept(valueAt(document.value, path))
  return value === undefined ? undefined : { value, from: [input.at(document, path)] }
}

/** Text that says something: neither empty nor masked (sanitizing leaves asterisks, which tell nothing). */
export function asText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  return text === '' || /^\*+$/.test(text) ? undefined : text
}

export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** A count; servers write -1 where their system cannot tell. */
export function asCount(value: unknown): number | undefined {
  const number = asNumber(value)
  return number === undefined || number < 0 ? undefined : number
}

/** A count that is never zero on a running server, so that zero means that its query failed. */
export function asPositive(value: unknown): number | undefined {
  const number = asNumber(value)
  return number === undefined || number <= 0 ? undefined : number
}

/** A number, or text that is one: schema versions and ports are quoted in packets. */
export function asNumeral(value: unknown): number | undefined {
  if (typeof value !== 'string') return asNumber(value)
  return /^\d+(\.\d+)?$/.test(value.trim()) ? asNumber(Number(value)) : undefined
}

/** A flag. Servers 9.3 to 9.7 wrote some as text. */
export function asFlag(value: unknown): boolean | undefined {
  if (value === 'true') return true
  if (value === 'false') return false
  return typeof value === 'boolean' ? value : undefined
}

/** Epoch milliseconds of a time: text in RFC 3339, a date the YAML reader made, or epoch milliseconds. Zero is "never". */
export function asTimeMs(value: unknown): number | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : value instanceof Date ? value.getTime() : value
  return asPositive(ms)
}

export function asList(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined
}

/** A fact that is one value of a document, by different names in different generations. */
export function readFact<T>(definition: {
  readonly id: string
  readonly title: string
  readonly scope: 'node' | 'packet'
  /** In order of preference. */
  readonly spots: readonly Spot[]
  readonly accept: Accept<T>
}): FactDefinition<T> {
  const { id, title, scope, spots, accept } = definition
  return { id, title, scope, derive: input => readFirst(input, spots, accept) }
}
