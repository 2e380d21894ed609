// Facts of lists that the dump lacks, and why: no rights, no connection, kinds that this version does not know.
import type { ErrorFile } from '../../documents/teleport/error-file.js'
import type { Listing } from '../../documents/teleport/resource-table.js'
import type { Document } from '../../documents/types.js'
import type { Derived, FactInput } from '../types.js'
import { defineFact } from '../types.js'
import { askedFor } from './resource-outcomes.js'
import type { AskedKind, ListOutcome } from './resource-outcomes.js'

function kindsWith(
  input: FactInput,
  ...outcomes: readonly ListOutcome[]
): Derived<readonly AskedKind[]> | undefined {
  const asked = input.fact(askedFor)
  if (asked === undefined) return undefined
  const found = asked.value.filter(({ outcome }) => outcomes.includes(outcome))
  return { value: found, from: found.map(({ from }) => from) }
}

/** A kind that was refused, and what right is missing for it. */
export interface DeniedKind {
  readonly kind: string
  /** `list and read on role`; empty where the message names none. */
  readonly needs: string
}

const denied = defineFact<readonly DeniedKind[]>({
  id: 'teleport.resources.denied',
  title: 'Kinds of objects that the user who made the dump may not list, each {kind, needs}',
  scope: 'packet',
  derive(input) {
    const found = kindsWith(input, 'denied')
    return (
      found && {
        value: found.value.map(({ kind, error }) => ({ kind, needs: needsOf(error) })),
        from: found.from,
      }
    )
  },
})

function needsOf(error: ErrorFile | undefined): string {
  const byKind = new Map<string, string[]>()
  for (const { verb, kind } of error?.denied ?? []) byKind.set(kind, [...(byKind.get(kind) ?? []), verb])
  return [...byKind].map(([kind, verbs]) => `${verbs.join(' and ')} on ${kind}`).join(', ')
}

const hidden = defineFact<readonly string[]>({
  id: 'teleport.resources.hidden',
  title:
    'Kinds whose list is empty and may be so only because the user may not see the objects: others were refused to him',
  scope: 'packet',
  derive(input) {
    const found = kindsWith(input, 'hidden')
    return found && { value: found.value.map(({ kind }) => kind), from: found.from }
  },
})

const unsupported = defineFact<readonly string[]>({
  id: 'teleport.resources.unsupported',
  title: 'Kinds that this version of tctl does not know',
  scope: 'packet',
  derive(input) {
    const found = kindsWith(input, 'unsupported')
    return found && { value: found.value.map(({ kind }) => kind), from: found.from }
  },
})

const damaged = defineFact<readonly string[]>({
  id: 'teleport.resources.damaged',
  title: 'Kinds whose list is cut or broken, so that objects may be missing from it',
  scope: 'packet',
  derive(input) {
    const found = kindsWith(input, 'damaged')
    return found && { value: found.value.map(({ kind }) => kind), from: found.from }
  },
})

/** Why tctl reached no Auth Service. */
export interface Unreachable {
  /** refused, timeout, name-unknown, certificate, credentials. */
  readonly reason: 'refused' | 'timeout' | 'name-unknown' | 'certificate' | 'credentials'
  readonly address: string
  readonly message: string
  /** Lists that failed for this. */
  readonly count: number
  /** Lists that were asked for. */
  readonly asked: number
  /** The address is one of the host that asked. */
  readonly local: boolean
}

const reasonNames = {
  connection: 'refused',
  timeout: 'timeout',
  'name-unknown': 'name-unknown',
  certificate: 'certificate',
  credentials: 'credentials',
} as const

const unreachable = defineFact<readonly Unreachable[]>({
  id: 'teleport.resources.unreachable',
  title:
    'Why tctl could not reach the Auth Service or was not let in, each {reason (refused, timeout, name-unknown, certificate, credentials), address, local, message, count, asked}',
  scope: 'packet',
  derive(input) {
    const outcomes = ['connection', 'timeout', 'name-unknown', 'certificate', 'credentials'] as const
    const found = kindsWith(input, ...outcomes)
    if (found === undefined) return undefined
    const asked = input.fact(askedFor)?.value.length ?? 0
    const value = outcomes.flatMap(outcome => {
      const same = found.value.filter(one => one.outcome === outcome)
      const [first] = same
      return first === undefined ? [] : [unreachableFrom(first, reasonNames[outcome], same.length, asked)]
    })
    return { value, from: found.from }
  },
})

function unreachableFrom(
  { message, error }: AskedKind,
  reason: Unreachable['reason'],
  count: number,
  asked: number,
): Unreachable {
  const address = error?.address ?? /dial tcp (\S{1,200}?): /.exec(message)?.[1] ?? ''
  const isLocal = /^(?:0\.0\.0\.0|127\.|localhost|\[?::)/.test(address)
  return { reason, address, message: causeOf(message), count, asked, local: isLocal }
}

/** tctl says the same three times; the first clause that names a cause is enough. */
function causeOf(message: string): string {
  const cause =
    /(dial tcp [^"]{1,200}?: (?:connect: )?[a-z/ ]{3,60}|(?:tls|x509|remote error): .{3,120}?)(?:[.;]|\s+Get |$)/.exec(
      message,
    )?.[1]
  return (cause ?? message).slice(0, 200).trim()
}

const otherFailures = defineFact<readonly { readonly kind: string; readonly message: string }[]>({
  id: 'teleport.resources.failed',
  title: 'Lists that failed for another reason, each {kind, message}',
  scope: 'packet',
  derive(input) {
    const found = kindsWith(input, 'other', 'usage')
    return found && { value: found.value.map(({ kind, message }) => ({ kind, message })), from: found.from }
  },
})

/** A message that the cluster shows to its users. */
export interface ClusterAlert {
  readonly severity: string
  readonly message: string
}

const alerts = defineFact<readonly ClusterAlert[]>({
  id: 'teleport.resources.alerts',
  title: 'Alerts that the cluster shows its users (`tctl alerts ls`), each {severity, message}',
  scope: 'packet',
  derive(input) {
    const listings = input.documents.of('teleport-listing') as readonly Document<Listing>[]
    const listing = listings.find(({ entry }) => /tctl_alerts/.test(entry))
    if (listing === undefined) return undefined
    const rows = listing.value.rows.flatMap(({ cells }, index) =>
      cells.severity === undefined || cells.message === undefined
        ? []
        : [{ alert: { severity: cells.severity, message: unquoted(cells.message) }, index }],
    )
    return {
      value: rows.map(({ alert }) => alert),
      from: rows.map(({ index }) => input.at(listing, ['rows', index])),
    }
  },
})

const unquoted = (text: string): string => text.replace(/^"(.*)"$/, '$1')

export const errorFileFacts = [denied, hidden, unsupported, damaged, unreachable, otherFailures, alerts]
