// A configuration made fit to leave the machine: first exactly as the server does it, then everything that still looks like a secret.
import { mask, isMasked } from '../../../analyzer/documents/masks.js'
import { isMap, mapValues, type Json, type JsonMap } from '../json-map.js'
import { isAtLeast } from '../versions.js'
import { passwordsIn, redactDataSource } from './data-source.js'
import { maskText } from './mask-text.js'
import { maskedSettings, partialDataSourcesSince, pluginSettingsSince } from './masked-settings.js'
import { namesSecret } from './secret-names.js'

export interface SanitizeOptions {
  readonly version: string
  /** Settings marked secret in the manifests of installed plugins: plugin id → keys. */
  readonly pluginSecrets: ReadonlyMap<string, readonly string[]>
  /** Mask what the server masks and nothing else. */
  readonly raw: boolean
  /** Leave empty values empty, also where the server would mask them. */
  readonly keepEmpty?: boolean
}

export interface SanitizedConfig {
  readonly config: JsonMap
  /** Values masked beyond what the server masks. */
  readonly extraMasked: number
  /** Values that were masked, to look for them elsewhere. They leave this process nowhere. */
  readonly secrets: readonly string[]
}

export function sanitizeConfig(config: JsonMap, options: SanitizeOptions): SanitizedConfig {
  const secrets = new Set<string>()
  const asServer = sanitizePlugins(maskListed(config, options, secrets), options, secrets)
  if (options.raw) return { config: asServer, extraMasked: 0, secrets: [...secrets] }
  const count = { masked: 0 }
  const masked = maskLooks(asServer, undefined, count, secrets) as JsonMap
  return { config: masked, extraMasked: count.masked, secrets: searchable([...secrets], masked) }
}

function maskListed(config: JsonMap, { version, keepEmpty }: SanitizeOptions, secrets: Set<string>): JsonMap {
  let result = config
  for (const { path, how, since } of maskedSettings) {
    if (since !== undefined && !isAtLeast(version, since)) continue
    result = changed(result, path, value => {
      noteSecrets(value, secrets)
      if (how === 'data-source') return maskSources(value, version)
      return value === '' && (how === 'when-set' || keepEmpty === true) ? value : mask
    })
  }
  return result
}

/** A copy with the value at a path replaced; the same when the path is not there. */
function changed(
  map: JsonMap,
  [key = '', ...rest]: readonly string[],
  change: (value: Json) => Json,
): JsonMap {
  if (!Object.hasOwn(map, key)) return map
  const value = map[key] as Json
  const next = rest.length === 0 ? change(value) : isMap(value) ? changed(value, rest, change) : value
  return { ...map, [key]: next }
}

/** One source, a list of them, or a list of objects that hold one. */
function maskSources(value: Json, version: string): Json {
  if (typeof value === 'string')
    return isAtLeast(version, partialDataSourcesSince) ? redactDataSource(value) : mask
  if (Array.isArray(value)) return (value as readonly Json[]).map(item => maskSources(item, version))
  if (!isMap(value)) return value
  return mapValues(value, (item, key) => (key === 'DataSource' ? maskSources(item, version) : item))
}

function sanitizePlugins(config: JsonMap, options: SanitizeOptions, secrets: Set<string>): JsonMap {
  if (!isAtLeast(options.version, pluginSettingsSince)) return config
  return changed(config, ['PluginSettings', 'Plugins'], plugins => {
    if (!isMap(plugins)) return plugins
    const known = Object.entries(plugins).flatMap(([id, settings]) => {
      const secret = options.pluginSecrets.get(id)
      if (secret === undefined) {
        noteNamed(settings, secrets)
        return []
      }
      return [[id, maskPlugin(settings, secret, secrets)] as const]
    })
    return Object.fromEntries(known)
  })
}

function maskPlugin(settings: Json, secretKeys: readonly string[], secrets: Set<string>): Json {
  if (!isMap(settings)) return settings
  const masked = new Set(secretKeys.map(key => key.toLowerCase()))
  return mapValues(settings, (value, key) => {
    if (!masked.has(key.toLowerCase())) return value
    noteAll(value, secrets)
    return mask
  })
}

/** Values of names that speak of secrets, and secrets inside other texts. `telling` is such a name above the value. */
function maskLooks(
  value: Json,
  name: string | undefined,
  count: { masked: number },
  secrets: Set<string>,
): Json {
  const telling = name !== undefined && namesSecret(name)
  if (typeof value === 'string') return maskString(value, telling, count, secrets)
  if (typeof value === 'number' && telling && name !== undefined && !/token|salt|key/i.test(name)) {
    count.masked += 1
    return mask
  }
  if (Array.isArray(value))
    return (value as readonly Json[]).map(item => maskLooks(item, name, count, secrets))
  if (!isMap(value)) return value
  return mapValues(value, (item, key) =>
    maskLooks(item, telling && !isSection(key) ? name : key, count, secrets),
  )
}

/** `PasswordSettings` and its like hold settings about secrets, not secrets. */
const isSection = (key: string): boolean => /Settings$/.test(key)

function maskString(
  value: string,
  telling: boolean,
  count: { masked: number },
  secrets: Set<string>,
): string {
  if (telling) {
    if (value === '' || isMasked(value) || /^(true|false)$/i.test(value)) return value
    count.masked += 1
    // `Bearer abc` is as good as `abc`.
    for (const text of [value, ...maskText(value).values]) secrets.add(text)
    return mask
  }
  const masked = maskText(value)
  for (const found of [...masked.values, ...passwordsIn(value)]) if (masked.count > 0) secrets.add(found)
  count.masked += masked.count
  return masked.text
}

function noteSecrets(value: Json, secrets: Set<string>): void {
  if (typeof value === 'string') for (const text of [value, ...passwordsIn(value)]) secrets.add(text)
  else noteAll(value, secrets)
}

function noteAll(value: Json, secrets: Set<string>): void {
  if (typeof value === 'string') noteSecrets(value, secrets)
  else if (Array.isArray(value)) for (const item of value as readonly Json[]) noteAll(item, secrets)
  else if (isMap(value)) for (const item of Object.values(value)) noteAll(item, secrets)
}

/** Of settings that nobody declared secret, only those whose names say so. */
function noteNamed(value: Json, secrets: Set<string>): void {
  if (!isMap(value)) return
  for (const [key, item] of Object.entries(value))
    if (namesSecret(key)) noteAll(item, secrets)
    else noteNamed(item, secrets)
}

/** Shorter ones would be found by chance. */
const shortestSearched = 6
const mostSearched = 5000

/**
 * The secrets worth looking for elsewhere: those that do not stand in the open configuration as well, since a password
 * such as `mattermost` would take half of a log away.
 */
function searchable(secrets: readonly string[], open: JsonMap): readonly string[] {
  const text = JSON.stringify(open).toLowerCase()
  const common =
    /^(mattermost|mostest|changeme|password|postgres|localhost|elastic|minioadmin|\*+|https?:.*|\d{1,7})$/i
  return secrets
    .filter(secret => secret.length >= shortestSearched && !common.test(secret))
    .filter(secret => !text.includes(JSON.stringify(secret).slice(1, -1).toLowerCase()))
    .slice(0, mostSearched)
}
