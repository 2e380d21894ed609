// Kubernetes objects of the dump by kind, each once: `kubectl get all` lists again what the single lists have.
import type { ErrorFile } from '../../documents/teleport/error-file.js'
import type { KubernetesList } from '../../documents/teleport/kube-list.js'
import type { KubeKind, KubeObject, KubeOf } from '../../documents/teleport/kube-shapes.js'
import type { Document, ValuePath } from '../../documents/types.js'
import type { Derived, FactInput, Source } from '../types.js'
import { defineFact } from '../types.js'

export interface PlacedObject<T> {
  readonly value: T
  /** `namespace/name`, or the name alone. */
  readonly name: string
  readonly at: (...path: ValuePath) => Source
}

interface KubeIndex {
  readonly byKind: ReadonlyMap<string, readonly PlacedObject<KubeObject>[]>
  /** Resources whose list failed; an empty list of one of them tells nothing. */
  readonly failed: ReadonlySet<string>
  /** Resources that were listed. */
  readonly listed: ReadonlySet<string>
}

const resourceInName = /(?:^|\/)kubectl_get_([a-z0-9.-]+)\.(?:yaml|json|error)$/

export const kubeIndex = defineFact<KubeIndex>({
  id: 'kubernetes.index',
  title: 'Kubernetes objects by kind',
  scope: 'packet',
  derive(input) {
    const documents = input.documents.of('kubernetes-list') as readonly Document<KubernetesList>[]
    const failed = failedResources(input)
    if (documents.length === 0 && failed.size === 0) return undefined
    const listed = new Set(documents.flatMap(({ entry }) => resourceInName.exec(entry)?.[1] ?? []))
    return { value: { byKind: collect(input, documents), failed, listed }, from: [] }
  },
})

function collect(input: FactInput, documents: readonly Document<KubernetesList>[]): KubeIndex['byKind'] {
  const byKind = new Map<string, PlacedObject<KubeObject>[]>()
  const seen = new Set<string>()
  for (const document of documents) {
    document.value.items.forEach((item, index) => {
      const { kind = '', metadata } = item
      const key = metadata?.uid ?? JSON.stringify([kind, metadata?.namespace, metadata?.name])
      if (seen.has(key)) return
      seen.add(key)
      const placed: PlacedObject<KubeObject> = {
        value: item,
        name: fullName(item),
        at: (...path) => input.at(document, ['items', index, ...path]),
      }
      const same = byKind.get(kind)
      if (same === undefined) byKind.set(kind, [placed])
      else same.push(placed)
    })
  }
  return byKind
}

function fullName({ metadata }: KubeObject): string {
  const { namespace, name = '(without a name)' } = metadata ?? {}
  return namespace === undefined ? name : `${namespace}/${name}`
}

function failedResources(input: FactInput): ReadonlySet<string> {
  const errors = input.documents.of('teleport-resource-error') as readonly Document<ErrorFile>[]
  return new Set(
    errors.flatMap(({ entry, value }) => {
      const resource = resourceInName.exec(entry)?.[1]
      return resource === undefined || value.reason === 'note' ? [] : [resource]
    }),
  )
}

/** Plural names under which a kind is listed, without the group. */
const resourceOf: Readonly<Partial<Record<KubeKind, string>>> = {
  Pod: 'pods',
  Event: 'events',
  Node: 'nodes',
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
  ReplicaSet: 'replicasets',
  Job: 'jobs',
  PersistentVolumeClaim: 'persistentvolumeclaims',
  ResourceQuota: 'resourcequotas',
  Service: 'services',
  Endpoints: 'endpoints',
  EndpointSlice: 'endpointslices',
  Ingress: 'ingresses',
  HorizontalPodAutoscaler: 'horizontalpodautoscalers',
  PodDisruptionBudget: 'poddisruptionbudgets',
  Secret: 'secrets',
  Certificate: 'certificates',
  Issuer: 'issuers',
  ClusterIssuer: 'clusterissuers',
  Order: 'orders',
  Challenge: 'challenges',
}

/** Objects of a kind; `undefined` where the dump does not say whether there are any. */
export function kubeList<K extends KubeKind>(
  input: FactInput,
  kind: K,
): readonly PlacedObject<KubeOf<K>>[] | undefined {
  const index = input.fact(kubeIndex)?.value
  const found = index?.byKind.get(kind)
  if (index === undefined || found !== undefined)
    return found as readonly PlacedObject<KubeOf<K>>[] | undefined
  const resource = resourceOf[kind]
  const names = [...index.listed].filter(name => name.split('.')[0] === resource)
  return names.length > 0 && names.every(name => !index.failed.has(name)) ? [] : undefined
}

/** A judgement on each object of a kind. */
export function judgeObjects<K extends KubeKind, T>(
  input: FactInput,
  kind: K,
  judge: (object: PlacedObject<KubeOf<K>>) => { readonly value: T; readonly path: ValuePath } | undefined,
): Derived<readonly T[]> | undefined {
  const list = kubeList(input, kind)
  if (list === undefined) return undefined
  const found = list.flatMap(object => {
    const told = judge(object)
    return told === undefined ? [] : [{ value: told.value, from: object.at(...told.path) }]
  })
  return { value: found.map(({ value }) => value), from: found.map(({ from }) => from) }
}

export const kubeOverview = defineFact<Readonly<Record<string, number>>>({
  id: 'kubernetes.counts',
  title: 'Number of Kubernetes objects by kind',
  scope: 'packet',
  derive(input) {
    const index = input.fact(kubeIndex)
    if (index === undefined) return undefined
    const counts = [...index.value.byKind].map(([kind, list]) => [kind, list.length] as const)
    return { value: Object.fromEntries(counts.sort(([a], [b]) => (a < b ? -1 : 1))), from: [] }
  },
})

export interface DeniedResource {
  readonly resource: string
  readonly message: string
}

export const kubeFailures = defineFact<readonly DeniedResource[]>({
  id: 'kubernetes.lists_failed',
  title:
    'Kubernetes lists that kubectl could not get, each {resource, message}; lists that no server offers are left out',
  scope: 'packet',
  derive(input) {
    if (input.fact(kubeIndex) === undefined) return undefined
    const errors = input.documents.of('teleport-resource-error') as readonly Document<ErrorFile>[]
    const found = errors.flatMap(document => {
      const resource = resourceInName.exec(document.entry)?.[1]
      const { reason, message } = document.value
      return resource === undefined || reason === 'note' || reason === 'unsupported'
        ? []
        : [{ value: { resource, message }, from: input.at(document, []) }]
    })
    return { value: found.map(({ value }) => value), from: found.map(({ from }) => from) }
  },
})
