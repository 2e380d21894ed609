// Facts of the audit log: who tried to log in, who changed what, and where the record is silent.
import { logsOfNode } from '../documents/log/of-node.js'
import type { AuditActivity, AuditChange, Logins } from '../documents/log/collect/audit.js'
import type { AuditTopic } from '../documents/log/collect/audit-changes.js'
import type { LogFile } from '../documents/log/types.js'
import { logFact, sourcesOfPlaces, type LogPlace } from './log-fact.js'
import type { FactDefinition, FactInput } from './types.js'

/** Most addresses, accounts, events and changes that a fact lists. */
const TOP = 20

/** The audit logs of one node; `undefined` when there are none, so that nothing is said of what was not recorded. */
function auditLogsOf({ logs, node }: FactInput): readonly LogFile[] | undefined {
  const files = logs && logsOfNode(logs, node).files.filter(file => file.kind === 'audit-log')
  return files === undefined || files.length === 0 ? undefined : files
}

interface Told<T> {
  readonly value: T
  readonly at?: readonly LogPlace[]
}

/** A fact of the audit log of one node. A log without a record tells nothing of what happened. */
function ofAudit<T>(
  id: string,
  title: string,
  derive: (audit: AuditActivity, input: FactInput) => Told<T> | undefined,
): FactDefinition<T> {
  return logFact(id, title, input => {
    const files = auditLogsOf(input)
    const audit = input.logs && logsOfNode(input.logs, input.node).activity?.collected.audit
    if (files === undefined || audit === undefined || audit.records === 0) return undefined
    const told = derive(audit, input)
    return told && { value: told.value, from: sourcesOfPlaces(told.at ?? [], files, input.node) }
  })
}

/** Logins of an account or from an address. */
export interface LoginFact {
  /** Address, user id, or `name-1a2b3c4d` for a name without a known account. */
  readonly of: string
  readonly failures: number
  readonly successes: number
  readonly others: number
  readonly first_seen_ms?: number
  readonly last_seen_ms?: number
  /** Time between the first and the last failure. */
  readonly span_seconds?: number
}

function loginFact({ of, failures, successes, others, firstFailureMs, lastFailureMs }: Logins): LoginFact {
  return {
    of,
    failures,
    successes,
    others,
    ...(firstFailureMs === undefined || lastFailureMs === undefined
      ? {}
      : {
          first_seen_ms: firstFailureMs,
          last_seen_ms: lastFailureMs,
          span_seconds: Math.round(lastFailureMs - firstFailureMs) / 1000,
        }),
  }
}

/** A change that somebody made. */
export interface ChangeFact {
  readonly event: string
  readonly status: string
  readonly time_ms?: number
  readonly user_id?: string
  readonly ip_address?: string
  readonly subject?: string
}

function changeFact({ event, status, timeMs, userId, ipAddress, subject }: AuditChange): ChangeFact {
  return {
    event,
    status,
    ...(timeMs === undefined ? {} : { time_ms: timeMs }),
    ...(userId === undefined ? {} : { user_id: userId }),
    ...(ipAddress === undefined ? {} : { ip_address: ipAddress }),
    ...(subject === undefined ? {} : { subject }),
  }
}

/** Changes of some kind that worked, newest first. */
function changesFact<T>(
  id: string,
  title: string,
  keep: (change: AuditChange) => boolean,
  told: (change: AuditChange) => T,
) {
  return ofAudit(id, title, ({ changes }) => {
    const kept = changes.filter(change => change.status === 'success' && keep(change)).reverse()
    return { value: kept.slice(0, TOP).map(told), at: kept.slice(0, TOP) }
  })
}

const about =
  (...topics: readonly AuditTopic[]) =>
  ({ topic }: AuditChange): boolean =>
    topics.includes(topic)

const shape = '{event, status, time_ms, user_id, ip_address, subject}'

export const auditFacts = [
  ofAudit('audit.records', 'Records in the audit log', ({ records }) => ({ value: records })),
  ofAudit(
    'audit.events',
    'The twenty most frequent events of the audit log, each {event, status, count}',
    ({ events }) => ({
      value: events.slice(0, TOP).map(({ event, status, count }) => ({ event, status, count })),
    }),
  ),
  ofAudit('audit.failed_logins', 'Logins in the audit log that were refused', ({ failedLogins }) => ({
    value: failedLogins,
  })),
  ofAudit(
    'audit.failed_logins_by_address',
    'Addresses from which logins were refused, most first, each {of (the address), failures, successes, others (accounts, at most 100), first_seen_ms, last_seen_ms, span_seconds}',
    ({ loginsByAddress }) => ({ value: loginsByAddress.slice(0, TOP).map(loginFact) }),
  ),
  ofAudit(
    'audit.failed_logins_by_account',
    'Accounts whose logins were refused, most first, each {of (user id, or name- and a hash where no account is known), failures, successes, others (addresses, at most 100), first_seen_ms, last_seen_ms, span_seconds}',
    ({ loginsByAccount }) => ({ value: loginsByAccount.slice(0, TOP).map(loginFact) }),
  ),
  ofAudit(
    'audit.logins_after_failures',
    'Accounts that were logged in to after refused logins, most first, each {of, failures_in_row, time_ms}',
    ({ loginsByAccount }) => ({
      value: [...loginsByAccount]
        .filter(({ longestRow }) => longestRow > 0)
        .sort((a, b) => b.longestRow - a.longestRow)
        .slice(0, TOP)
        .map(({ of, longestRow, longestRowEndMs }) => ({
          of,
          failures_in_row: longestRow,
          ...(longestRowEndMs === undefined ? {} : { time_ms: longestRowEndMs }),
        })),
    }),
  ),
  changesFact(
    'audit.configuration_changes',
    'Changes of the configuration, newest first, each {event, status, time_ms, user_id, ip_address, subject, settings (paths)}',
    about('configuration'),
    change => ({ ...changeFact(change), settings: change.settings.map(({ path }) => path) }),
  ),
  changesFact(
    'audit.administrators_made',
    `Events that made somebody a system administrator, newest first, each ${shape}`,
    ({ roles }) => roles.includes('system_admin'),
    changeFact,
  ),
  changesFact(
    'audit.permission_changes',
    `Changes of roles, permissions and schemes, newest first, each ${shape}`,
    about('roles'),
    changeFact,
  ),
  changesFact(
    'audit.rights_changes',
    `Changes of roles, accounts and tokens, newest first, each ${shape}`,
    about('roles', 'accounts', 'tokens'),
    changeFact,
  ),
  changesFact(
    'audit.plugin_changes',
    `Plugins that were installed, switched on or off, or removed, newest first, each ${shape}`,
    about('plugins'),
    changeFact,
  ),
  changesFact(
    'audit.server_changes',
    `Work on the server itself: license, certificates, restarts, caches, imports and exports, newest first, each ${shape}`,
    about('license', 'certificates', 'server', 'data'),
    changeFact,
  ),
  changesFact(
    'audit.packets_made',
    `Support packets and logs that were downloaded, newest first, each ${shape}`,
    about('packets'),
    changeFact,
  ),
  ofAudit(
    'audit.denials_by_user',
    'Users whom the server denied something for want of a permission, most first, each {user_id, count}',
    ({ denials }) => ({
      value: denials.slice(0, TOP).map(({ userId, count }) => ({ user_id: userId, count })),
    }),
  ),
  ofAudit(
    'audit.silences',
    'The longest times of a minute and more without an audit record, longest first, each {from_ms, to_ms, seconds}',
    ({ gaps }) => ({
      value: gaps.map(({ fromMs, toMs }) => ({
        from_ms: fromMs,
        to_ms: toMs,
        seconds: (toMs - fromMs) / 1000,
      })),
    }),
  ),
  logFact(
    'audit.records_lost',
    "Audit records that the server dropped because their target did not keep up, as the server's log says",
    input => {
      const files = input.logs?.files.filter(
        file => file.kind === 'mattermost-log' && (file.node ?? '') === input.node,
      )
      if (files === undefined || files.length === 0) return undefined
      const lost = input.logs?.activity?.find(({ node }) => (node ?? '') === input.node)?.collected.audit
        ?.lost
      const from = lost === undefined ? [] : [lost]
      return { value: lost?.count ?? 0, from: sourcesOfPlaces(from, files, input.node) }
    },
  ),
  ofAudit(
    'audit.longest_silence_seconds',
    'Longest time without an audit record between two of them, in seconds; 0 when none was a minute',
    ({ gaps }) => ({ value: gaps[0] === undefined ? 0 : (gaps[0].toMs - gaps[0].fromMs) / 1000 }),
  ),
]
