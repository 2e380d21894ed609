// The calls into the YAML library, with the limits and without exceptions. Used by yaml.ts and yaml-salvage.ts.
import { CORE_SCHEMA, loadAll, parseEvents, YAMLException } from 'js-yaml'
import type { Event } from 'js-yaml'

/** Deepest nesting read. Server files nest below 10; the parser recurses, so a bound protects the stack. */
const maxDepth = 100

/** Aliases a document may use. Servers write none; nested ones multiply, so only a few are harmless. */
const maxAliases = 16

export interface YamlError {
  readonly reason: string
  /** UTF-16 offset in the text given. */
  readonly at: number
  /** The text has more aliases than are followed. */
  readonly isLimit?: boolean
}

export type Attempt =
  | { readonly kind: 'value'; readonly documents: readonly unknown[] }
  | { readonly kind: 'error'; readonly error: YamlError }

/** Loads all documents of a text. `overrideDuplicates`: the last value of a repeated key counts, instead of an error. */
export function tryLoad(text: string, overrideDuplicates = false): Attempt {
  try {
    const documents = loadAll(text, { schema: CORE_SCHEMA, maxDepth, maxAliases, json: overrideDuplicates })
    if (text.includes('*') && hasCycle(documents))
      return failed('an alias refers to a value that holds it', 0)
    return { kind: 'value', documents }
  } catch (error) {
    if (error instanceof YAMLException) return failure(error)
    return failed(error instanceof Error ? error.message : String(error), 0)
  }
}

/** The events of a text that is known to load; empty for one that does not. */
export function eventsOf(text: string): Event[] {
  try {
    return parseEvents(text, { maxDepth })
  } catch {
    return []
  }
}

function failed(reason: string, at: number): Attempt {
  return { kind: 'error', error: { reason, at } }
}

/** What the library says; of its limits, in our words. */
function failure({ reason, mark }: YAMLException): Attempt {
  const at = mark?.position ?? 0
  if (reason.includes('maxDepth')) return failed(`nested more than ${maxDepth} levels deep`, at)
  if (!reason.includes('maxAliases')) return failed(reason, at)
  return { kind: 'error', error: { reason: `more than ${maxAliases} aliases`, at, isLimit: true } }
}

/** An anchor may be used inside its own value; such a value has no end. */
function hasCycle(value: unknown, above: readonly unknown[] = []): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (above.includes(value)) return true
  return Object.values(value).some(inner => hasCycle(inner, [...above, value]))
}
