// A value of a packet as `diff` handles it: compared by what it is, shown with its secrets masked and within bounds.
import { maskingOf } from '../documents/masks.js'
import { isMap } from '../documents/shape.js'
import { maskSecrets, maskValue } from '../engine/mask.js'
import type { DiffValue } from './types.js'

/** `masked`: the packet hides it, so that two of them cannot be compared. `secret`: it is known here and never shown. */
export type Hiding = 'none' | 'masked' | 'secret'

export interface Value {
  /** Equal for equal values, whatever the order of their keys. */
  readonly same: string
  readonly shown: DiffValue
  readonly hiding: Hiding
  /** Not set at all: against it, a masked value did change. */
  readonly empty: boolean
}

/** Characters of a value in a report, and items of a list. */
const longestText = 500
const mostItems = 500

const secretMark = '****'

/** Names whose text is a secret, beyond the settings that `maskValue` knows: keys and tokens of Teleport. */
const secretName = /(?:^|_)(?:key|keys|secret|secrets|token|tokens|password|salt|key_pair|key_pairs)$/i
const publicName = /public|fingerprint|authorized|host_keys?$/i

/** `name` decides what is secret: the last part of a setting's path. */
export function valueOf(raw: unknown, name = ''): Value {
  const value = raw ?? null
  const isSecret = secretName.test(name) && !publicName.test(name)
  const shown = shownOf(value, name, isSecret)
  return {
    same: canonical(value),
    shown,
    hiding:
      maskingOf(value) === 'full'
        ? 'masked'
        : isSecret && shown === secretMark
          ? 'secret'
          : hides(value, shown),
    empty: isEmpty(value),
  }
}

/** A list as a set: its order says nothing, as with permissions. */
export function setOf(items: readonly string[]): Value {
  const sorted = [...new Set(items)].sort()
  return { ...valueOf(sorted), empty: sorted.length === 0 }
}

function hides(value: unknown, shown: DiffValue): Hiding {
  return shown === secretMark && value !== secretMark ? 'secret' : 'none'
}

function shownOf(value: unknown, name: string, isSecret: boolean): DiffValue {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'string' && maskingOf(value) === 'full') return cut(value)
  if (isSecret && !isEmpty(value)) return secretMark
  if (typeof value === 'string') return cut(maskValue(name, value))
  if (Array.isArray(value) && value.every(isScalar))
    return value.slice(0, mostItems).map(item => cut(maskSecrets(String(item))))
  return cut(maskSecrets(JSON.stringify(value, maskInside) ?? ''))
}

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null

function isEmpty(value: unknown): boolean {
  if (value === '' || value === null) return true
  if (Array.isArray(value)) return value.length === 0
  return isMap(value) && Object.keys(value).length === 0
}

function maskInside(key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'string') return value
  return secretName.test(key) && !publicName.test(key) && value !== '' ? secretMark : maskValue(key, value)
}

const cut = (text: string): string =>
  text.length > longestText ? `${text.slice(0, longestText).toWellFormed()}…` : text

function canonical(value: unknown): string {
  return JSON.stringify(value, sortKeys) ?? ''
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (!isMap(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
