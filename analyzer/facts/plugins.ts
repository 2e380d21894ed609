// Facts of plugins: which run, which are installed and do not.
import { valueAt } from '../documents/shape.js'
import type { Derived, FactDefinition, FactInput } from './types.js'
import { defineFact } from './types.js'
import { asList, asRecord, asText } from './reading.js'
import { combine } from './combine.js'

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

export const pluginFacts = [
  enabledPlugins,
  disabledPlugins,
  count('plugins.enabled_count', 'Number of plugins that were active', enabledPlugins),
  count('plugins.disabled_count', 'Number of plugins installed and not active', disabledPlugins),
  inactivePlugins,
]
