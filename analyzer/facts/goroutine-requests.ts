// What the requests of clients are for, whom outgoing requests go to, and clients that hold up what they began.
import type { GoroutineDump, GoroutineGroup } from '../documents/profile/goroutines/types.js'
import { handlerOf, handlerWords } from './request-handlers.js'
import { requestGroups } from './goroutine-waits.js'

/** So many goroutines do the same. */
export interface NamedCount {
  readonly name: string
  /** The same for people. */
  readonly words: string
  readonly count: number
}

/** Requests by the function that answers them, most frequent first; a websocket's request lasts as long as its client. */
export function requestKinds(dump: GoroutineDump): readonly NamedCount[] {
  return counted(requestGroups(dump), group => {
    const name = first(group, handlerOf)
    return name === undefined ? undefined : { name, words: handlerWords(name) }
  })
}

/** Who asks another server, by a function on the way; the first row that fits counts. */
const askers: readonly (readonly [RegExp, string])[] = [
  [/\.\(\*App\)\.(?:DoCommandRequest|tryExecuteCustomCommand)/, 'slash commands'],
  [/\.\(\*App\)\.(?:doOutgoingWebhookRequest|TriggerWebhook)/, 'outgoing webhooks'],
  [/\.\(\*App\)\.(?:raw)?[sS]endToPushProxy/, 'push notifications'],
  [/\.\(\*App\)\.(?:getLinkMetadata|parseLinkMetadata|GetOpenGraphMetadata)/, 'previews of links'],
  [
    /\.\(\*App\)\.(?:DoActionRequest|DoPostAction|SubmitInteractiveDialog)/,
    'buttons and dialogs of integrations',
  ],
  [/\/(?:imageproxy)\./, 'the image proxy'],
  [/\.\(\*App\)\.(?:AuthorizeOAuthUser|CompleteOAuth)/, 'logins by another service'],
  [/[mM]arketplace/, 'the list of plugins to install'],
  [/elasticsearch|opensearch|elastictransport/, 'the search engine'],
  [/\/filestore\.|minio-go/, 'the file store'],
  [/\/remotecluster\.|\/sharedchannel\./, 'connected workspaces'],
]

/** Whom those wait for that wait for an answer of another server, most frequent first. */
export function askedServers(waiting: readonly GoroutineGroup[]): readonly NamedCount[] {
  return counted(waiting, group =>
    first(group, frame => {
      const words = askers.find(([pattern]) => pattern.test(frame))?.[1]
      return words === undefined ? undefined : { name: words, words }
    }),
  )
}

/** Requests of which the rest has not come: their handler waits for the client. */
export function waitingForClient(dump: GoroutineDump): readonly GoroutineGroup[] {
  return requestGroups(dump).filter(({ frames }) =>
    frames.some(frame => frame.function === 'net/http.(*body).Read'),
  )
}

/** Connections on which no whole request has come yet; those that rest between requests wait elsewhere. */
export function silentConnections({ groups }: GoroutineDump): readonly GoroutineGroup[] {
  return groups.filter(({ frames }) =>
    frames.some(frame => frame.function === 'net/http.(*conn).readRequest'),
  )
}

/** What the innermost frame that has it says. */
function first<T>({ frames }: GoroutineGroup, find: (name: string) => T | undefined): T | undefined {
  for (const frame of frames) {
    const found = find(frame.function)
    if (found !== undefined) return found
  }
  return undefined
}

function counted(
  groups: readonly GoroutineGroup[],
  nameOf: (group: GoroutineGroup) => Omit<NamedCount, 'count'> | undefined,
): readonly NamedCount[] {
  const counts = new Map<string, NamedCount>()
  for (const group of groups) {
    const named = nameOf(group)
    if (named === undefined) continue
    counts.set(named.name, { ...named, count: (counts.get(named.name)?.count ?? 0) + group.count })
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)
}
