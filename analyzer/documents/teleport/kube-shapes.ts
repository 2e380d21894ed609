// What Kubernetes objects look like, by kind: the fields of the public API that rules and facts read. All others are kept.
import type { FromShape, Shape } from '../shape.js'

const texts = { '*': 'string' } as const

const metadata = {
  name: 'string',
  namespace: 'string',
  uid: 'string',
  creationTimestamp: 'string',
  deletionTimestamp: 'string',
  deletionGracePeriodSeconds: 'number',
  finalizers: ['string'],
  labels: texts,
  annotations: texts,
} as const

const envelope = { apiVersion: 'string', kind: 'string', metadata } as const

const condition = {
  type: 'string',
  status: 'string',
  reason: 'string',
  message: 'string',
  lastTransitionTime: 'string',
} as const

const terminated = {
  exitCode: 'number',
  reason: 'string',
  message: 'string',
  signal: 'number',
  startedAt: 'string',
  finishedAt: 'string',
} as const

const containerState = {
  waiting: { reason: 'string', message: 'string' },
  running: { startedAt: 'string' },
  terminated,
} as const

const containerStatus = {
  name: 'string',
  image: 'string',
  ready: 'boolean',
  restartCount: 'number',
  state: containerState,
  lastState: containerState,
} as const

const container = {
  name: 'string',
  image: 'string',
  resources: { limits: { '*': 'unknown' }, requests: { '*': 'unknown' } },
  livenessProbe: 'unknown',
  readinessProbe: 'unknown',
  ports: [{ name: 'string', containerPort: 'number', protocol: 'string' }],
} as const

const podSpec = {
  nodeName: 'string',
  serviceAccountName: 'string',
  containers: [container],
  initContainers: [container],
  volumes: [{ name: 'string', persistentVolumeClaim: { claimName: 'string' } }],
} as const

const podTemplate = { metadata: { labels: texts }, spec: podSpec } as const

/** Deployment, StatefulSet, ReplicaSet, DaemonSet. */
const workload = {
  ...envelope,
  spec: {
    replicas: 'number',
    selector: { matchLabels: texts },
    template: podTemplate,
    volumeClaimTemplates: ['unknown'],
  },
  status: {
    replicas: 'number',
    readyReplicas: 'number',
    availableReplicas: 'number',
    unavailableReplicas: 'number',
    updatedReplicas: 'number',
    desiredNumberScheduled: 'number',
    numberReady: 'number',
    conditions: [condition],
  },
} as const

/** Objects that say how they are in conditions: cert-manager's certificates and issuers. */
const conditioned = {
  ...envelope,
  spec: { dnsNames: ['string'], secretName: 'string' },
  status: {
    conditions: [condition],
    notAfter: 'string',
    renewalTime: 'string',
    state: 'string',
    reason: 'string',
    presented: 'boolean',
  },
} as const

export const kubeShapes = {
  Pod: {
    ...envelope,
    spec: podSpec,
    status: {
      phase: 'string',
      reason: 'string',
      message: 'string',
      startTime: 'string',
      conditions: [condition],
      containerStatuses: [containerStatus],
      initContainerStatuses: [containerStatus],
    },
  },
  Event: {
    ...envelope,
    type: 'string',
    reason: 'string',
    message: 'string',
    count: 'number',
    firstTimestamp: 'string',
    lastTimestamp: 'string',
    involvedObject: { kind: 'string', name: 'string', namespace: 'string' },
    /** The names of events.k8s.io/v1 for the same things. */
    note: 'string',
    eventTime: 'string',
    series: { count: 'number', lastObservedTime: 'string' },
    deprecatedCount: 'number',
    deprecatedFirstTimestamp: 'string',
    deprecatedLastTimestamp: 'string',
    regarding: { kind: 'string', name: 'string', namespace: 'string' },
  },
  Node: {
    ...envelope,
    spec: { unschedulable: 'boolean' },
    status: {
      conditions: [condition],
      allocatable: { '*': 'unknown' },
      nodeInfo: { kubeletVersion: 'string' },
    },
  },
  Deployment: workload,
  StatefulSet: workload,
  DaemonSet: workload,
  ReplicaSet: workload,
  Job: {
    ...envelope,
    status: { failed: 'number', succeeded: 'number', active: 'number', conditions: [condition] },
  },
  PersistentVolumeClaim: {
    ...envelope,
    spec: { accessModes: ['string'], storageClassName: 'string', volumeName: 'string' },
    status: { phase: 'string', capacity: { '*': 'unknown' }, conditions: [condition] },
  },
  StorageClass: { ...envelope, volumeBindingMode: 'string' },
  ResourceQuota: {
    ...envelope,
    spec: { hard: { '*': 'unknown' } },
    status: { hard: { '*': 'unknown' }, used: { '*': 'unknown' } },
  },
  Service: {
    ...envelope,
    spec: {
      type: 'string',
      selector: texts,
      ports: [{ name: 'string', port: 'number', targetPort: 'unknown' }],
    },
    status: { loadBalancer: { ingress: ['unknown'] } },
  },
  Endpoints: { ...envelope, subsets: [{ addresses: ['unknown'], notReadyAddresses: ['unknown'] }] },
  EndpointSlice: {
    ...envelope,
    endpoints: [{ addresses: ['string'], conditions: { ready: 'boolean' } }],
  },
  Ingress: {
    ...envelope,
    spec: { ingressClassName: 'string', rules: [{ host: 'string', http: 'unknown' }] },
  },
  HorizontalPodAutoscaler: {
    ...envelope,
    spec: { minReplicas: 'number', maxReplicas: 'number' },
    status: { currentReplicas: 'number', desiredReplicas: 'number', conditions: [condition] },
  },
  PodDisruptionBudget: {
    ...envelope,
    status: { disruptionsAllowed: 'number', currentHealthy: 'number', desiredHealthy: 'number' },
  },
  Secret: { ...envelope, type: 'string', data: { '*': 'unknown' }, stringData: { '*': 'unknown' } },
  ConfigMap: { ...envelope, data: { '*': 'unknown' } },
  Certificate: conditioned,
  CertificateRequest: conditioned,
  Issuer: conditioned,
  ClusterIssuer: conditioned,
  Order: conditioned,
  Challenge: conditioned,
} as const satisfies Readonly<Record<string, Shape>>

/** A kind whose fields are known. */
export type KubeKind = keyof typeof kubeShapes

/** An object of a known kind. */
export type KubeOf<Kind extends KubeKind> = FromShape<(typeof kubeShapes)[Kind]>

/** An object of any kind. */
export type KubeObject = FromShape<typeof envelope>

/** The shape of a kind; of an unknown one its envelope only. */
export function kubeShapeOf(kind: unknown): Shape {
  return typeof kind === 'string' && Object.hasOwn(kubeShapes, kind) ? kubeShapes[kind as KubeKind] : envelope
}
