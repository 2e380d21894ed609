// identity.json, readyz.json and healthz.json of an instance. Keys as in the files.
//
//   {"hostname": "tp-node-1", "host_uuid": "04fe…", "roles": ["node"], "pid": 73, "running": true, "version": "Teleport v11.0.0-dev git:…"}
//   {"status":"teleport is in a degraded state, check logs for details"}
import { jsonParser } from '../parser.js'

/** Which process it is; everything a collector adds is kept. */
export const parseTeleportIdentity = jsonParser({
  hostname: 'string',
  host_uuid: 'string',
  roles: ['string'],
  pid: 'number',
  started_at: 'string',
  collected_at: 'string',
  running: 'boolean',
  exit_code: 'number',
  version: 'string',
} as const)

/** `status`, and `pid` in newer versions. */
export const parseTeleportHealth = jsonParser({ '*': 'unknown' } as const)
