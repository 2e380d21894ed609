// teleport.yaml: how one instance is set up. Keys and sections as in the file; flags are booleans whatever way they are written.
//
//   version: v2
//   teleport:
//     nodename: tp-app-1
//     auth_servers: ["teleport.example.com:443"]
//   auth_service:
//     enabled: "no"
import type { Problem } from '../../packet/problem.js'
import { yamlParser, type Finished } from '../parser.js'
import { problem, type ProblemCode } from '../problem-codes.js'
import type { Locate } from '../types.js'
import { checkConfig, type ConfigMistake, type MistakeKind } from './config-check.js'
import { normalConfig } from './config-values.js'

/** Section → key → value; unknown ones are kept. */
export type TeleportConfig = Readonly<Record<string, unknown>>

export const parseTeleportConfig = yamlParser({ '*': 'unknown' } as const, finish)

function finish(config: TeleportConfig, locate: Locate): Finished<TeleportConfig> {
  const problems = checkConfig(config).map(mistake => told(mistake, locate))
  return { value: normalConfig(config), problems }
}

const codes: Readonly<Record<MistakeKind, ProblemCode>> = {
  'unknown-key': 'TELEPORT_KEY_UNKNOWN',
  'later-key': 'TELEPORT_KEY_UNKNOWN',
  'other-schema': 'TELEPORT_KEY_UNKNOWN',
  'bad-value': 'TELEPORT_VALUE_REFUSED',
  contradiction: 'TELEPORT_VALUE_REFUSED',
  'deprecated-key': 'TELEPORT_KEY_OUTDATED',
}

function told({ kind, path, says, instead }: ConfigMistake, locate: Locate): Problem {
  const message = instead === undefined ? `${says}.` : `${says}; instead: ${instead}.`
  return problem(codes[kind], message, { found: path.join('.'), ...locate(path) })
}
