// plugins.json: manifests of installed plugins, as the server's own structures write them: known keys, in their order.
import type { Json, JsonMap } from '../json-map.js'
import { isAtLeast } from '../versions.js'

export interface InstalledPlugin {
  readonly manifest: JsonMap
  readonly enabled: boolean
}

export function pluginsDocument(plugins: readonly InstalledPlugin[], version: string): JsonMap {
  const manifests = (enabled: boolean): Json =>
    plugins
      .filter(plugin => plugin.enabled === enabled)
      .map(({ manifest }) => manifestItem(manifest, version))
  if (!isAtLeast(version, '10.5')) return { active: manifests(true), inactive: manifests(false) }
  return { enabled: orNull(manifests(true)), disabled: orNull(manifests(false)) }
}

/** Go writes a list that was never begun as `null`. */
const orNull = (list: Json): Json => (Array.isArray(list) && list.length === 0 ? null : list)

function manifestItem(manifest: JsonMap, version: string): JsonMap {
  return defined({
    id: text(manifest['id']),
    name: text(manifest['name']),
    description: some(manifest['description']),
    homepage_url: some(manifest['homepage_url']),
    support_url: some(manifest['support_url']),
    release_notes_url: some(manifest['release_notes_url']),
    icon_path: some(manifest['icon_path']),
    version: text(manifest['version']),
    min_server_version: some(manifest['min_server_version']),
    server: when(manifest['server'] ?? manifest['backend'], serverItem),
    webapp: when(manifest['webapp'], webapp => ({ bundle_path: text(webapp['bundle_path']) })),
    settings_schema: when(manifest['settings_schema'], schema => schemaItem(schema, version)),
    props: when(manifest['props'], props => (Object.keys(props).length === 0 ? undefined : props)),
  })
}

function serverItem(server: JsonMap): JsonMap {
  const executables = when(server['executables'], map =>
    Object.keys(map).length === 0
      ? undefined
      : Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1))),
  )
  return defined({ executables, executable: text(server['executable']) })
}

function schemaItem(schema: JsonMap, version: string): JsonMap {
  return {
    header: text(schema['header']),
    footer: text(schema['footer']),
    settings: list(schema['settings'], setting => settingItem(setting, version)),
    sections: list(schema['sections'], section => ({
      key: text(section['key']),
      title: text(section['title']),
      subtitle: text(section['subtitle']),
      settings: list(section['settings'], setting => settingItem(setting, version)),
      header: text(section['header']),
      footer: text(section['footer']),
      custom: section['custom'] === true,
      fallback: section['fallback'] === true,
    })),
  }
}

function settingItem(setting: JsonMap, version: string): JsonMap {
  return defined({
    key: text(setting['key']),
    display_name: text(setting['display_name']),
    type: text(setting['type']),
    help_text: text(setting['help_text']),
    regenerate_help_text: some(setting['regenerate_help_text']),
    placeholder: text(setting['placeholder']),
    default: setting['default'] ?? null,
    options: Array.isArray(setting['options'])
      ? list(setting['options'], option => ({
          display_name: text(option['display_name']),
          value: text(option['value']),
        }))
      : undefined,
    hosting: text(setting['hosting']),
    secret: isAtLeast(version, '10.1') ? setting['secret'] === true : undefined,
  })
}

/** Keys of settings that a manifest marks as secret, in all its sections. */
export function secretKeys(manifest: JsonMap): readonly string[] {
  const schema = asMap(manifest['settings_schema'])
  const sections = asMaps(schema['sections']).flatMap(section => asMaps(section['settings']))
  return [...asMaps(schema['settings']), ...sections].flatMap(({ secret, key }) =>
    secret === true && typeof key === 'string' ? [key] : [],
  )
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')
const some = (value: Json | undefined): string | undefined => (text(value) === '' ? undefined : text(value))
const asMap = (value: Json | undefined): JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMap) : {}
const asMaps = (value: Json | undefined): readonly JsonMap[] =>
  Array.isArray(value) ? (value as readonly Json[]).map(asMap) : []

function when<T>(value: Json | undefined, make: (map: JsonMap) => T): T | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? make(value as JsonMap)
    : undefined
}

function list(value: Json | undefined, make: (map: JsonMap) => JsonMap): Json {
  return Array.isArray(value) ? asMaps(value).map(make) : null
}

function defined(map: Readonly<Record<string, Json | undefined>>): JsonMap {
  return Object.fromEntries(
    Object.entries(map).filter((pair): pair is [string, Json] => pair[1] !== undefined),
  )
}
