// The counts of stats.yaml, by the statements that the server itself uses.
import { statNames, type Stats } from '../documents/stats.js'
import type { Query } from './connect.js'
import { databaseReason } from './connect.js'

/** Bots are users with a row of their own; guests of other servers have a remote id. */
const people = `FROM users u LEFT JOIN bots b ON u.id = b.userid WHERE b.userid IS NULL`
const dayMs = 24 * 60 * 60 * 1000

const statements: Readonly<Record<keyof Stats, string>> = {
  registered_users: `SELECT count(DISTINCT u.id) ${people} AND (u.remoteid IS NULL OR u.remoteid = '')`,
  active_users: `SELECT count(DISTINCT u.id) ${people} AND u.deleteat = 0 AND (u.remoteid IS NULL OR u.remoteid = '')`,
  daily_active_users: activeSince(dayMs),
  monthly_active_users: activeSince(31 * dayMs),
  deactivated_users: 'SELECT count(id) FROM users WHERE deleteat > 0',
  guests: `SELECT count(*) FROM users WHERE roles LIKE '%system_guest%' AND deleteat = 0`,
  bot_accounts:
    'SELECT count(DISTINCT u.id) FROM users u JOIN bots b ON u.id = b.userid WHERE u.deleteat = 0',
  posts: 'SELECT count(*) FROM posts',
  channels: `SELECT count(*) FROM channels WHERE type IN ('O', 'P')`,
  teams: 'SELECT count(*) FROM teams WHERE deleteat = 0',
  slash_commands: 'SELECT count(*) FROM commands WHERE deleteat = 0',
  incoming_webhooks: 'SELECT count(*) FROM incomingwebhooks WHERE deleteat = 0',
  outgoing_webhooks: 'SELECT count(*) FROM outgoingwebhooks WHERE deleteat = 0',
}

/** `$1` is now, in epoch milliseconds. */
function activeSince(ms: number): string {
  return `SELECT count(*) FROM status s LEFT JOIN bots b ON s.userid = b.userid LEFT JOIN users u ON s.userid = u.id
    WHERE s.lastactivityat > $1::bigint - ${ms} AND b.userid IS NULL AND u.deleteat = 0`
}

/** The server's words for each, for warning.txt. */
const names: Readonly<Record<keyof Stats, string>> = {
  registered_users: 'registered user',
  active_users: 'active user',
  daily_active_users: 'daily active user',
  monthly_active_users: 'monthly active user',
  deactivated_users: 'deactivated user',
  guests: 'guest',
  bot_accounts: 'bot account',
  posts: 'post',
  channels: 'channel',
  teams: 'team',
  slash_commands: 'command',
  incoming_webhooks: 'incoming webhook',
  outgoing_webhooks: 'outgoing webhook',
}

export interface Counted {
  readonly stats: Stats
  readonly errors: readonly string[]
}

/** Each count may fail alone. */
export async function countAll(query: Query, now: number): Promise<Counted> {
  const stats: Partial<Record<keyof Stats, number>> = {}
  const errors: string[] = []
  for (const name of statNames) {
    const sql = statements[name]
    try {
      const [row] = await query<{ count: string }>(sql, sql.includes('$1') ? [now] : [])
      stats[name] = Number(row?.count)
    } catch (error) {
      errors.push(`stats: failed to get ${names[name]} count: ${databaseReason(error)}`)
    }
  }
  return { stats, errors }
}
