// Facts of pods and their containers: which do not run, which keep ending and of what, which are watched by nobody.
import type { ValuePath } from '../../documents/types.js'
import type { KubeOf } from '../../documents/teleport/kube-shapes.js'
import type { Derived, FactInput } from '../types.js'
import { defineFact } from '../types.js'
import { judgeObjects, kubeList } from './kube-index.js'
import type { PlacedObject } from './kube-index.js'
import { takenAt } from './resource-presence.js'
import { spanWords, timeOf, whenWords } from './resource-times.js'

type Pod = PlacedObject<KubeOf<'Pod'>>

type Statuses = NonNullable<NonNullable<KubeOf<'Pod'>['status']>['containerStatuses']>

type ContainerStatus = Statuses[number]

export interface ContainerFact {
  /** `namespace/pod`. */
  readonly pod: string
  readonly container: string
  readonly restarts: number
  readonly reason: string
  /** Exit code, message of the container, memory limit: what is known, as a clause; may be empty. */
  readonly says: string
  /** When the last run ended; empty where that is not known. */
  readonly ended: string
}

/** Every container with its status, those that prepare a pod as well. */
function containersOf(pod: Pod): readonly { readonly status: ContainerStatus; readonly path: ValuePath }[] {
  const { initContainerStatuses: init = [], containerStatuses: own = [] } = pod.value.status ?? {}
  return [
    ...init.map((status, index) => ({ status, path: ['status', 'initContainerStatuses', index] })),
    ...own.map((status, index) => ({ status, path: ['status', 'containerStatuses', index] })),
  ]
}

/** A judgement on each container of each pod. */
function judgeContainers<T>(
  input: FactInput,
  judge: (status: ContainerStatus, pod: Pod) => { readonly value: T; readonly path: ValuePath } | undefined,
): Derived<readonly T[]> | undefined {
  const pods = kubeList(input, 'Pod')
  if (pods === undefined) return undefined
  const found = pods.flatMap(pod =>
    containersOf(pod).flatMap(({ status, path }) => {
      const told = judge(status, pod)
      return told === undefined ? [] : [{ value: told.value, from: pod.at(...path, ...told.path) }]
    }),
  )
  return { value: found.map(({ value }) => value), from: found.map(({ from }) => from) }
}

function containerFact(status: ContainerStatus, pod: Pod, reason: string, says: string): ContainerFact {
  const endedMs = timeOf(endOf(status)?.finishedAt)
  return {
    pod: pod.name,
    container: status.name ?? '(without a name)',
    restarts: status.restartCount ?? 0,
    reason,
    says,
    ended: endedMs === undefined ? '' : whenWords(endedMs),
  }
}

/** How the container ended: now, or before it was started again. */
const endOf = ({ state, lastState }: ContainerStatus) => state?.terminated ?? lastState?.terminated

function endWords(status: ContainerStatus): string {
  const end = endOf(status)
  if (end === undefined) return ''
  const code = end.exitCode === undefined ? '' : `exit code ${end.exitCode}`
  const message = end.message?.trim().split('\n').at(-1)?.slice(0, 160) ?? ''
  const reason = end.reason === undefined || end.reason === 'Error' ? '' : end.reason
  return [reason, code, message].filter(part => part !== '').join(', ')
}

const crashLooping = defineFact<readonly ContainerFact[]>({
  id: 'kubernetes.pods.crash_looping',
  title:
    'Containers that end again and again and wait for their next start, each {pod, container, restarts, reason, says, ended}',
  scope: 'packet',
  derive: input =>
    judgeContainers(input, (status, pod) =>
      status.state?.waiting?.reason === 'CrashLoopBackOff'
        ? {
            value: containerFact(status, pod, 'CrashLoopBackOff', endWords(status)),
            path: ['state', 'waiting', 'reason'],
          }
        : undefined,
    ),
})

const outOfMemory = defineFact<readonly ContainerFact[]>({
  id: 'kubernetes.pods.out_of_memory',
  title:
    'Containers that were killed for using more memory than they may, each {pod, container, restarts, says (the limit), ended}',
  scope: 'packet',
  derive: input =>
    judgeContainers(input, (status, pod) => {
      const isNow = status.state?.terminated?.reason === 'OOMKilled'
      if (!isNow && status.lastState?.terminated?.reason !== 'OOMKilled') return undefined
      const limit = memoryLimitOf(pod, status.name)
      const says =
        limit === undefined ? 'no memory limit of its own: the node was full' : `its limit is ${limit}`
      return {
        value: containerFact(status, pod, 'OOMKilled', says),
        path: [isNow ? 'state' : 'lastState', 'terminated', 'reason'],
      }
    }),
})

function memoryLimitOf(pod: Pod, container: string | undefined): string | undefined {
  const all = [...(pod.value.spec?.containers ?? []), ...(pod.value.spec?.initContainers ?? [])]
  const limit = all.find(({ name }) => name === container)?.resources?.limits?.memory
  return typeof limit === 'string' || typeof limit === 'number' ? String(limit) : undefined
}

/** Why a container waits, by the reasons that the kubelet gives. */
const waitingReasons = {
  image: new Set([
    'ImagePullBackOff',
    'ErrImagePull',
    'InvalidImageName',
    'ErrImageNeverPull',
    'ImageInspectError',
  ]),
  setup: new Set(['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError']),
} as const

function waitingFor(
  input: FactInput,
  reasons: ReadonlySet<string>,
): Derived<readonly ContainerFact[]> | undefined {
  return judgeContainers(input, (status, pod) => {
    const { reason, message } = status.state?.waiting ?? {}
    if (reason === undefined || !reasons.has(reason)) return undefined
    const says = [status.image ?? '', message ?? '']
      .filter(part => part !== '')
      .join(': ')
      .slice(0, 300)
    return { value: containerFact(status, pod, reason, says), path: ['state', 'waiting', 'reason'] }
  })
}

const imageMissing = defineFact<readonly ContainerFact[]>({
  id: 'kubernetes.pods.image_missing',
  title: 'Containers whose image cannot be pulled, each {pod, container, reason, says (image and error)}',
  scope: 'packet',
  derive: input => waitingFor(input, waitingReasons.image),
})

const setupFailing = defineFact<readonly ContainerFact[]>({
  id: 'kubernetes.pods.setup_failing',
  title:
    'Containers that cannot be created, such as for a Secret or ConfigMap that is not there, each {pod, container, reason, says}',
  scope: 'packet',
  derive: input => waitingFor(input, waitingReasons.setup),
})

/** More restarts than an upgrade or two explains. */
const manyRestarts = 5

const restarting = defineFact<readonly ContainerFact[]>({
  id: 'kubernetes.pods.restarting',
  title:
    'Containers that run now and were restarted five times or more, or within the hour before the dump, each {pod, container, restarts, says, ended}; without those killed for memory',
  scope: 'packet',
  derive: input =>
    judgeContainers(input, (status, pod) => {
      const isRunning = status.state?.running !== undefined
      const last = status.lastState?.terminated
      if (!isRunning || last?.reason === 'OOMKilled' || (status.restartCount ?? 0) === 0) return undefined
      const endedMs = timeOf(last?.finishedAt)
      const takenMs = takenAt(input)
      const isRecent = endedMs !== undefined && takenMs !== undefined && takenMs - endedMs < 3_600_000
      if ((status.restartCount ?? 0) < manyRestarts && !isRecent) return undefined
      return {
        value: containerFact(status, pod, last?.reason ?? '', endWords(status)),
        path: ['restartCount'],
      }
    }),
})

const notReady = defineFact<readonly ContainerFact[]>({
  id: 'kubernetes.pods.not_ready',
  title: 'Containers that run and are not ready, each {pod, container, restarts}',
  scope: 'packet',
  derive: input =>
    judgeContainers(input, (status, pod) =>
      status.ready === false && status.state?.running !== undefined && !isInit(pod, status)
        ? { value: containerFact(status, pod, 'not ready', ''), path: ['ready'] }
        : undefined,
    ),
})

const isInit = (pod: Pod, status: ContainerStatus): boolean =>
  (pod.value.status?.initContainerStatuses ?? []).includes(status)

export interface PodFact {
  readonly pod: string
  readonly says: string
}

const unscheduled = defineFact<readonly PodFact[]>({
  id: 'kubernetes.pods.unscheduled',
  title: 'Pods that no node takes, each {pod, says (why)}',
  scope: 'packet',
  derive: input =>
    judgeObjects(input, 'Pod', ({ name, value }) => {
      const conditions = value.status?.conditions ?? []
      const index = conditions.findIndex(({ type, status }) => type === 'PodScheduled' && status === 'False')
      if (value.status?.phase !== 'Pending' || index < 0) return undefined
      const says = (conditions[index]?.message ?? conditions[index]?.reason ?? 'no reason given').slice(
        0,
        300,
      )
      return { value: { pod: name, says }, path: ['status', 'conditions', index] }
    }),
})

const evicted = defineFact<readonly PodFact[]>({
  id: 'kubernetes.pods.evicted',
  title: 'Pods that a node threw out for want of memory or disk, each {pod, says}',
  scope: 'packet',
  derive: input =>
    judgeObjects(input, 'Pod', ({ name, value }) =>
      value.status?.reason === 'Evicted'
        ? {
            value: { pod: name, says: (value.status.message ?? 'no reason given').trim().slice(0, 300) },
            path: ['status', 'reason'],
          }
        : undefined,
    ),
})

/** Longer than the grace period of any chart. */
const stuckMs = 600_000

const stuckTerminating = defineFact<readonly PodFact[]>({
  id: 'kubernetes.pods.stuck_terminating',
  title: 'Pods that were deleted more than ten minutes before the dump and are still there, each {pod, says}',
  scope: 'packet',
  derive(input) {
    const takenMs = takenAt(input)
    if (takenMs === undefined) return undefined
    return judgeObjects(input, 'Pod', ({ name, value }) => {
      const deletedMs = timeOf(value.metadata?.deletionTimestamp)
      if (deletedMs === undefined || takenMs - deletedMs < stuckMs) return undefined
      const finalizers = value.metadata?.finalizers ?? []
      const says = `deleted ${spanWords(takenMs - deletedMs)} before${finalizers.length > 0 ? `, finalizers ${finalizers.slice(0, 3).join(', ')}` : ''}`
      return { value: { pod: name, says }, path: ['metadata', 'deletionTimestamp'] }
    })
  },
})

/** Images in which a Teleport process runs. */
const teleportImage = /(?:^|\/)teleport(?:-ent|-distroless|-ent-distroless|-ent-fips)?(?:-debug)?(?::|@|$)/

export interface TeleportImage {
  readonly pod: string
  readonly image: string
  /** Version that the tag names; empty where it names none. */
  readonly version: string
}

/** Pods of the cluster itself and its agents. */
function teleportPods(input: FactInput): Derived<readonly TeleportImage[]> | undefined {
  return judgeObjects(input, 'Pod', ({ name, value }) => {
    const containers = value.spec?.containers ?? []
    const index = containers.findIndex(({ image }) => teleportImage.test(image ?? ''))
    const image = containers[index]?.image
    if (image === undefined) return undefined
    const version = /:v?(\d{1,3}(?:\.\d{1,3}){0,2}[-.\w]{0,30})/.exec(image)?.[1] ?? ''
    return { value: { pod: name, image, version }, path: ['spec', 'containers', index, 'image'] }
  })
}

const images = defineFact<readonly TeleportImage[]>({
  id: 'kubernetes.pods.images',
  title: 'Pods with a Teleport process, each {pod, image, version (of the tag; may be empty)}',
  scope: 'packet',
  derive: teleportPods,
})

const majors = defineFact<readonly number[]>({
  id: 'kubernetes.pods.majors',
  title: 'Major versions of Teleport that the tags of running images name, ascending',
  scope: 'packet',
  derive(input) {
    const found = input.fact(images)
    if (found === undefined) return undefined
    const numbers = found.value.flatMap(({ version }) => /^\d{1,3}/.exec(version)?.[0] ?? []).map(Number)
    return { value: [...new Set(numbers)].sort((a, b) => a - b), from: found.from }
  },
})

const floating = defineFact<readonly TeleportImage[]>({
  id: 'kubernetes.pods.images_without_version',
  title: 'Pods with a Teleport process whose image has no tag with a version, each {pod, image}',
  scope: 'packet',
  derive(input) {
    const found = input.fact(images)
    if (found === undefined) return undefined
    const kept = found.value.flatMap((value, index) => {
      const from = found.from[index]
      const isPinned = value.version !== '' || value.image.includes('@sha256:')
      return isPinned || from === undefined ? [] : [{ value, from }]
    })
    return { value: kept.map(({ value }) => value), from: kept.map(({ from }) => from) }
  },
})

/** Teleport containers that lack something. */
function teleportContainers(input: FactInput, lacks: (container: TeleportContainer) => boolean) {
  return judgeObjects(input, 'Pod', ({ name, value }) => {
    const containers = value.spec?.containers ?? []
    const index = containers.findIndex(
      container => teleportImage.test(container.image ?? '') && lacks(container),
    )
    return index < 0
      ? undefined
      : { value: { pod: name, says: containers[index]?.name ?? '' }, path: ['spec', 'containers', index] }
  })
}

type TeleportContainer = NonNullable<NonNullable<KubeOf<'Pod'>['spec']>['containers']>[number]

const unbounded = defineFact<readonly PodFact[]>({
  id: 'kubernetes.pods.without_memory_bounds',
  title:
    'Pods with a Teleport process that neither asks for memory nor is bounded in it, each {pod, says (container)}',
  scope: 'packet',
  derive: input =>
    teleportContainers(
      input,
      ({ resources }) => resources?.requests?.memory === undefined && resources?.limits?.memory === undefined,
    ),
})

const unprobed = defineFact<readonly PodFact[]>({
  id: 'kubernetes.pods.without_readiness_probe',
  title: 'Pods with a Teleport process that nobody asks whether it is ready, each {pod, says (container)}',
  scope: 'packet',
  derive: input =>
    teleportContainers(
      input,
      ({ readinessProbe }) => readinessProbe === undefined || readinessProbe === null,
    ),
})

export const kubePodFacts = [
  crashLooping,
  outOfMemory,
  imageMissing,
  setupFailing,
  restarting,
  notReady,
  unscheduled,
  evicted,
  stuckTerminating,
  images,
  majors,
  floating,
  unbounded,
  unprobed,
]
