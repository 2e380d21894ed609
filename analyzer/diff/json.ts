// The diff as JSON, with keys in a fixed order.
import { stableJson } from '../reports/stable-json.js'
import type { Report } from '../reports/types.js'
import type { PacketDiff } from './types.js'

export const diffJson: Report<PacketDiff> = {
  name: 'json',
  title: 'one JSON object (see diff.schema.json)',
  joins: 'all',
  format: ([diff]) => `${stableJson(diff, 2)}\n`,
}
