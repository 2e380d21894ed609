// Settings compared with their defaults: what somebody changed on this server. Defaults are data in config-defaults/.
import semver from 'semver'
import type { Config } from './config.js'
import { defaults, defaultsIn } from './config-defaults/defaults.js'
import { variations } from './config-defaults/variations.js'
import type { Variation } from './config-defaults/variations.js'
import { isMasked, saysNothing } from './masks.js'
import { isMap } from './shape.js'

export interface ChangedSetting {
  /** `['SqlSettings', 'MaxOpenConns']`; three steps inside a group. */
  readonly path: readonly string[]
  readonly value: unknown
  readonly default: unknown
  /** True when the value is hidden: it is set, and that is all that can be said. */
  readonly masked: boolean
}

const variationOf: ReadonlyMap<string, Variation> = new Map(variations.map(one => [one.setting, one]))

/** The default of a setting in a version; `undefined` when there is none, or none is known. */
export function defaultOf(section: string, setting: string, serverVersion: string | undefined): unknown {
  const found = defaultsIn(section)[setting]
  const earlier = variationOf.get(`${section}.${setting}`)?.earlier
  return earlier !== undefined && isBefore(serverVersion, earlier.before) ? earlier.value : found
}

/** Which releases have a setting, as far as it is known: since, and the first one without it. */
export function releasesOf(
  section: string,
  setting: string,
): { readonly since?: string; readonly until?: string } {
  const { since, until } = variationOf.get(`${section}.${setting}`) ?? {}
  return { ...(since ? { since } : {}), ...(until ? { until } : {}) }
}

/**
 * Settings whose value is none that the server fills in by itself, in the order of the file. Settings without a known
 * default (data sources, plugins' own settings, keys of other versions) and secrets that are always masked are left out.
 */
export function changedSettings(
  config: Config,
  serverVersion: string | undefined,
): readonly ChangedSetting[] {
  return Object.entries(config).flatMap(([section, settings]) =>
    Object.entries(settings).flatMap(([name, value]) =>
      changesOf(settings, section, name, value, serverVersion),
    ),
  )
}

/** Keys that no version this project knows of has: `Section` or `Section.Setting`. */
export function unknownSettings(config: Config): readonly (readonly string[])[] {
  return Object.entries(config).flatMap(([section, settings]) => {
    if (!Object.hasOwn(defaults, section)) return [[section]]
    // Flags come and go with every release.
    if (section === 'FeatureFlags') return []
    return Object.keys(settings)
      .filter(name => !Object.hasOwn(defaultsIn(section), name) && !withoutDefault.has(`${section}.${name}`))
      .map(name => [section, name])
  })
}

/** Known settings that every installation fills in its own way. */
const withoutDefault = new Set([
  'SqlSettings.DataSource',
  'SqlSettings.AtRestEncryptKey',
  'FileSettings.PublicLinkSalt',
  'ElasticsearchSettings.BulkIndexingTimeWindowSeconds',
  'PluginSettings.Plugins',
  'PluginSettings.PluginStates',
])

function changesOf(
  settings: Readonly<Record<string, unknown>>,
  section: string,
  name: string,
  value: unknown,
  serverVersion: string | undefined,
): readonly ChangedSetting[] {
  const usual = defaultOf(section, name, serverVersion)
  if (usual === undefined || saysNothing([section, name], value)) return []
  if (isGroup(usual) && isMap(value)) return changesInGroup([section, name], value, usual)
  const { also = [], sameAs } = variationOf.get(`${section}.${name}`) ?? {}
  const untouched = [usual, ...also, ...(sameAs === undefined ? [] : [settings[sameAs]])]
  if (untouched.some(one => isEqual(one, value))) return []
  return [{ path: [section, name], value, default: usual, masked: isMasked(value) }]
}

/** Settings one level further down, as in MessageExportSettings.GlobalRelaySettings. */
function changesInGroup(
  path: readonly string[],
  group: Readonly<Record<string, unknown>>,
  usual: Readonly<Record<string, unknown>>,
): readonly ChangedSetting[] {
  return Object.entries(group).flatMap(([key, value]) =>
    !Object.hasOwn(usual, key) || isEqual(usual[key], value)
      ? []
      : [{ path: [...path, key], value, default: usual[key], masked: isMasked(value) }],
  )
}

/** An empty map is a default of its own (AdvancedLoggingJSON), not a group of settings. */
function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return isMap(value) && Object.keys(value).length > 0
}

function isBefore(serverVersion: string | undefined, release: string): boolean {
  const server = serverVersion === undefined ? null : semver.coerce(serverVersion)
  const first = semver.coerce(release)
  return server !== null && first !== null && semver.lt(server, first)
}

function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => isEqual(item, b[index]))
  if (!isMap(a) || !isMap(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => Object.hasOwn(b, key) && isEqual(a[key], b[key]))
  )
}
