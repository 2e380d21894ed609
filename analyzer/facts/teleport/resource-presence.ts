// Who says to be alive: every object that an Auth Service, a Proxy Service or an agent renews with its heartbeats.
import type { ResourceKind } from '../../documents/teleport/resource-shapes.js'
import type { FactInput, Source } from '../types.js'
import { defineFact } from '../types.js'
import { groupBy } from './resource-groups.js'
import { listOf } from './resource-index.js'
import type { Placed } from './resource-index.js'
import { timeOf } from './resource-times.js'

/** A heartbeat of one service of one host. */
export interface Presence {
  readonly kind: PresenceKind
  /** What people call the service: `SSH Service`. */
  readonly service: string
  /** UUID of the host; empty where the object does not tell. */
  readonly id: string
  readonly hostname: string
  /** Empty for agentless nodes. */
  readonly version: string
  readonly expiresMs: number | undefined
  readonly addr: string
  readonly usesTunnel: boolean
  readonly proxyIds: readonly string[]
  readonly rotation: HostRotation
  /** No Teleport process: an OpenSSH server that the cluster knows. */
  readonly agentless: boolean
  readonly at: Placed<unknown>['at']
}

export interface HostRotation {
  readonly state: string
  readonly phase: string
  readonly currentId: string
}

/** Kinds of presence objects, and what runs where one is. */
const services = {
  auth_server: 'Auth Service',
  proxy: 'Proxy Service',
  node: 'SSH Service',
  kube_server: 'Kubernetes Service',
  kube_service: 'Kubernetes Service',
  db_server: 'Database Service',
  app_server: 'Application Service',
  windows_desktop_service: 'Windows Desktop Service',
} as const satisfies Partial<Record<ResourceKind, string>>

export type PresenceKind = keyof typeof services

export const presenceKinds = Object.keys(services) as readonly PresenceKind[]

/** All heartbeats that the dump lists; kinds whose list is not known are left out. */
export const presences = defineFact<readonly Presence[]>({
  id: 'teleport.agents.presences',
  title: 'Heartbeats of all services',
  scope: 'packet',
  derive(input) {
    const lists = presenceKinds.map(kind => [kind, listOf(input, kind)] as const)
    if (lists.every(([, list]) => list === undefined)) return undefined
    const found = lists.flatMap(([kind, list]) => (list ?? []).map(placed => presenceOf(kind, placed)))
    return { value: found, from: [] }
  },
})

type AnyServer = NonNullable<ReturnType<typeof listOf<PresenceKind>>>[number]

function presenceOf(kind: PresenceKind, placed: AnyServer): Presence {
  const { metadata, sub_kind: subKind } = placed.value
  const spec: Readonly<Record<string, unknown>> = placed.value.spec ?? {}
  const { rotation } = placed.value.spec ?? {}
  return {
    kind,
    service: services[kind],
    id: text(spec.host_id) || (isProxied(kind) ? '' : (metadata?.name ?? '')),
    hostname: text(spec.hostname),
    version: text(spec.version),
    expiresMs: timeOf(metadata?.expires),
    addr: text(spec.addr),
    usesTunnel: spec.use_tunnel === true,
    proxyIds: Array.isArray(spec.proxy_ids) ? spec.proxy_ids.map(String) : [],
    rotation: {
      state: rotation?.state ?? '',
      phase: rotation?.phase ?? '',
      currentId: rotation?.current_id ?? '',
    },
    agentless: subKind?.startsWith('openssh') === true,
    at: placed.at,
  }
}

/** Named after what is proxied, not after the host. */
const isProxied = (kind: PresenceKind): boolean =>
  kind === 'db_server' || kind === 'app_server' || kind === 'kube_server'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A host as the cluster lists it: all of its services. */
export interface ListedHost {
  readonly id: string
  readonly name: string
  readonly services: readonly string[]
  readonly presences: readonly Presence[]
  readonly from: readonly Source[]
}

export const listedHosts = defineFact<ReadonlyMap<string, ListedHost>>({
  id: 'teleport.agents.hosts',
  title: 'Hosts that the cluster lists, by UUID',
  scope: 'packet',
  derive(input) {
    const all = input.fact(presences)
    if (all === undefined) return undefined
    const byId = groupBy(
      all.value.filter(({ id, agentless }) => id !== '' && !agentless),
      ({ id }) => id,
    )
    return { value: new Map([...byId].map(([id, found]) => [id, hostOf(id, found)])), from: [] }
  },
})

function hostOf(id: string, found: readonly Presence[]): ListedHost {
  return {
    id,
    name: found.find(({ hostname }) => hostname !== '')?.hostname ?? id,
    services: [...new Set(found.map(({ service }) => service))],
    presences: found,
    from: found.slice(0, 2).map(({ at }) => at('metadata', 'expires')),
  }
}

/** When the dump was made; heartbeats are judged by it. */
export const takenAt = (input: FactInput): number | undefined => input.generatedAtMs
