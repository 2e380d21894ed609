// Settings that the environment overrides: MM_SQLSETTINGS_DATASOURCE is SqlSettings.DataSource. Values take the type of the setting.
import { isMap, type Json, type JsonMap } from '../json-map.js'

export type Environment = Readonly<Record<string, string | undefined>>

/** Gives the same configuration where nothing is overridden. Values that do not fit their setting are left out, as the server does. */
export function overrideConfig(config: JsonMap, env: Environment): JsonMap {
  const given = new Map(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && name.toUpperCase().startsWith('MM_')
        ? [[name.toUpperCase(), value] as const]
        : [],
    ),
  )
  return given.size === 0 ? config : overrideMap(config, 'MM', given)
}

function overrideMap(map: JsonMap, prefix: string, given: ReadonlyMap<string, string>): JsonMap {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => {
      const name = `${prefix}_${key.toUpperCase()}`
      const text = given.get(name)
      if (isMap(value) && text === undefined) return [key, overrideMap(value, name, given)]
      return [key, text === undefined ? value : (typed(text, value) ?? value)]
    }),
  )
}

/** `undefined`: the text is no value of that type. */
function typed(text: string, like: Json): Json | undefined {
  if (typeof like === 'boolean')
    return /^(1|t|true)$/i.test(text) ? true : /^(0|f|false)$/i.test(text) ? false : undefined
  if (typeof like === 'number') return /^-?\d{1,18}$/.test(text) ? Number(text) : undefined
  if (Array.isArray(like)) return text.split(' ')
  if (isMap(like) || like === null) return jsonOf(text)
  return text
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** `NAME=value` lines, as systemd and Docker read them: comments, quotes and `export` are understood. */
export function parseEnvironmentFile(text: string): Environment {
  const pairs = text.split(/\r?\n/).flatMap(line => {
    const [, name = '', value = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    return name === '' ? [] : [[name, unquoted(value)] as const]
  })
  return Object.fromEntries(pairs)
}

function unquoted(value: string): string {
  const [, quote, inner = ''] = /^(["'])([\s\S]*)\1$/.exec(value) ?? []
  if (quote === undefined) return value
  return quote === '"' ? inner.replace(/\\(["\\$`])/g, '$1') : inner
}

/** The environment of a process, as /proc shows it. */
export function parseProcessEnvironment(text: string): Environment {
  return Object.fromEntries(
    text.split('\0').flatMap(entry => {
      const equals = entry.indexOf('=')
      return equals <= 0 ? [] : [[entry.slice(0, equals), entry.slice(equals + 1)] as const]
    }),
  )
}
