// Keys of a sqlite database without their values: of the agent's identity store (proc/sqlite.sql) and of the auth backend.
//
//   key=/ids/node/current value_bytes=8906 expires=
//   key=/nodes/default/04fe8be0-09b6-4cad-8bfa-dc94cb886f45 value_bytes=408 expires=2026-11-21 09:47:35.78925832+00:00
import { lineParser } from './lines.js'

export interface StoredKey {
  readonly key: string
  readonly value_bytes?: number
  /** Epoch milliseconds. */
  readonly expires_ms?: number
}

export type TeleportKeys = StoredKey[]

export const parseTeleportKeys = lineParser<TeleportKeys>(
  'a list of keys',
  () => [],
  ({ value, at }, line, number) => {
    const [, key, bytes, expires] = /^key=(\S+)(?: value_bytes=(\d+))?(?: expires=(.*))?$/.exec(line) ?? []
    // The schema stands before the keys.
    if (key === undefined) return /^\s*(?:CREATE|PRAGMA|BEGIN|COMMIT|INSERT|[a-z_]+ [A-Z]+|\))/.test(line)
    at([value.length], number)
    value.push({
      key,
      ...(bytes === undefined ? {} : { value_bytes: Number(bytes) }),
      ...expiry(expires),
    })
    return true
  },
)

/** `2026-11-21 09:47:35.78925832+00:00` */
function expiry(text: string | undefined): { readonly expires_ms?: number } {
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,3})?\d*(Z|[+-]\d\d:\d\d)?/.exec(text ?? '')
  if (parts === null) return {}
  const ms = Date.parse(`${parts[1] ?? ''}T${parts[2] ?? ''}${parts[3] ?? ''}${parts[4] ?? 'Z'}`)
  return Number.isNaN(ms) ? {} : { expires_ms: ms }
}
