// How much of everything the installation has, with what each number counts.
import { isMap } from '../documents/shape.js'
import type { ViewedPacket } from './read.js'
import type { TableColumn, TableRow, TablesView } from './types.js'

/** Key of stats.yaml → its name, and what it counts where the name alone misleads. */
const counts: Readonly<Record<string, readonly [name: string, counts?: string]>> = {
  registered_users: ['Registered users', 'Deactivated ones too, bots not.'],
  active_users: ['Active users', 'Not deactivated, no bots.'],
  daily_active_users: ['Daily active users', 'Seen in the 24 hours before the packet was made.'],
  monthly_active_users: ['Monthly active users', 'Seen in the 31 days before the packet was made.'],
  deactivated_users: ['Deactivated users'],
  inactive_user_count: ['Deactivated users'],
  guests: ['Guests'],
  single_channel_guests: ['Guests of a single channel'],
  bot_accounts: ['Bots'],
  posts: ['Posts', 'Servers through 11.10 write 0 when counting failed.'],
  total_posts: ['Posts'],
  channels: ['Channels', 'Open and private ones; direct and group messages are not counted.'],
  total_channels: ['Channels'],
  teams: ['Teams'],
  total_teams: ['Teams'],
  slash_commands: ['Slash commands'],
  incoming_webhooks: ['Incoming webhooks'],
  outgoing_webhooks: ['Outgoing webhooks'],
}

const columns: readonly TableColumn[] = [
  { id: 'what', title: 'What', kind: 'text', main: true },
  { id: 'count', title: 'Count', kind: 'number', main: true },
  { id: 'counts', title: 'What is counted', kind: 'text' },
  { id: 'key', title: 'Key', kind: 'code' },
]

export function statsTables({ documents }: ViewedPacket): TablesView {
  const holder = documents.of('stats')[0] ?? documents.of('support-packet')[0]
  const rows = Object.entries(isMap(holder?.value) ? holder.value : {}).flatMap(
    ([key, value]): TableRow[] => {
      const isCount = holder?.kind === 'stats' || Object.hasOwn(counts, key)
      if (typeof value !== 'number' || !isCount) return []
      const [name, says] = (Object.hasOwn(counts, key) ? counts[key] : undefined) ?? [
        key.replaceAll('_', ' '),
      ]
      const line = holder?.locate([key])?.line
      const place = holder === undefined ? {} : { place: { entry: holder.entry, ...(line ? { line } : {}) } }
      return [{ id: key, cells: [name, value, says ?? null, key], ...place }]
    },
  )
  const empty = 'This packet says nothing of how many users, posts and channels there are.'
  return { tables: [{ id: 'stats', title: 'Stats', columns, rows, empty }], notes: [] }
}
