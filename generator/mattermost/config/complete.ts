// A configuration as the server has it in memory: settings that are not stored get their defaults, in the order of its structures.
import { defaultsIn } from '../../../analyzer/documents/config-defaults/defaults.js'
import { variations } from '../../../analyzer/documents/config-defaults/variations.js'
import { configShape, featureFlags, measuredVersions } from '../data/config-shape.js'
import type { Json, JsonMap } from '../json-map.js'
import { isAtLeast } from '../versions.js'

/** Settings of unknown names stay, behind those that are known: a newer server may have written them. */
export function completeConfig(stored: JsonMap, version: string): JsonMap {
  const place = placeOf(version)
  const sections = configShape.flatMap(([name, settings]) => {
    const [section = '', since] = name.split('/')
    const found = stored[section]
    if (!marked(since, place) && (found === undefined || isMarked(section, place))) return []
    return [[section, completeSection(section, settings, asMap(found), version)] as const]
  })
  const known = new Map(sections)
  const unknown = Object.entries(stored).filter(([name]) => !known.has(name) && name !== 'FeatureFlags')
  return withFlags([...known, ...unknown], completeFlags(asMap(stored['FeatureFlags']), version), version)
}

type Pairs = readonly (readonly [string, Json])[]

/** The flags are the last section since 10.5; before, they stand behind CloudSettings. */
function withFlags(sections: Pairs, flags: JsonMap, version: string): JsonMap {
  const at = isAtLeast(version, '10.5') ? -1 : sections.findIndex(([name]) => name === 'CloudSettings')
  const end = at < 0 ? sections.length : at + 1
  return Object.fromEntries([
    ...sections.slice(0, end),
    ['FeatureFlags', flags] as const,
    ...sections.slice(end),
  ])
}

function completeSection(section: string, settings: string, stored: JsonMap, version: string): JsonMap {
  const place = placeOf(version)
  const defaults: Readonly<Record<string, unknown>> = { ...madeByServer[section], ...defaultsIn(section) }
  const pairs: [string, Json][] = []
  for (const word of settings.split(' ')) {
    const [name = '', since] = word.split('/')
    const value = unset(name, stored[name]) && Object.hasOwn(defaults, name) ? undefined : stored[name]
    if (value !== undefined) pairs.push([name, value])
    else if (marked(since, place) && Object.hasOwn(defaults, name))
      pairs.push([name, defaultOf(section, name, defaults[name] as Json, version)])
  }
  const known = new Set(pairs.map(([name]) => name))
  return Object.fromEntries([...pairs, ...Object.entries(stored).filter(([name]) => !known.has(name))])
}

/** What was never set may be stored as `null`: the server takes its default, but for JSON that it keeps as it is. */
const unset = (name: string, value: Json | undefined): boolean =>
  value === undefined || (value === null && name !== 'AdvancedLoggingJSON')

/** What a server makes up or finds when it first starts; where nothing is stored, nothing is known of it. */
const madeByServer: Readonly<Record<string, JsonMap>> = {
  SqlSettings: { DataSource: '', AtRestEncryptKey: '' },
  FileSettings: { PublicLinkSalt: '' },
  PluginSettings: { Plugins: {}, PluginStates: {} },
}

function defaultOf(section: string, name: string, value: Json, version: string): Json {
  const earlier = variations.find(({ setting }) => setting === `${section}.${name}`)?.earlier
  return earlier !== undefined && !isAtLeast(version, earlier.before) ? (earlier.value as Json) : value
}

/** Flags are never stored in a file: they have their defaults, unless the environment says otherwise. */
function completeFlags(given: JsonMap, version: string): JsonMap {
  const [, words = ''] = featureFlags.findLast(([from]) => isAtLeast(version, from)) ??
    featureFlags[0] ?? ['', '']
  const flags = words.split(' ').map((word): readonly [string, Json] => {
    const [, on, name = '', text] = /^(\+?)(\w+)(?:=(.*))?$/.exec(word) ?? []
    return [name, given[name] ?? text ?? on === '+']
  })
  return Object.fromEntries(flags)
}

/** Which of the measured versions stands for this one: the newest that is not newer. */
const placeOf = (version: string): number =>
  Math.max(
    0,
    measuredVersions.findLastIndex(measured => isAtLeast(version, measured)),
  )

const marked = (since: string | undefined, place: number): boolean =>
  since === undefined || since[place] === '1'

/** A section that changed its order has a line for each. */
const isMarked = (section: string, place: number): boolean =>
  configShape.some(([name]) => {
    const [other, since] = name.split('/')
    return other === section && marked(since, place)
  })

const asMap = (value: Json | undefined): JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMap) : {}
