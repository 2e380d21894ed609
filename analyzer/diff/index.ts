// `diff`: two packets → what changed, as plain data and as reports. What the command and the library use of this folder.
import type { Report } from '../reports/types.js'
import { diffJson } from './json.js'
import { diffText } from './text.js'
import type { DiffPart, PacketDiff } from './types.js'

export { comparePackets } from './compare.js'
export { takePacket, type TakenPacket } from './taken.js'
export type * from './types.js'

/** What `diff` can write. The first is the default. */
export const diffReports: readonly Report<PacketDiff>[] = [diffText, diffJson]

/** Names of the parts, in the order they are shown. */
export const diffParts: readonly DiffPart[] = [
  'findings',
  'problems',
  'server',
  'nodes',
  'config',
  'plugins',
  'permissions',
  'objects',
  'agents',
  'schema',
  'stats',
  'load',
  'jobs',
  'entries',
  'logs',
]
