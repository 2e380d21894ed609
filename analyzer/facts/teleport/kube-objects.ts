// Facts of what pods depend on: nodes, volumes, quotas, workloads, services.
import type { KubeOf } from '../../documents/teleport/kube-shapes.js'
import type { Derived, FactInput } from '../types.js'
import { defineFact } from '../types.js'
import { conditionAt, judgeKinds, wordsOf } from './kube-conditions.js'
import type { ObjectFact } from './kube-conditions.js'
import { judgeObjects, kubeList } from './kube-index.js'
import type { PlacedObject } from './kube-index.js'
import { quantityOf } from './kube-quantity.js'

const nodesUnderPressure = defineFact<readonly ObjectFact[]>({
  id: 'kubernetes.nodes.under_pressure',
  title: 'Kubernetes nodes short of memory, disk or process ids, each {name, says}',
  scope: 'packet',
  derive: input =>
    judgeObjects(input, 'Node', ({ name, value }) => {
      const conditions = value.status?.conditions ?? []
      const index = conditions.findIndex(
        ({ type, status }) => type?.endsWith('Pressure') === true && status === 'True',
      )
      return index < 0
        ? undefined
        : { value: { name, says: conditions[index]?.type ?? '' }, path: ['status', 'conditions', index] }
    }),
})

const nodesNotReady = defineFact<readonly ObjectFact[]>({
  id: 'kubernetes.nodes.not_ready',
  title: 'Kubernetes nodes that are not ready, each {name, says}',
  scope: 'packet',
  derive: input =>
    judgeObjects(input, 'Node', ({ name, value }) => {
      const conditions = value.status?.conditions ?? []
      const index = conditions.findIndex(({ type, status }) => type === 'Ready' && status !== 'True')
      const condition = conditions[index]
      return condition === undefined
        ? undefined
        : { value: { name, says: wordsOf(condition) }, path: ['status', 'conditions', index] }
    }),
})

/** A claim of a class that binds late waits for its pod, and that is normal. */
const unboundVolumes = defineFact<readonly ObjectFact[]>({
  id: 'kubernetes.volumes.unbound',
  title:
    'Volume claims that wait for a volume although a pod uses them or their class binds at once, each {name, says}',
  scope: 'packet',
  derive(input) {
    const used = usedClaims(input)
    const lateClasses = new Set(
      (kubeList(input, 'StorageClass') ?? [])
        .filter(({ value }) => value.volumeBindingMode === 'WaitForFirstConsumer')
        .map(({ name }) => name),
    )
    return judgeObjects(input, 'PersistentVolumeClaim', ({ name, value }) => {
      const { phase } = value.status ?? {}
      const storageClass = value.spec?.storageClassName
      const waits = storageClass !== undefined && lateClasses.has(storageClass) && !used.has(name)
      if (phase === undefined || phase === 'Bound' || waits) return undefined
      const says = `${phase}${storageClass === undefined ? ', without a storage class' : `, storage class ${storageClass}`}`
      return { value: { name, says }, path: ['status', 'phase'] }
    })
  },
})

/** Claims that pods name, as `namespace/name`. */
function usedClaims(input: FactInput): ReadonlySet<string> {
  return new Set(
    (kubeList(input, 'Pod') ?? []).flatMap(({ value }) =>
      (value.spec?.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) =>
        claim?.claimName === undefined ? [] : [`${value.metadata?.namespace ?? ''}/${claim.claimName}`],
      ),
    ),
  )
}

export interface QuotaFact {
  readonly name: string
  readonly resource: string
  readonly used: string
  readonly hard: string
  readonly percent: number
}

function quotasWhere(
  input: FactInput,
  choose: (percent: number) => boolean,
): Derived<readonly QuotaFact[]> | undefined {
  return judgeObjects(input, 'ResourceQuota', ({ name, value }) => {
    const { hard = {}, used = {} } = value.status ?? {}
    for (const resource of Object.keys(hard).slice(0, 200)) {
      const [most, now] = [quantityOf(hard[resource]), quantityOf(used[resource])]
      if (most === undefined || now === undefined || most <= 0) continue
      const percent = Math.floor((now * 100) / most)
      if (!choose(percent)) continue
      const fact = { name, resource, used: String(used[resource]), hard: String(hard[resource]), percent }
      return { value: fact, path: ['status', 'used', resource] }
    }
    return undefined
  })
}

const quotasReached = defineFact<readonly QuotaFact[]>({
  id: 'kubernetes.quotas.reached',
  title: 'Resource quotas that are used up, each {name, resource, used, hard, percent}',
  scope: 'packet',
  derive: input => quotasWhere(input, percent => percent >= 100),
})

const quotasNear = defineFact<readonly QuotaFact[]>({
  id: 'kubernetes.quotas.near',
  title: 'Resource quotas of which 90 to 99 % are used, each {name, resource, used, hard, percent}',
  scope: 'packet',
  derive: input => quotasWhere(input, percent => percent >= 90 && percent < 100),
})

const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet'] as const

const workloadsShort = defineFact<readonly ObjectFact[]>({
  id: 'kubernetes.workloads.short',
  title:
    'Deployments, StatefulSets and DaemonSets with fewer ready pods than they should have, each {name, says}',
  scope: 'packet',
  derive: input =>
    judgeKinds(input, workloadKinds, ({ name, value }) => {
      const { kind = '', spec, status } = value
      const wanted = kind === 'DaemonSet' ? status?.desiredNumberScheduled : (spec?.replicas ?? 1)
      const ready = kind === 'DaemonSet' ? (status?.numberReady ?? 0) : (status?.readyReplicas ?? 0)
      if (status === undefined || wanted === undefined || ready >= wanted) return undefined
      return {
        value: { name: `${kind} ${name}`, says: `${ready} of ${wanted} pods ready` },
        path: ['status'],
      }
    }),
})

const rolloutsStuck = defineFact<readonly ObjectFact[]>({
  id: 'kubernetes.workloads.rollouts_stuck',
  title: 'Deployments whose new version does not become available in time, each {name, says}',
  scope: 'packet',
  derive: input =>
    judgeObjects(input, 'Deployment', ({ name, value }) => {
      const { conditions } = value.status ?? {}
      const index = conditionAt(conditions, 'Progressing', 'False')
      const condition = conditions?.[index]
      return condition === undefined
        ? undefined
        : { value: { name, says: wordsOf(condition) }, path: ['status', 'conditions', index] }
    }),
})

const jobsFailed = defineFact<readonly ObjectFact[]>({
  id: 'kubernetes.workloads.jobs_failed',
  title: 'Jobs that failed for good, each {name, says}',
  scope: 'packet',
  derive: input =>
    judgeObjects(input, 'Job', ({ name, value }) => {
      const { conditions } = value.status ?? {}
      const index = conditionAt(conditions, 'Failed', 'True')
      const condition = conditions?.[index]
      return condition === undefined
        ? undefined
        : { value: { name, says: wordsOf(condition) }, path: ['status', 'conditions', index] }
    }),
})

/** The state of an embedded store lives on one volume, which one pod at a time may write. */
const severalOnOneVolume = defineFact<readonly ObjectFact[]>({
  id: 'kubernetes.workloads.shared_single_volume',
  title: 'Deployments with several pods on a volume that one node at a time may mount, each {name, says}',
  scope: 'packet',
  derive(input) {
    const single = new Set(
      (kubeList(input, 'PersistentVolumeClaim') ?? [])
        .filter(({ value }) =>
          (value.spec?.accessModes ?? []).every(mode => mode.startsWith('ReadWriteOnce')),
        )
        .map(({ name }) => name),
    )
    return judgeObjects(input, 'Deployment', ({ name, value }) => {
      const volumes = value.spec?.template?.spec?.volumes ?? []
      const claim = volumes
        .map(volume => volume.persistentVolumeClaim?.claimName)
        .find(
          claimName =>
            claimName !== undefined && single.has(`${value.metadata?.namespace ?? ''}/${claimName}`),
        )
      return claim === undefined || (value.spec?.replicas ?? 1) < 2
        ? undefined
        : {
            value: { name, says: `${value.spec?.replicas ?? 0} replicas, volume claim ${claim}` },
            path: ['spec', 'replicas'],
          }
    })
  },
})

const servicesWithoutPods = defineFact<readonly ObjectFact[]>({
  id: 'kubernetes.services.without_pods',
  title: 'Services with a selector and no pod that is ready behind them, each {name, says}',
  scope: 'packet',
  derive(input) {
    const ready = readyServices(input)
    if (ready === undefined) return undefined
    return judgeObjects(input, 'Service', ({ name, value }) => {
      const selector = value.spec?.selector ?? {}
      if (Object.keys(selector).length === 0 || ready.has(name)) return undefined
      const says = Object.entries(selector)
        .slice(0, 3)
        .map(([key, label]) => `${key}=${label}`)
        .join(', ')
      return { value: { name, says }, path: ['spec', 'selector'] }
    })
  },
})

/** Services with at least one ready address, by either kind of object that tells; `undefined` where neither is listed. */
function readyServices(input: FactInput): ReadonlySet<string> | undefined {
  const [endpoints, slices] = [kubeList(input, 'Endpoints'), kubeList(input, 'EndpointSlice')]
  if (endpoints === undefined && slices === undefined) return undefined
  const byEndpoints = (endpoints ?? []).filter(({ value }) =>
    (value.subsets ?? []).some(({ addresses }) => (addresses ?? []).length > 0),
  )
  const bySlices = (slices ?? []).filter(({ value }) =>
    (value.endpoints ?? []).some(({ conditions }) => conditions?.ready !== false),
  )
  return new Set([...byEndpoints.map(({ name }) => name), ...bySlices.map(serviceOfSlice)])
}

function serviceOfSlice({ name, value }: PlacedObject<KubeOf<'EndpointSlice'>>): string {
  const service = value.metadata?.labels?.['kubernetes.io/service-name']
  return service === undefined ? name : `${value.metadata?.namespace ?? ''}/${service}`
}

const balancersPending = defineFact<readonly ObjectFact[]>({
  id: 'kubernetes.services.balancers_pending',
  title: 'Services of type LoadBalancer without an address, each {name, says}',
  scope: 'packet',
  derive: input =>
    judgeObjects(input, 'Service', ({ name, value }) => {
      const isPending =
        value.spec?.type === 'LoadBalancer' && (value.status?.loadBalancer?.ingress ?? []).length === 0
      return isPending ? { value: { name, says: 'no address' }, path: ['spec', 'type'] } : undefined
    }),
})

const plainIngresses = defineFact<readonly ObjectFact[]>({
  id: 'kubernetes.services.plain_ingresses',
  title: 'Ingresses of nginx to a Teleport proxy that speak plain HTTP to it, each {name, says}',
  scope: 'packet',
  derive: input =>
    judgeObjects(input, 'Ingress', ({ name, value }) => {
      const annotations = value.metadata?.annotations ?? {}
      const isNginx =
        value.spec?.ingressClassName === 'nginx' || annotations['kubernetes.io/ingress.class'] === 'nginx'
      const isTeleport = /teleport/i.test(JSON.stringify(value.spec?.rules ?? []).slice(0, 20_000))
      const protocol = annotations['nginx.ingress.kubernetes.io/backend-protocol'] ?? 'HTTP'
      return isNginx && isTeleport && protocol.toUpperCase() !== 'HTTPS'
        ? { value: { name, says: `backend-protocol ${protocol}` }, path: ['metadata', 'annotations'] }
        : undefined
    }),
})

const idleScalers = defineFact<readonly ObjectFact[]>({
  id: 'kubernetes.workloads.scalers_inactive',
  title: 'Autoscalers that cannot work, each {name, says}',
  scope: 'packet',
  derive: input =>
    judgeObjects(input, 'HorizontalPodAutoscaler', ({ name, value }) => {
      const { conditions } = value.status ?? {}
      const index = conditionAt(conditions, 'ScalingActive', 'False')
      const condition = conditions?.[index]
      return condition === undefined
        ? undefined
        : { value: { name, says: wordsOf(condition) }, path: ['status', 'conditions', index] }
    }),
})

const scalersAtMost = defineFact<readonly ObjectFact[]>({
  id: 'kubernetes.workloads.scalers_at_most',
  title: 'Autoscalers that have started all pods they may, each {name, says}',
  scope: 'packet',
  derive: input =>
    judgeObjects(input, 'HorizontalPodAutoscaler', ({ name, value }) => {
      const { minReplicas: least = 1, maxReplicas: most } = value.spec ?? {}
      const now = value.status?.currentReplicas
      return most === undefined || now === undefined || now < most || most <= least
        ? undefined
        : { value: { name, says: `${now} of at most ${most} pods` }, path: ['status', 'currentReplicas'] }
    }),
})

const openSecrets = defineFact<readonly ObjectFact[]>({
  id: 'kubernetes.secrets.readable',
  title: 'Kubernetes Secrets whose values are in the dump, each {name, says (keys)}',
  scope: 'packet',
  derive: input =>
    judgeObjects(input, 'Secret', ({ name, value }) => {
      const held = Object.entries({ ...value.data, ...value.stringData }).filter(([, text]) =>
        isReadable(text),
      )
      return held.length === 0
        ? undefined
        : {
            value: {
              name,
              says: held
                .slice(0, 3)
                .map(([key]) => key)
                .join(', '),
            },
            path: ['data'],
          }
    }),
})

/** Base64 of something; what a collector puts in its place is shorter, masked, or says that it is redacted. */
const isReadable = (value: unknown): boolean =>
  typeof value === 'string' &&
  value.length >= 8 &&
  /^[A-Za-z0-9+/]+={0,2}$/.test(value) &&
  !/redacted|^secret/i.test(value)

export const kubeObjectFacts = [
  nodesUnderPressure,
  nodesNotReady,
  unboundVolumes,
  quotasReached,
  quotasNear,
  workloadsShort,
  rolloutsStuck,
  jobsFailed,
  severalOnOneVolume,
  servicesWithoutPods,
  balancersPending,
  plainIngresses,
  idleScalers,
  scalersAtMost,
  openSecrets,
]
