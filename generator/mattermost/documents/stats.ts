// stats.yaml: how many users, posts, channels and hooks there are. A count that could not be had is left out.
import type { YamlMap } from '../../encode/yaml-value.js'

/** `undefined`: the query failed. Named as in the document, which has them in this order. */
export interface Stats {
  readonly registered_users?: number
  readonly active_users?: number
  readonly daily_active_users?: number
  readonly monthly_active_users?: number
  readonly deactivated_users?: number
  readonly guests?: number
  readonly bot_accounts?: number
  readonly posts?: number
  readonly channels?: number
  readonly teams?: number
  readonly slash_commands?: number
  readonly incoming_webhooks?: number
  readonly outgoing_webhooks?: number
}

export const statNames = [
  'registered_users',
  'active_users',
  'daily_active_users',
  'monthly_active_users',
  'deactivated_users',
  'guests',
  'bot_accounts',
  'posts',
  'channels',
  'teams',
  'slash_commands',
  'incoming_webhooks',
  'outgoing_webhooks',
] as const satisfies readonly (keyof Stats)[]

export function statsDocument(stats: Stats): YamlMap {
  return Object.fromEntries(statNames.map(name => [name, stats[name]]))
}
