// stats.yaml (Mattermost 10.5 and later): how much of everything the installation has. Counts, whole cluster.
//
//   registered_users: 41
//   active_users: 41
//   daily_active_users: 6
import { yamlParser } from './parser.js'
import type { FromShape } from './shape.js'

const shape = {
  /** Includes deactivated users, no bots. */
  registered_users: 'number',
  /** Not deleted, no bots. */
  active_users: 'number',
  /** Seen in the last 24 hours. */
  daily_active_users: 'number',
  /** Seen in the last 31 days. */
  monthly_active_users: 'number',
  deactivated_users: 'number',
  guests: 'number',
  /** After 11.6. */
  single_channel_guests: 'number',
  bot_accounts: 'number',
  /** A failed count reads 0 through 11.10; later servers leave the key out. */
  posts: 'number',
  /** Open and private channels, no direct ones. */
  channels: 'number',
  teams: 'number',
  slash_commands: 'number',
  incoming_webhooks: 'number',
  outgoing_webhooks: 'number',
} as const

export type Stats = FromShape<typeof shape>

export const parseStats = yamlParser(shape)
