// The cluster's objects by kind, each with its place: what every other fact of roles, users, agents and tokens starts from.
import { isKnownKind } from '../../documents/teleport/resource-shapes.js'
import type { Resource, ResourceKind, ResourceOf } from '../../documents/teleport/resource-shapes.js'
import type { ResourceList } from '../../documents/teleport/resource-list.js'
import type { Document, ValuePath } from '../../documents/types.js'
import type { Derived, FactInput, Source } from '../types.js'
import { defineFact } from '../types.js'
import { askedKinds, isComplete } from './resource-outcomes.js'

/** An object and where it stands. */
export interface Placed<T> {
  readonly value: T
  /** Name in its metadata; empty where it has none. */
  readonly name: string
  readonly at: (...path: ValuePath) => Source
}

type ByKind = ReadonlyMap<string, readonly Placed<Resource>[]>

/** Every object once. What one command lists again (`tctl get connectors`, `tctl nodes ls`) adds only what was not there. */
export const resourceIndex = defineFact<ByKind>({
  id: 'teleport.resources.all',
  title: 'All objects of the cluster, by kind',
  scope: 'packet',
  derive(input) {
    const documents = inOrder(input.documents.of('teleport-resource') as readonly Document<ResourceList>[])
    const byKind = new Map<string, Placed<Resource>[]>()
    const seen = new Set<string>()
    for (const document of documents) {
      document.value.items.forEach((item, index) => {
        const key = identity(item)
        if (seen.has(key)) return
        seen.add(key)
        const kind = item.kind ?? ''
        const same = byKind.get(kind)
        const placed = placedAt(input, document, item, index)
        if (same === undefined) byKind.set(kind, [placed])
        else same.push(placed)
      })
    }
    return documents.length === 0 ? undefined : { value: byKind, from: [] }
  },
})

/** A list of one kind comes before lists of several, and those before other commands. */
function inOrder(documents: readonly Document<ResourceList>[]): readonly Document<ResourceList>[] {
  const rank = ({ entry }: Document) =>
    /tctl_get_connectors\./.test(entry) ? 1 : /tctl_get_/.test(entry) ? 0 : 2
  return [...documents].sort((a, b) => rank(a) - rank(b))
}

function identity({ kind, sub_kind, metadata, spec }: Resource): string {
  return JSON.stringify([kind, sub_kind, metadata?.name, spec?.host_id])
}

function placedAt(input: FactInput, document: Document, value: Resource, index: number): Placed<Resource> {
  return {
    value,
    name: value.metadata?.name ?? '',
    at: (...path) => input.at(document, ['items', index, ...path]),
  }
}

/** What is listed of a kind; `undefined` when the dump does not say whether there is any. */
export function listOf<K extends ResourceKind>(
  input: FactInput,
  kind: K,
): readonly Placed<ResourceOf<K>>[] | undefined {
  const found = input.fact(resourceIndex)?.value.get(kind)
  if (found !== undefined) return found as readonly Placed<ResourceOf<K>>[]
  return isComplete(input, kind) ? [] : undefined
}

/** The same, only where nothing of it can be missing: something that is not in it does not exist. */
export function wholeListOf<K extends ResourceKind>(
  input: FactInput,
  kind: K,
): readonly Placed<ResourceOf<K>>[] | undefined {
  return isComplete(input, kind) ? listOf(input, kind) : undefined
}

/** The one object of a kind that every cluster has once. */
export function singletonOf<K extends ResourceKind>(
  input: FactInput,
  kind: K,
): Placed<ResourceOf<K>> | undefined {
  return listOf(input, kind)?.[0]
}

/** Names of all objects of a kind, where the list is whole. */
export function namesOf(input: FactInput, kind: ResourceKind): ReadonlySet<string> | undefined {
  const list = wholeListOf(input, kind)
  return list && new Set(list.map(({ name }) => name))
}

/** A judgement on each object of a kind: those it says something of, with the places it names. */
export interface Judged<T> {
  readonly value: T
  readonly from: readonly Source[]
}

/** What `judge` says of the objects of a list; `undefined` where the list is not known. */
export function judgeEach<P, T>(
  list: readonly P[] | undefined,
  judge: (placed: P) => Judged<T> | undefined,
): Derived<readonly T[]> | undefined {
  if (list === undefined) return undefined
  const found = list.flatMap(placed => judge(placed) ?? [])
  return { value: found.map(({ value }) => value), from: found.flatMap(({ from }) => from) }
}

/** How many objects of each kind the dump has. */
export const resourceCounts = defineFact<Readonly<Record<string, number>>>({
  id: 'teleport.resources.counts',
  title: 'Number of objects by kind, such as role; kinds that were asked for and have none count 0',
  scope: 'packet',
  derive(input) {
    const all = input.fact(resourceIndex)
    if (all === undefined) return undefined
    const asked = askedKinds(input).filter(kind => kind !== 'connectors' && isComplete(input, kind))
    const counts = new Map(asked.map(kind => [kind, 0]))
    for (const [kind, list] of all.value) counts.set(kind, list.length)
    return { value: Object.fromEntries([...counts].sort()), from: [] }
  },
})

export const otherKinds = defineFact<readonly string[]>({
  id: 'teleport.resources.other_kinds',
  title: 'Kinds of objects in the dump that no fact reads; they are kept and counted',
  scope: 'packet',
  derive(input) {
    const all = input.fact(resourceIndex)
    if (all === undefined) return undefined
    const kinds = [...all.value].filter(([kind]) => !isKnownKind(kind) && !plainKinds.has(kind))
    return {
      value: kinds.map(([kind]) => (kind === '' ? '(without a kind)' : kind)).sort(),
      from: kinds.flatMap(([, [first]]) => (first === undefined ? [] : [first.at('kind')])),
    }
  },
})

/** Kinds that are known and have nothing to judge. */
const plainKinds: ReadonlySet<string> = new Set([
  'namespace',
  'installer',
  'access_request',
  'ui_config',
  'cluster_maintenance_config',
  'device',
  'login_rule',
  'saml_idp_service_provider',
  'integration',
  'discovery_config',
  'server_info',
  'user_group',
  'plugin',
  'db_service',
  'session_tracker',
  'static_tokens',
  'cluster_name',
])
