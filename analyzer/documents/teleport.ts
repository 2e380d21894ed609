// Structured files of a Teleport dump: teleport.yaml, readyz.json, healthz.json, identity.json. Keys as in the files.
//
//   {"status":"ok"}
//   version: v2
//   teleport:
//     nodename: tp-app-1
import { jsonParser, yamlParser } from './parser.js'

/** Any map: what it means is for facts and rules. */
const anyMap = { '*': 'unknown' } as const

export const parseTeleportConfig = yamlParser(anyMap)

/** `status`, and `pid` in newer versions. */
export const parseTeleportHealth = jsonParser(anyMap)

/** identity.json and its like: host name, version, process id, times. */
export const parseTeleportNodeFile = jsonParser(anyMap)
