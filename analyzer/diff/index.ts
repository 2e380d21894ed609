// `diff`: two packets → what changed, as plain data and as reports. What the command and the library use of this folder.
import type { Report } from '../reports/types.js'
import { diffJson } from './json.js'
import { diffText } from './text.js'
import type { PacketDiff } from './types.js'

export { comparePackets } from './compare.js'
export { diffParts } from './parts.js'
export { takePacket, type TakenPacket } from './taken.js'
export type * from './types.js'

/** What `diff` can write. The first is the default. */
export const diffReports: readonly Report<PacketDiff>[] = [diffText, diffJson]
