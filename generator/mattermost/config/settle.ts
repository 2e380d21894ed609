// What the server changes in a configuration that it has loaded, after the environment: ends of addresses and folders, languages,
// order of maps.
import { isMap, mapValues, type Json, type JsonMap } from '../json-map.js'

/** As the server holds it in memory. */
export function settleConfig(config: JsonMap): JsonMap {
  return mapValues(config, (section, name) => (isMap(section) ? settled(name, section) : section))
}

function settled(name: string, section: JsonMap): JsonMap {
  switch (name) {
    case 'ServiceSettings':
      return change(section, 'SiteURL', url => url.replace(/\/+$/, ''))
    case 'FileSettings':
      return section['DriverName'] === 'local' ? change(section, 'Directory', withSlash) : section
    case 'LocalizationSettings':
      return change(section, 'AvailableLocales', list => withLocale(list, section['DefaultClientLocale']))
    case 'PluginSettings':
      return mapValues(section, (value, key) => (/^Plugin(s|States)$/.test(key) ? inOrder(value) : value))
    default:
      return section
  }
}

const withSlash = (folder: string): string => (folder === '' || folder.endsWith('/') ? folder : `${folder}/`)

/** The default language is always offered; no list means all languages. */
function withLocale(list: string, locale: Json | undefined): string {
  if (list === '' || typeof locale !== 'string') return list
  return [...new Set([...list.split(','), locale])].join(',')
}

function change(section: JsonMap, key: string, by: (text: string) => string): JsonMap {
  const value = section[key]
  return typeof value === 'string' ? { ...section, [key]: by(value) } : section
}

/** Maps of any names are written in the order of their names, at every depth. */
function inOrder(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(inOrder)
  if (!isMap(value)) return value
  const names = Object.keys(value).sort()
  return Object.fromEntries(names.map(name => [name, inOrder(value[name] as Json)]))
}
