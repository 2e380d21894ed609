// Where the requests of clients stand still: requests that wait a minute or more, by the function of the product they are in.
import type { GoroutineDump, GoroutineGroup } from '../documents/profile/goroutines/types.js'
import { telling } from '../documents/profile/goroutines/activities.js'

/** Requests that wait in one function. */
export interface StuckRequests {
  /** What that function is about, in words; `another part of the server` where no row of the table fits. */
  readonly what: string
  /** The innermost function past the standard library. */
  readonly function: string
  /** What the runtime calls their wait: `chan send`, `select`, `IO wait`. */
  readonly state: string
  readonly count: number
  readonly longest_wait_minutes: number
}

const listed = 10

/** The first row whose pattern fits a function of the stack counts. */
const places: readonly (readonly [RegExp, string])[] = [
  [/\/logr(?:\/v2)?\.|\/lumberjack\.|\/mlog\./, 'the log to be written'],
  [/\.\(\*Hub\)\./, 'the delivery of live updates (the websocket hub)'],
  [/\/rueidis\.|\/cache\.\(\*redis\)/, 'the cache (Redis)'],
  [/elasticsearch|opensearch|elastictransport/, 'the search engine'],
  [/\/filestore\.|minio-go/, 'the file store'],
  [/\/(?:imaging|imageproxy)\./, 'work on pictures'],
  [/lib\/pq\.|jackc\/pgx|database\/sql\.|\/sqlstore\./, 'the database'],
  [/\/plugin\.\(\*hooksRPCClient\)|net\/rpc\./, 'a plugin'],
  [/\/ldap\./, 'the directory (LDAP)'],
  [/net\/smtp\./, 'the mail server'],
  [/^net\.\(\*Resolver\)/, 'the name service (DNS)'],
  [/^net\/http\.\(\*(?:persistConn|Transport|Client)\)/, 'another server'],
  [/^sync\.|\.lockSlow$/, 'a lock'],
]

/**
 * Websockets wait as long as their client is there. A request for a profile or a packet waits on purpose, and one that
 * streams a file waits for its client, but none of them for long in large numbers.
 */
export function stuckRequests(requests: readonly GoroutineGroup[]): readonly StuckRequests[] {
  const stuck = new Map<string, StuckRequests>()
  for (const group of requests.filter(({ longWaits }) => longWaits > 0)) {
    const name = telling(group.frames)
    const known = stuck.get(name)
    stuck.set(name, {
      what: known?.what ?? placeOf(group),
      function: name,
      state: known?.state ?? stateOf(group),
      count: (known?.count ?? 0) + group.longWaits,
      longest_wait_minutes: Math.max(known?.longest_wait_minutes ?? 0, group.longestWaitMinutes),
    })
  }
  return [...stuck.values()].sort((a, b) => b.count - a.count).slice(0, listed)
}

const stateOf = ({ states }: GoroutineGroup): string => states[0]?.name ?? ''

function placeOf({ frames }: GoroutineGroup): string {
  return (
    places.find(([pattern]) => frames.some(frame => pattern.test(frame.function)))?.[1] ??
    'another part of the server'
  )
}

/** A request is worked on where its handler is in the stack; a websocket stays there as long as its client. */
export function requestGroups({ groups }: GoroutineDump): readonly GoroutineGroup[] {
  return groups.filter(
    ({ activity, frames }) =>
      (activity !== 'websocket' || givesToHub(frames)) &&
      frames.some(frame => frame.function === 'net/http.serverHandler.ServeHTTP'),
  )
}

/** Ordinary requests hand live updates to a hub; only a websocket's own request has its connection in the stack. */
function givesToHub(frames: GoroutineGroup['frames']): boolean {
  return (
    frames.some(frame => /\.\(\*Hub\)\.[A-Z]\w*$/.test(frame.function)) &&
    !frames.some(frame => /\.\(\*WebConn\)\.|gorilla\/websocket\./.test(frame.function))
  )
}

/** Results and transactions of the database that somebody began a minute or more ago and has not ended; each holds a connection. */
export function heldConnections({ groups }: GoroutineDump): readonly GoroutineGroup[] {
  return groups.filter(
    ({ frames, longWaits }) =>
      longWaits > 0 &&
      frames.some(frame => /^database\/sql\.\(\*(?:Rows|Tx)\)\.awaitDone$/.test(frame.function)),
  )
}

/** A call of the store, which is the part of the server that talks to the database. */
export interface DatabaseCall {
  /** `SqlPostStore.SaveMultiple` */
  readonly name: string
  readonly count: number
}

/** What the goroutines that wait for an answer of the database asked it for, most frequent first. */
export function databaseCalls(waiting: readonly GoroutineGroup[]): readonly DatabaseCall[] {
  const counts = new Map<string, number>()
  for (const { frames, count } of waiting) {
    const name = storeCallOf(frames)
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + count)
  }
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count)
}

/** The outermost call: what it does inside, such as a step of a transaction, tells less. */
function storeCallOf(frames: GoroutineGroup['frames']): string | undefined {
  const calls = frames.flatMap(
    frame => /\/sqlstore\.\(?\*?(Sql\w+Store)\)?\.(\w+)/.exec(frame.function) ?? [],
  )
  const [method, store] = [calls.pop(), calls.pop()]
  return store === undefined || method === undefined ? undefined : `${store}.${method}`
}
