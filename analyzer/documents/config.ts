// sanitized_config.json: the node's whole configuration, secrets masked. Sections and settings as the server names them.
//
//   {
//       "ServiceSettings": {
//           "SiteURL": "http://localhost:8065",
//   …
//           "DataSource": "postgres://****:****@127.0.0.1:5432/mattermost?connect_timeout=10\u0026sslmode=disable",
//           "AtRestEncryptKey": "********************************",
import { jsonParser } from './parser.js'
import { valueAt } from './shape.js'
import type { ValuePath } from './types.js'

/** Section → setting → value; unknown ones are kept. A setting's absence means an older or newer server. */
export type Config = Readonly<Record<string, Readonly<Record<string, unknown>>>>

const shape = { '*': { '*': 'unknown' } } as const

export const parseConfig = jsonParser(shape)

/** A setting by its path (`'SqlSettings', 'MaxOpenConns'`); `undefined` when the packet does not have it. */
export function setting(config: Config | undefined, ...path: ValuePath): unknown {
  return config === undefined ? undefined : valueAt(config, path)
}
