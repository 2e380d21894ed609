// Installed plugins, by the manifests in the plugins folder.
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { InstalledPlugin } from '../documents/plugins.js'
import type { Json, JsonMap } from '../json-map.js'

export interface PluginFolder {
  readonly plugins: readonly InstalledPlugin[]
  readonly errors: readonly string[]
}

const largestManifestBytes = 4 * 1024 * 1024
const mostPlugins = 1000

/** `states` is PluginSettings.PluginStates. Throws when the folder cannot be read. */
export async function readPluginFolder(folder: string, states: JsonMap): Promise<PluginFolder> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter(entry => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .sort()
    .slice(0, mostPlugins)
  const errors: string[] = []
  const plugins: InstalledPlugin[] = []
  for (const name of names) {
    try {
      const manifest = await readManifest(join(folder, name))
      if (manifest !== undefined) plugins.push({ manifest, enabled: isEnabled(manifest['id'], states) })
    } catch (error) {
      errors.push(
        `failed to get plugin list for Support Packet: ${name}: ${String(error).replace(/^Error: /, '')}`,
      )
    }
  }
  return { plugins, errors }
}

/** `undefined` for a folder that holds no plugin. */
async function readManifest(folder: string): Promise<JsonMap | undefined> {
  const path = join(folder, 'plugin.json')
  const size = await stat(path).then(
    found => found.size,
    () => undefined,
  )
  if (size === undefined) return undefined
  if (size > largestManifestBytes) throw new Error('plugin.json is too large')
  const value = JSON.parse(await readFile(path, 'utf8')) as Json
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('plugin.json is no object')
  return value as JsonMap
}

function isEnabled(id: Json | undefined, states: JsonMap): boolean {
  const state = typeof id === 'string' ? states[id] : undefined
  return typeof state === 'object' && state !== null && (state as JsonMap)['Enable'] === true
}
