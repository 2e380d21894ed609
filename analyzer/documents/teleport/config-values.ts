// Values of teleport.yaml in the forms that people write them, made one: flags, lists of addresses, the old form of log.format.
import { isMap } from '../shape.js'
import type { ValuePath } from '../types.js'
import { configKeys, isKey, type Key, type Section } from './config-keys.js'

const words: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'yeah', 'y', 'true', '1', 'on'].map(word => [word, true] as const),
  ...['no', 'nope', 'n', 'false', '0', 'off'].map(word => [word, false] as const),
])

/** A flag as the server reads it; `undefined` for anything else. */
export function flagOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  return typeof value === 'string' || typeof value === 'number'
    ? words.get(String(value).trim().toLowerCase())
    : undefined
}

/**
 * The same file with flags as booleans and the old list of log.format as its section. Everything else stays as written, a
 * flag that is none (`maybe`) too; the server counts it as no.
 */
export function normalConfig(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return normalSection(config, configKeys, [])
}

function normalSection(
  value: Readonly<Record<string, unknown>>,
  section: Section,
  path: ValuePath,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [name, normalValue(held, section, [...path, name])]),
  )
}

function normalValue(held: unknown, section: Section, path: ValuePath): unknown {
  const name = String(path.at(-1))
  const known = Object.hasOwn(section, name) ? section[name] : undefined
  if (known === undefined) return held
  if (isKey(known)) return normalKey(held, known)
  if (path.join('.') === 'teleport.log.format' && Array.isArray(held)) return { extra_fields: held }
  return isMap(held) ? normalSection(held, known, path) : held
}

function normalKey(held: unknown, { type, oneOf }: Key): unknown {
  if (held === null) return undefined
  if (type === 'flag') return flagOf(held) ?? held
  if (type === 'list' && typeof held === 'string') return [held]
  // `proxy_protocol: on` is a flag to YAML.
  if (type === 'text' && oneOf?.includes('off') === true && typeof held === 'boolean')
    return held ? 'on' : 'off'
  return held
}
