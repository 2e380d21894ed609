// The keys of a JSON object as the server's decoder takes them: without regard to case, unknown ones passed over, `null` as absent.
import { found, nearest } from './words.js'
import type { Judge, MessagePath } from './message.js'

export interface Field {
  readonly value: unknown
  readonly path: MessagePath
}

export type Fields = ReadonlyMap<string, Field>

export interface KnownKeys {
  readonly known: readonly string[]
  /** Keys that are known elsewhere, and what to say of them. */
  readonly explained?: ReadonlyMap<string, string>
}

/** By the known name. Says which keys are unknown. */
export function fieldsOf(
  object: Readonly<Record<string, unknown>>,
  path: MessagePath,
  keys: KnownKeys,
  judge: Judge,
): Fields {
  const fields = new Map<string, Field>()
  for (const [key, value] of Object.entries(object)) {
    const name = keys.known.find(one => one === key.toLowerCase())
    const at = [...path, key]
    if (name === undefined) sayUnknown(key, at, keys, judge)
    else if (value !== null && (key === name || !fields.has(name))) fields.set(name, { value, path: at })
  }
  return fields
}

function sayUnknown(key: string, path: MessagePath, { known, explained }: KnownKeys, judge: Judge): void {
  const why = explained?.get(key)
  const meant = nearest(key, known)
  judge.say({
    severity: 'warning',
    code: 'UNKNOWN_KEY',
    path,
    message: why ?? `Nothing is known by the name ${found(key)}`,
    effect: 'it is ignored',
    known,
    ...(meant === undefined ? {} : { meant }),
  })
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
