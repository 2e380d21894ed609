// The configuration of all nodes side by side: what each setting is, what it would be by default, and what rules say of it.
import type { Config } from '../documents/config.js'
import { changedSettings, defaultOf, releasesOf, unknownSettings } from '../documents/config-settings.js'
import { maskingOf, saysNothing } from '../documents/masks.js'
import { isMap, valueAt } from '../documents/shape.js'
import type { Document } from '../documents/types.js'
import type { Rule } from '../engine/rule.js'
import type { ViewedPacket } from './read.js'
import type { ConfigSetting, ConfigView, SettingRule, SettingStanding, SettingValue } from './types.js'

/** Settings beyond are left out: a server has 800, and plugins add a few hundred. */
const mostSettings = 20_000

/** Settings inside settings, such as those of plugins, are followed so deep. */
const deepest = 6

/** `undefined` when the packet has no configuration that could be read. */
export function configView(viewed: ViewedPacket, rules: readonly Rule[]): ConfigView | undefined {
  const { documents, serverVersion } = viewed
  const configs = documents.of('config')
  if (configs.length === 0) return undefined
  const paths = pathsOf(configs, serverVersion)
  const standings = configs.map(document => standingsOf(document.value as Config, serverVersion))
  const rulesOf = rulesBySetting(rules)
  const settings = paths.map(path => settingOf(path, configs, standings, serverVersion, rulesOf))
  return {
    nodes: configs.map(({ node, entry }) => ({ node: node ?? '', entry })),
    ...(serverVersion === undefined ? {} : { serverVersion }),
    settings,
    rules: namedRules(settings, rules),
  }
}

/** Every setting that a node has, in the order of the first file that has it. */
function pathsOf(
  configs: readonly Document[],
  serverVersion: string | undefined,
): readonly (readonly string[])[] {
  const seen = new Map<string, readonly string[]>()
  const walk = (path: readonly string[], value: unknown): void => {
    if (seen.size >= mostSettings) return
    if (isGroup(path, value, serverVersion))
      for (const [key, inner] of Object.entries(value)) walk([...path, key], inner)
    else seen.set(JSON.stringify(path), path)
  }
  for (const { value } of configs)
    for (const [section, settings] of Object.entries(value as Config)) walk([section], settings)
  return grouped([...seen.values()])
}

/** Settings that only a later node has join their section. */
function grouped(paths: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const bySection = new Map<string, (readonly string[])[]>()
  for (const path of paths) {
    const section = path[0] ?? ''
    bySection.set(section, [...(bySection.get(section) ?? []), path])
  }
  return [...bySection.values()].flat()
}

/** A map of settings, and not a setting whose value is a map. */
function isGroup(
  path: readonly string[],
  value: unknown,
  serverVersion: string | undefined,
): value is Readonly<Record<string, unknown>> {
  if (!isMap(value) || path.length >= deepest) return false
  if (path.length === 1) return true
  if (Object.keys(value).length === 0) return false
  const usual = usualOf(path, serverVersion)
  return usual === undefined || (isMap(usual) && Object.keys(usual).length > 0)
}

function usualOf([section = '', name = '', ...rest]: readonly string[], serverVersion: string | undefined) {
  return valueAt(defaultOf(section, name, serverVersion), rest)
}

interface Standings {
  readonly changed: ReadonlySet<string>
  readonly unknown: ReadonlySet<string>
}

function standingsOf(config: Config, serverVersion: string | undefined): Standings {
  const keys = (paths: readonly (readonly string[])[]) => new Set(paths.map(path => path.join('.')))
  return {
    changed: keys(changedSettings(config, serverVersion).map(({ path }) => path)),
    unknown: keys(unknownSettings(config)),
  }
}

function settingOf(
  path: readonly string[],
  configs: readonly Document[],
  standings: readonly Standings[],
  serverVersion: string | undefined,
  rulesOf: ReadonlyMap<string, readonly string[]>,
): ConfigSetting {
  const values = configs.map(document => valueOf(document, path))
  const usual = usualOf(path, serverVersion)
  const [section = '', name = ''] = path
  return {
    path,
    standing: standingOf(path, values, standings, usual),
    values,
    ...(usual === undefined ? {} : { default: usual }),
    ...releasesOf(section, name),
    nodesDiffer: new Set(values.map(canonical)).size > 1,
    rules: rulesOf.get(path.slice(0, 2).join('.')) ?? [],
  }
}

function valueOf(document: Document, path: readonly string[]): SettingValue {
  const value = valueAt(document.value, path)
  if (value === undefined) return { kind: 'absent' }
  const line = document.locate(path)?.line
  return { kind: 'value', value, masking: maskingOf(value), ...(line === undefined ? {} : { line }) }
}

function standingOf(
  path: readonly string[],
  values: readonly SettingValue[],
  standings: readonly Standings[],
  usual: unknown,
): SettingStanding {
  const key = path.join('.')
  const isChanged = standings.some(({ changed }) => changed.has(key))
  if (isChanged) return 'changed'
  if (values.some(one => one.kind === 'value' && saysNothing(path, one.value))) return 'says-nothing'
  const isUnknown = standings.some(
    ({ unknown }) => unknown.has(path[0] ?? '') || unknown.has(path.slice(0, 2).join('.')),
  )
  if (isUnknown) return 'unknown'
  return usual === undefined ? 'no-default' : 'default'
}

/** Equal for equal values, whatever the order of their keys. */
function canonical(value: SettingValue): string {
  return value.kind === 'absent' ? '' : (JSON.stringify(value.value, sortKeys) ?? '')
}

function sortKeys(_key: string, value: unknown): unknown {
  if (!isMap(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** `SqlSettings.MaxOpenConns` → ids of the rules whose condition or message reads it. */
function rulesBySetting(rules: readonly Rule[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const { id, when, each, message } of rules) {
    const text = [when, each, message].join('\n')
    const settings = [...text.matchAll(/\bconfig\.([A-Z]\w+\.[A-Z]\w+)/g)].map(([, name = '']) => name)
    for (const setting of new Set(settings)) found.set(setting, [...(found.get(setting) ?? []), id])
  }
  return found
}

function namedRules(settings: readonly ConfigSetting[], rules: readonly Rule[]): ConfigView['rules'] {
  const wanted = new Set(settings.flatMap(setting => setting.rules))
  return Object.fromEntries(
    rules
      .filter(({ id }) => wanted.has(id))
      .map(({ id, title, why, docs }) => [id, { title, why, docs } satisfies SettingRule]),
  )
}
