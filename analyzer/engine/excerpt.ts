// How a structured value is shown as evidence: its JSON pointer, and `key: value` with secrets masked.
import type { ValuePath } from '../documents/types.js'
import { maskSecrets, maskValue } from './mask.js'

const excerptLimit = 300

/** RFC 6901. */
export function pointerOf(path: ValuePath): string {
  return path.map(part => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('')
}

/** `MaxOpenConns: 300`, `2: server.log`; `undefined` where there is nothing to show. */
export function excerptOf(path: ValuePath, value: unknown): string | undefined {
  const key = String(path.at(-1) ?? '')
  if (value === undefined || key === '') return undefined
  return `${key}: ${textOf(key, value)}`.slice(0, excerptLimit)
}

function textOf(key: string, value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : maskValue(key, value)
  if (typeof value !== 'object' || value === null) return String(value)
  return maskSecrets(shorten(value))
}

/** Enough of a list or map to recognise it; a large one is never turned into text as a whole. */
function shorten(value: object): string {
  if (Array.isArray(value)) return `[${value.length} items]`
  if (value instanceof Date) return value.toISOString()
  const keys = Object.keys(value)
  const shown = keys.slice(0, 5).join(', ')
  return keys.length > 5 ? `{${shown}, …}` : `{${shown}}`
}
