// Facts of how much the server is used: people, posts, channels, integrations.
import { defineFact } from './types.js'
import { asCount, asPositive, readFact, readFirst } from './reading.js'
import { combine } from './combine.js'
import { licensedUsers } from './license.js'

const activeUsers = readFact({
  id: 'users.active',
  title: 'Users that are not deactivated, without bots',
  scope: 'packet',
  spots: [
    ['stats', 'active_users'],
    ['support-packet', 'active_users'],
  ],
  // A server always has its first administrator: zero is a query that failed.
  accept: asPositive,
})

const deactivatedUsers = readFact({
  id: 'users.deactivated',
  title: 'Deactivated users',
  scope: 'packet',
  spots: [
    ['stats', 'deactivated_users'],
    ['support-packet', 'inactive_user_count'],
  ],
  accept: asCount,
})

const registeredUsers = defineFact({
  id: 'users.registered',
  title: 'Users with an account, deactivated ones too, without bots',
  scope: 'packet',
  derive: input =>
    readFirst(input, [['stats', 'registered_users']], asPositive) ??
    combine([input.fact(activeUsers), input.fact(deactivatedUsers)], (active, gone) => active + gone),
})

/** Classes as the product's scaling guide has them: what one server, one with its own database, and a cluster are for. */
const sizeClasses: readonly (readonly [upToUsers: number, name: string])[] = [
  [200, 'small'],
  [2_000, 'medium'],
  [15_000, 'large'],
  [Number.POSITIVE_INFINITY, 'very large'],
]

const sizeClass = defineFact({
  id: 'users.size_class',
  title:
    'Size of the installation by its active users: small (to 200), medium (to 2,000), large (to 15,000) or very large',
  scope: 'packet',
  derive: input =>
    combine([input.fact(activeUsers)], users => sizeClasses.find(([most]) => users <= most)?.[1]),
})

const overLicense = defineFact({
  id: 'users.over_license',
  title: 'Active users beyond what the license allows; 0 when they fit',
  scope: 'packet',
  derive: input =>
    combine([input.fact(activeUsers), input.fact(licensedUsers)], (active, allowed) =>
      Math.max(0, active - allowed),
    ),
})

/** Counts that stats.yaml has, with the name they had in support_packet.yaml where they were in it. */
const counts: readonly (readonly [id: string, title: string, stats: string, before?: string])[] = [
  ['users.daily', 'Users active in the last 24 hours', 'daily_active_users', 'daily_active_users'],
  ['users.monthly', 'Users active in the last 31 days', 'monthly_active_users', 'monthly_active_users'],
  ['users.guests', 'Guest accounts', 'guests'],
  ['users.bots', 'Bot accounts', 'bot_accounts'],
  ['posts.total', 'Posts in the database', 'posts', 'total_posts'],
  ['channels.total', 'Public and private channels', 'channels', 'total_channels'],
  ['teams.total', 'Teams', 'teams', 'total_teams'],
  ['integrations.slash_commands', 'Custom slash commands', 'slash_commands'],
  ['integrations.incoming_webhooks', 'Incoming webhooks', 'incoming_webhooks'],
  ['integrations.outgoing_webhooks', 'Outgoing webhooks', 'outgoing_webhooks'],
]

const countFacts = counts.map(([id, title, stats, before]) =>
  readFact({
    id,
    title,
    scope: 'packet',
    spots:
      before === undefined
        ? [['stats', stats]]
        : [
            ['stats', stats],
            ['support-packet', before],
          ],
    accept: asCount,
  }),
)

export const usageFacts = [
  registeredUsers,
  activeUsers,
  deactivatedUsers,
  sizeClass,
  overLicense,
  ...countFacts,
]
