// <plugin id>/diagnostics.yaml (Mattermost 10.4 and later): what a plugin tells about itself. Each has its own keys.
//
//   version: 1.2.0
//   connected_users: 17
//   mode: ok
import { yamlParser } from './parser.js'
import type { Finished } from './parser.js'
import type { FromShape } from './shape.js'
import { isMap, valueAt } from './shape.js'
import type { Locate, ValuePath } from './types.js'

const shape = { version: 'string' } as const

/** The plugin's keys as in its file; those that Calls nests in `callsstats` are at the top as well. */
export type PluginDiagnostics = FromShape<typeof shape> & Readonly<Record<string, unknown>>

/** Calls writes its numbers below this key: the lower-cased name of an embedded Go type. */
const nested = 'callsstats'

export const parsePluginDiagnostics = yamlParser(shape, finish)

function finish(value: FromShape<typeof shape>, _locate: Locate, raw: unknown): Finished<PluginDiagnostics> {
  const inner = valueAt(value, [nested])
  const lifted = isMap(inner) ? { ...inner, ...value } : value
  return { value: lifted, pathInFile: path => pathInFile(raw, path) }
}

function pathInFile(raw: unknown, path: ValuePath): ValuePath {
  const [key] = path
  if (key === undefined || valueAt(raw, [key]) !== undefined) return path
  return valueAt(raw, [nested, key]) === undefined ? path : [nested, ...path]
}
