// Facts of the goroutine dump: what the server was doing at the moment of the packet, and what it was waiting for.
import { activityWords, keepsConnection, telling } from '../documents/profile/goroutines/activities.js'
import type { GoroutineDump, GoroutineGroup } from '../documents/profile/goroutines/types.js'
import type { Document } from '../documents/types.js'
import type { Derived, FactDefinition, FactInput, Source } from './types.js'
import { defineFact } from './types.js'
import { askedServers, requestKinds, silentConnections, waitingForClient } from './goroutine-requests.js'
import { databaseCalls, heldConnections, requestGroups, stuckRequests } from './goroutine-waits.js'
import { sourceOfProfile } from './profile-source.js'

interface Found {
  readonly document: Document
  readonly dump: GoroutineDump
}

const evidenceRows = 4
const listed = 20

function found({ documents, node }: FactInput): Found | undefined {
  const document = documents.get('goroutines', node)
  return document && { document, dump: document.value as GoroutineDump }
}

/** A fact of the dump; `groups` are the stacks it rests on. */
function dumpFact<T>(
  id: string,
  title: string,
  read: (dump: GoroutineDump) => T | undefined,
  groups: (dump: GoroutineDump) => readonly GoroutineGroup[] = ({ groups }) => groups,
): FactDefinition<T> {
  return defineFact({
    id,
    title,
    scope: 'node',
    derive: (input): Derived<T> | undefined => {
      const dump = found(input)
      const value = dump && read(dump.dump)
      if (dump === undefined || value === undefined) return undefined
      const from = groups(dump.dump).slice(0, evidenceRows)
      return {
        value,
        from:
          from.length === 0
            ? [sourceOfProfile(dump.document)]
            : from.map(group => sourceOfGroup(dump, group)),
      }
    },
  })
}

/** A stack as evidence: how many have it, in which state, in which function, and the line of the first. */
function sourceOfGroup({ document }: Found, group: GoroutineGroup): Source {
  const state = group.states[0]?.name ?? ''
  return {
    ...sourceOfProfile(document),
    ...(group.line === 0 ? {} : { line: group.line }),
    excerpt: `${group.count} × ${state === '' ? '' : `[${state}] `}${telling(group.frames)}`,
  }
}

const ofActivity =
  (id: string) =>
  ({ groups }: GoroutineDump): readonly GoroutineGroup[] =>
    groups.filter(({ activity }) => activity === id)

const sum = (groups: readonly GoroutineGroup[]): number =>
  groups.reduce((total, { count }) => total + count, 0)

/** Missing is never zero: of a list that ends early nobody knows how many there were of a kind. */
function countOf(id: string): (dump: GoroutineDump) => number | undefined {
  return dump => {
    const count = sum(ofActivity(id)(dump))
    return count === 0 && isPart(dump) ? undefined : count
  }
}

/** Not every goroutine is in a group that can be looked at. */
const isPart = ({ cut, ungrouped }: GoroutineDump): boolean => cut || ungrouped > 0

/** What is found counts; that nothing is found says something only of a whole list. */
function foundIn<T>(dump: GoroutineDump, list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 && isPart(dump) ? undefined : list.slice(0, listed)
}

/** Nothing is known of waiting times, or of single locks, where a list only counts stacks. */
function foundInStacks<T>(dump: GoroutineDump, list: readonly T[]): readonly T[] | undefined {
  return dump.form === 'stacks' ? foundIn(dump, list) : undefined
}

function activityCount(id: string, fact: string): FactDefinition<number> {
  return dumpFact(
    `goroutines.${fact}`,
    `Goroutines that were ${activityWords(id)} at the moment of the packet`,
    countOf(id),
    ofActivity(id),
  )
}

/** [activity, name of its fact] */
const counted: readonly (readonly [string, string])[] = [
  ['database-pool', 'waiting_for_connection'],
  ['database', 'waiting_for_database'],
  ['lock', 'waiting_for_lock'],
  ['plugin', 'waiting_for_plugin'],
  ['http-client', 'waiting_for_http'],
  ['http-connect', 'connecting'],
  ['ldap', 'waiting_for_ldap'],
  ['mail', 'waiting_for_mail'],
  ['file-store', 'waiting_for_file_store'],
  ['password', 'checking_passwords'],
]

export const goroutineFacts = [
  dumpFact('goroutines.total', 'Goroutines (tasks inside the server) at the moment of the packet', dump =>
    dump.cut ? undefined : dump.total,
  ),
  dumpFact(
    'goroutines.beyond_connections',
    'Goroutines at the moment of the packet besides those that only keep a connection open: of a client, a websocket, another server or the database',
    dump =>
      dump.cut
        ? undefined
        : dump.total - sum(dump.groups.filter(({ activity }) => keepsConnection(activity))),
    ({ groups }) => groups.filter(({ activity }) => !keepsConnection(activity)),
  ),
  dumpFact('goroutines.stacks', 'Distinct stacks among the goroutines', dump => dump.groups.length),
  dumpFact('goroutines.states', 'Goroutines by state, most frequent first, each {name, count}', dump =>
    dump.form === 'stacks' ? dump.states : undefined,
  ),
  dumpFact(
    'goroutines.activities',
    'Goroutines by what they do or wait for, most frequent first, each {id, words, count}',
    dump => dump.activities.map(({ name, count }) => ({ id: name, words: activityWords(name), count })),
  ),
  ...counted.map(([id, fact]) => activityCount(id, fact)),
  dumpFact(
    'goroutines.requests',
    'Goroutines that were working on a request of a client at the moment of the packet, whatever they waited for',
    dump => (isPart(dump) ? undefined : sum(requestGroups(dump))),
    requestGroups,
  ),
  dumpFact(
    'goroutines.request_kinds',
    'What the requests are for that goroutines were working on, most frequent first, each {name, words, count}; name is the function that answers them',
    dump => foundIn(dump, requestKinds(dump)),
    requestGroups,
  ),
  dumpFact(
    'goroutines.waiting_for_client',
    'Requests that were waiting for their client to send the rest at the moment of the packet',
    dump => (isPart(dump) ? undefined : sum(waitingForClient(dump))),
    waitingForClient,
  ),
  dumpFact(
    'goroutines.silent_connections',
    'Connections of clients on which no whole request had come at the moment of the packet',
    dump => (isPart(dump) ? undefined : sum(silentConnections(dump))),
    silentConnections,
  ),
  dumpFact(
    'goroutines.longest_wait_minutes',
    'Longest time that a goroutine working on a request has waited, in minutes; 0 below one',
    dump =>
      dump.form === 'stacks'
        ? requestGroups(dump).reduce((most, group) => Math.max(most, group.longestWaitMinutes), 0)
        : undefined,
    dump => [...requestGroups(dump)].sort((a, b) => b.longestWaitMinutes - a.longestWaitMinutes),
  ),
  dumpFact(
    'goroutines.stuck_requests',
    'Functions in which requests have waited a minute or more, most frequent first, each {function, what, state, count, longest_wait_minutes}',
    dump => foundInStacks(dump, stuckRequests(requestGroups(dump))),
    dump => requestGroups(dump).filter(({ longWaits }) => longWaits > 0),
  ),
  dumpFact(
    'goroutines.held_connections',
    'Results and transactions of the database that were begun a minute or more ago and not ended; each holds a connection',
    dump =>
      dump.form === 'stacks' && !isPart(dump)
        ? heldConnections(dump).reduce((total, { longWaits }) => total + longWaits, 0)
        : undefined,
    heldConnections,
  ),
  dumpFact(
    'goroutines.locks',
    'Locks that goroutines wait for, most wanted first, each {function, waiters, longest_wait_minutes, holder}; holder is empty where none is seen',
    dump =>
      foundIn(dump, dump.locks)?.map(lock => ({
        function: lock.function,
        waiters: lock.waiters,
        longest_wait_minutes: lock.longestWaitMinutes,
        holder: lock.possibleHolders[0]?.function ?? '',
      })),
    ofActivity('lock'),
  ),
  dumpFact(
    'goroutines.leaks',
    'Stacks that pile up and wait long, each {function, created_by, count, longest_wait_minutes}',
    dump =>
      foundInStacks(dump, dump.leakSuspects)?.map(suspect => ({
        function: suspect.function,
        created_by: suspect.createdBy ?? '',
        count: suspect.count,
        longest_wait_minutes: suspect.longestWaitMinutes,
      })),
    dump => dump.groups.filter(({ line }) => dump.leakSuspects.some(suspect => suspect.line === line)),
  ),
  dumpFact(
    'goroutines.http_callers',
    'Functions that wait for an answer of another server, most frequent first, each {name, count}',
    dump => foundIn(dump, dump.httpCallers),
    ofActivity('http-client'),
  ),
  dumpFact(
    'goroutines.asked_servers',
    'For what answers of other servers are waited, most frequent first, each {name, words, count}',
    dump => foundIn(dump, askedServers(ofActivity('http-client')(dump))),
    ofActivity('http-client'),
  ),
  dumpFact(
    'goroutines.database_calls',
    'What the goroutines that wait for an answer of the database asked it for, most frequent first, each {name, count}; name is store and function of the server',
    dump => foundIn(dump, databaseCalls(ofActivity('database')(dump))),
    ofActivity('database'),
  ),
  dumpFact(
    'goroutines.plugin_hooks',
    'Hooks of plugins that the server waits for, most frequent first, each {name, count}',
    dump => foundIn(dump, dump.pluginCalls),
    ofActivity('plugin'),
  ),
  dumpFact(
    'goroutines.deadlocks',
    'Waits that cannot end, as far as stacks tell, each {kind, says, minutes}; minutes: how long all in it have waited',
    dump => foundInStacks(dump, dump.deadlocks)?.map(({ kind, says, minutes }) => ({ kind, says, minutes })),
    dump => dump.groups.filter(({ line }) => dump.deadlocks.some(shape => shape.line === line)),
  ),
]
