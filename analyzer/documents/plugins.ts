// plugins.json: the manifests of installed plugins, running or not. `active` and `inactive` until 10.4, then `enabled` and `disabled`.
//
//   {
//       "enabled": [
//           {
//               "id": "com.example.lab-probe",
//               "version": "1.2.0",
//   …
//       "disabled": null
//   }
import { jsonParser } from './parser.js'
import type { Finished } from './parser.js'
import type { FromShape } from './shape.js'
import { valueAt } from './shape.js'
import type { Locate, ValuePath } from './types.js'

/** A plugin's manifest; unknown fields are kept. */
const manifest = {
  id: 'string',
  name: 'string',
  description: 'string',
  version: 'string',
  min_server_version: 'string',
  homepage_url: 'string',
  server: { executable: 'string', executables: { '*': 'string' } },
  webapp: { bundle_path: 'string' },
} as const

const shape = {
  enabled: [manifest],
  disabled: [manifest],
  active: [manifest],
  inactive: [manifest],
} as const

export type PluginManifest = FromShape<typeof manifest>

/** Both lists always; a list that is `null` in the file is empty. */
export interface Plugins {
  readonly enabled: readonly PluginManifest[]
  readonly disabled: readonly PluginManifest[]
}

const oldKeys: Readonly<Record<string, string>> = { enabled: 'active', disabled: 'inactive' }

export const parsePlugins = jsonParser(shape, finish)

function finish(value: FromShape<typeof shape>, _locate: Locate, raw: unknown): Finished<Plugins> {
  const { enabled, disabled, active, inactive, ...others } = value
  return {
    value: { ...others, enabled: enabled ?? active ?? [], disabled: disabled ?? inactive ?? [] },
    pathInFile: path => pathInFile(raw, path),
  }
}

function pathInFile(raw: unknown, path: ValuePath): ValuePath {
  const [list, ...rest] = path
  if (list === undefined || valueAt(raw, [list]) !== undefined) return path
  return [oldKeys[list] ?? list, ...rest]
}
