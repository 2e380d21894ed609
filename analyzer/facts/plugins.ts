// Facts of plugins: which run, which are installed and do not, which are old, at an end or there twice.
import semver from 'semver'
import { valueAt } from '../documents/shape.js'
import type { Derived, FactDefinition, FactInput } from './types.js'
import { defineFact } from './types.js'
import { asList, asRecord, asText } from './reading.js'
import { combine } from './combine.js'
import { bundledPlugins, knownTroubles, samePlugins } from './data/mattermost-plugins.js'
import type { BundledPlugin, KnownTrouble } from './data/mattermost-plugins.js'
import { serverVersion } from './server.js'
import { compareReleases, releaseOf } from './version.js'
import type { Release } from './version.js'

export interface PluginInfo {
  readonly id: string
  readonly name?: string
  readonly version?: string
}

/** `plugins.json` names a plugin enabled when its process runs, whatever the configuration wants. */
function listed(
  id: string,
  title: string,
  key: 'enabled' | 'disabled',
): FactDefinition<readonly PluginInfo[]> {
  return defineFact({
    id,
    title,
    scope: 'packet',
    derive: (input): Derived<readonly PluginInfo[]> | undefined => {
      const document = input.documents.get('plugins', input.node)
      const plugins = asList(valueAt(document?.value, [key]))
      if (document === undefined || plugins === undefined) return undefined
      return { value: plugins.flatMap(pluginInfo), from: [input.at(document, [key])] }
    },
  })
}

function pluginInfo(manifest: unknown): readonly PluginInfo[] {
  const id = asText(valueAt(manifest, ['id']))
  if (id === undefined) return []
  const name = asText(valueAt(manifest, ['name']))
  const version = asText(valueAt(manifest, ['version']))
  return [{ id, ...(name === undefined ? {} : { name }), ...(version === undefined ? {} : { version }) }]
}

const enabledPlugins = listed(
  'plugins.enabled',
  'Plugins that were active when the packet was made, each {id, name, version}',
  'enabled',
)

const disabledPlugins = listed(
  'plugins.disabled',
  'Plugins that are installed and were not active, each {id, name, version}',
  'disabled',
)

function count(id: string, title: string, of: FactDefinition<readonly PluginInfo[]>): FactDefinition<number> {
  return defineFact({
    id,
    title,
    scope: 'packet',
    derive: input => combine([input.fact(of)], plugins => plugins.length),
  })
}

const inactivePlugins = defineFact({
  id: 'plugins.configured_not_active',
  title:
    'Installed plugins that the configuration switches on and that were not active, each {id, name, version}',
  scope: 'packet',
  derive: input =>
    combine([input.fact(disabledPlugins)], plugins => {
      const states = configuredStates(input)
      return states === undefined
        ? undefined
        : plugins.filter(plugin => valueAt(states, [plugin.id, 'Enable']) === true)
    }),
})

/** A plugin that is not installed is switched on in every default configuration: only installed ones say something. */
function configuredStates({ documents, node }: FactInput): Readonly<Record<string, unknown>> | undefined {
  return asRecord(valueAt(documents.get('config', node)?.value, ['PluginSettings', 'PluginStates']))
}

export interface OldPlugin extends PluginInfo {
  /** Version that comes with this server release. */
  readonly bundled: string
}

const outdatedPlugins = defineFact({
  id: 'plugins.older_than_bundled',
  title:
    'Active plugins that are older than those this server release brings, each {id, name, version, bundled} (servers from 11.6 on)',
  scope: 'packet',
  derive: input =>
    combine([input.fact(enabledPlugins), input.fact(serverVersion)], (plugins, version) => {
      const release = releaseOf(version)
      const known = bundledPlugins.filter(({ since }) => release && compareReleases(since, release) <= 0)
      return known.length === 0 ? undefined : plugins.flatMap(plugin => olderThan(plugin, known))
    }),
})

function olderThan(plugin: PluginInfo, known: readonly BundledPlugin[]): readonly OldPlugin[] {
  const bundled = known.find(({ id }) => id === plugin.id)
  if (bundled === undefined || !isBelow(plugin.version, bundled.version)) return []
  return [{ ...plugin, name: bundled.name, bundled: bundled.version }]
}

/** `undefined` and what is no version are unknown, so never below. */
function isBelow(version: string | undefined, limit: string): boolean {
  const clean = semver.valid(semver.coerce(version ?? ''))
  return clean !== null && semver.lt(clean, limit)
}

export interface TroubledPlugin extends PluginInfo {
  readonly trouble: string
  readonly remedy: string
}

const troubledPlugins = defineFact({
  id: 'plugins.troubled',
  title:
    'Active plugins of which their makers say that they are at an end or broken, each {id, name, version, trouble, remedy}',
  scope: 'packet',
  derive: input =>
    combine([input.fact(enabledPlugins), input.fact(serverVersion)], (plugins, version) =>
      plugins.flatMap(plugin => troublesOf(plugin, releaseOf(version))),
    ),
})

function troublesOf(plugin: PluginInfo, release: Release | undefined): readonly TroubledPlugin[] {
  return knownTroubles
    .filter(known => known.id === plugin.id && concernsVersion(known, plugin.version))
    .filter(({ server }) => server === undefined || (release && compareReleases(server, release) <= 0))
    .map(({ trouble, remedy }) => ({ ...plugin, trouble, remedy }))
}

function concernsVersion({ from, below }: KnownTrouble, version: string | undefined): boolean {
  if (from === undefined && below === undefined) return true
  if (version === undefined || semver.coerce(version) === null) return false
  return (from === undefined || !isBelow(version, from)) && (below === undefined || isBelow(version, below))
}

const doubledPlugins = defineFact({
  id: 'plugins.doubled',
  title: 'Pairs of active plugins that do the same, or the same one listed twice, each {id, other}',
  scope: 'packet',
  derive: input =>
    combine([input.fact(enabledPlugins)], plugins => {
      const counts = new Map<string, number>()
      for (const { id } of plugins) counts.set(id, (counts.get(id) ?? 0) + 1)
      const twice = [...counts].filter(([, times]) => times > 1).map(([id]) => ({ id, other: id }))
      const pairs = samePlugins.filter(([id, other]) => counts.has(id) && counts.has(other))
      return [...twice, ...pairs.map(([id, other]) => ({ id, other }))]
    }),
})

/** Settings of a plugin that is installed and off: somebody set it up. */
const configuredPlugins = defineFact({
  id: 'plugins.configured_off',
  title:
    'Installed plugins that have settings and that the configuration switches off, each {id, name, version}',
  scope: 'packet',
  derive: input =>
    combine([input.fact(disabledPlugins)], plugins => {
      const states = configuredStates(input)
      const settings = pluginSettings(input)
      if (states === undefined || settings === undefined) return undefined
      return plugins.filter(
        ({ id }) => valueAt(states, [id, 'Enable']) === false && hasSettings(valueAt(settings, [id])),
      )
    }),
})

function pluginSettings({ documents, node }: FactInput): Readonly<Record<string, unknown>> | undefined {
  return asRecord(valueAt(documents.get('config', node)?.value, ['PluginSettings', 'Plugins']))
}

/** Defaults of switches and empty texts tell nothing; a text or a number somebody filled in does. */
function hasSettings(settings: unknown): boolean {
  return Object.values(asRecord(settings) ?? {}).some(
    value => typeof value === 'number' || (typeof value === 'string' && value !== ''),
  )
}

export const pluginFacts = [
  enabledPlugins,
  disabledPlugins,
  count('plugins.enabled_count', 'Number of plugins that were active', enabledPlugins),
  count('plugins.disabled_count', 'Number of plugins installed and not active', disabledPlugins),
  inactivePlugins,
  configuredPlugins,
  outdatedPlugins,
  troubledPlugins,
  doubledPlugins,
]
