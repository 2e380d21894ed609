// Checks a teleport.yaml against the keys there are: unknown and misplaced keys, values that the server refuses, contradictions.
import { nearestName } from '../../lib/nearest-name.js'
import { describe, isMap } from '../shape.js'
import type { ValuePath } from '../types.js'
import { configKeys, isKey, servicesOnByDefault, type Key, type Section } from './config-keys.js'
import { flagOf } from './config-values.js'

export type MistakeKind =
  /** No version of Teleport that is known here has the key. */
  | 'unknown-key'
  /** A later version has it. */
  | 'later-key'
  /** Another schema (`version: v3`) has it. */
  | 'other-schema'
  | 'bad-value'
  /** Two settings that exclude each other. */
  | 'contradiction'
  | 'deprecated-key'

export interface ConfigMistake {
  readonly kind: MistakeKind
  readonly path: ValuePath
  /** What is wrong, as a sentence without a full stop; never with a secret. */
  readonly says: string
  /** What to do instead, where that is known. */
  readonly instead?: string
}

/** Mistakes listed for one file; a file of another program has hundreds. */
const mostMistakes = 50

/** Mistakes in the order of the file. `major`: the server's version, where it is known. */
export function checkConfig(config: unknown, major?: number): readonly ConfigMistake[] {
  if (!isMap(config)) return []
  const schema = config.version === 'v3' ? 'v3' : 'before v3'
  const found: ConfigMistake[] = []
  checkSection(config, configKeys, [], { schema, major, add: mistake => void found.push(mistake) })
  return [...found, ...contradictions(config)].slice(0, mostMistakes)
}

interface Checking {
  readonly schema: 'v3' | 'before v3'
  readonly major: number | undefined
  readonly add: (mistake: ConfigMistake) => void
}

function checkSection(
  value: Record<string, unknown>,
  section: Section,
  path: ValuePath,
  checking: Checking,
): void {
  for (const name of Object.keys(value).slice(0, 500)) {
    const inner = [...path, name]
    const known = Object.hasOwn(section, name) ? section[name] : undefined
    const held = value[name]
    if (known === undefined) checking.add(unknownKey(inner, section))
    else if (isKey(known)) checkKey(held, known, inner, checking)
    else if (isMap(held)) checkSection(held, known, inner, checking)
    else if (!isLegacyFormat(inner, held)) checkIsSection(held, inner, checking)
  }
}

/** `log.format: [level, timestamp]`, from before the section had an output. */
function isLegacyFormat(path: ValuePath, held: unknown): boolean {
  return path.join('.') === 'teleport.log.format' && Array.isArray(held)
}

function checkIsSection(held: unknown, path: ValuePath, { add }: Checking): void {
  if (held === null || held === undefined) return
  add({ kind: 'bad-value', path, says: `${path.join('.')} is ${describe(held)}, not a section` })
}

function unknownKey(path: ValuePath, section: Section): ConfigMistake {
  const name = String(path.at(-1))
  const near = nearestName(name, Object.keys(section))
  return {
    kind: 'unknown-key',
    path,
    says: `${path.join('.')} is no key of teleport.yaml`,
    ...(near === undefined ? {} : { instead: [...path.slice(0, -1), near].join('.') }),
  }
}

function checkKey(held: unknown, key: Key, path: ValuePath, { schema, major, add }: Checking): void {
  const name = path.join('.')
  if (key.schema !== undefined && key.schema !== schema) add(otherSchema(name, path, key.schema))
  else if (major !== undefined && key.from !== undefined && key.from > major)
    add({
      kind: 'later-key',
      path,
      says: `${name} is known from Teleport ${key.from} on, and this is ${major}`,
    })
  if (key.instead !== undefined)
    add({ kind: 'deprecated-key', path, says: `${name} is outdated`, instead: key.instead })
  const wrong = held === null || held === undefined ? undefined : wrongValue(held, key)
  if (wrong !== undefined) {
    const found = key.secret === true ? 'a value' : describe(held)
    add({ kind: 'bad-value', path, says: `${name} is ${found}, not ${wrong}` })
  }
}

function otherSchema(name: string, path: ValuePath, schema: 'v3' | 'before v3'): ConfigMistake {
  return schema === 'v3'
    ? {
        kind: 'other-schema',
        path,
        says: `${name} needs "version: v3" at the top of the file`,
        instead: 'teleport.auth_servers, or version: v3 where the server knows it',
      }
    : {
        kind: 'other-schema',
        path,
        says: `${name} does not exist in "version: v3"`,
        instead: 'teleport.auth_server or teleport.proxy_server',
      }
}

/** What the value should be, in words; `undefined` when it is that. */
function wrongValue(held: unknown, key: Key): string | undefined {
  switch (key.type) {
    case 'text':
      return wrongText(held, key)
    case 'flag':
      return flagOf(held) === undefined ? 'yes or no' : undefined
    case 'number':
      return typeof held === 'number' || /^\d+$/.test(textOf(held)) ? undefined : 'a number'
    case 'duration':
      return isDuration(held) ? undefined : 'a time with its unit, such as 5m'
    case 'address':
      return isAddress(held) ? undefined : 'an address such as host:3025'
    case 'list':
      return wrongList(held, key)
    case 'any':
      return undefined
  }
}

function wrongText(held: unknown, { oneOf }: Key): string | undefined {
  if (typeof held === 'object') return 'text'
  if (oneOf === undefined) return undefined
  const text = (typeof held === 'boolean' ? (held ? 'on' : 'off') : textOf(held)).toLowerCase()
  return oneOf.includes(text) ? undefined : `one of ${oneOf.filter(word => word !== '').join(', ')}`
}

function wrongList(held: unknown, { oneOf, secret }: Key): string | undefined {
  const items: readonly unknown[] = Array.isArray(held) ? held : [held]
  if (isMap(held)) return 'a list'
  // Static tokens: `node,app:secret`.
  if (secret === true && items.some(item => !/^[^:]+:./.test(String(item)))) return 'roles:token'
  if (oneOf === undefined) return undefined
  return items.every(item => oneOf.includes(String(item).toLowerCase()))
    ? undefined
    : `made of ${oneOf.join(', ')}`
}

/** Text of a scalar; empty for anything else. */
function textOf(held: unknown): string {
  return typeof held === 'string' || typeof held === 'number' || typeof held === 'boolean' ? String(held) : ''
}

/** Go's durations, days, zero and `never`. */
function isDuration(held: unknown): boolean {
  if (held === 0 || held === false) return true
  return /^(?:never|no|0|-?(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d|w|y|mo))+)$/.test(textOf(held))
}

function isAddress(held: unknown): boolean {
  if (typeof held === 'object') return false
  const port = /:(\d{1,9})$/.exec(textOf(held))?.[1]
  return port === undefined || Number(port) <= 65_535
}

type Rule = (config: Record<string, unknown>) => ConfigMistake | undefined

function contradictions(config: Record<string, unknown>): readonly ConfigMistake[] {
  return rules.flatMap(rule => rule(config) ?? [])
}

const sectionOf = (config: Record<string, unknown>, name: string): Record<string, unknown> => {
  const section = config[name]
  return isMap(section) ? section : {}
}

const has = (section: Record<string, unknown>, key: string): boolean =>
  section[key] !== undefined && section[key] !== null && section[key] !== ''

/** Whether a service runs, as far as the file says. */
export function isOn(config: unknown, service: string): boolean {
  if (!isMap(config)) return false
  const section = config[service]
  const usual = servicesOnByDefault.includes(service)
  if (!isMap(section) || section.enabled === undefined || section.enabled === null) return usual
  return flagOf(section.enabled) ?? false
}

const rules: readonly Rule[] = [
  config => both(config, 'auth_token', 'join_params'),
  config => both(config, 'auth_server', 'proxy_server'),
  config => both(config, 'auth_servers', 'auth_server'),
  config => both(config, 'auth_servers', 'proxy_server'),
  config =>
    config.version === 'v3' &&
    isOn(config, 'proxy_service') &&
    has(sectionOf(config, 'teleport'), 'proxy_server')
      ? contradiction(
          ['teleport', 'proxy_server'],
          'a proxy cannot join through teleport.proxy_server',
          'teleport.auth_server',
        )
      : undefined,
  config => throughProxyOnly(config, 'app_service'),
  config => throughProxyOnly(config, 'db_service'),
  config => {
    const { allowed_hosts: allowed, denied_hosts: denied } = sectionOf(config, 'app_service')
    return allowed !== undefined && denied !== undefined
      ? contradiction(['app_service', 'denied_hosts'], 'app_service has both allowed_hosts and denied_hosts')
      : undefined
  },
]

function both(config: Record<string, unknown>, one: string, other: string): ConfigMistake | undefined {
  const teleport = sectionOf(config, 'teleport')
  if (!has(teleport, one) || !has(teleport, other)) return undefined
  return contradiction(
    ['teleport', other],
    `teleport.${one} and teleport.${other} are both set, and only one of them may be`,
  )
}

function throughProxyOnly(config: Record<string, unknown>, service: string): ConfigMistake | undefined {
  if (config.version !== 'v3' || !isOn(config, service)) return undefined
  if (!has(sectionOf(config, 'teleport'), 'auth_server')) return undefined
  return contradiction(
    ['teleport', 'auth_server'],
    `${service} works through a proxy only, and teleport.auth_server is set`,
    'teleport.proxy_server',
  )
}

function contradiction(path: ValuePath, says: string, instead?: string): ConfigMistake {
  return { kind: 'contradiction', path, says, ...(instead === undefined ? {} : { instead }) }
}
