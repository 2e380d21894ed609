// Facts of Kubernetes events: probes that fail, volumes that cannot be mounted, pods that cannot be made. Events are kept about
// an hour, so that their absence proves nothing.
import type { KubeOf } from '../../documents/teleport/kube-shapes.js'
import type { Derived, FactInput, Source } from '../types.js'
import { defineFact } from '../types.js'
import { kubeList } from './kube-index.js'
import type { PlacedObject } from './kube-index.js'
import { timeOf } from './resource-times.js'

/** An event in one form, whichever of the two lists it is from. */
interface KubeEvent {
  readonly reason: string
  readonly message: string
  readonly warning: boolean
  /** `Pod teleport/teleport-auth-0`. */
  readonly about: string
  readonly count: number
  readonly firstMs: number | undefined
  readonly lastMs: number | undefined
  readonly from: Source
}

const events = defineFact<readonly KubeEvent[]>({
  id: 'kubernetes.events.all',
  title: 'Events',
  scope: 'packet',
  derive(input) {
    const list = kubeList(input, 'Event')
    return list && { value: list.map(eventOf), from: [] }
  },
})

function eventOf({ value, at }: PlacedObject<KubeOf<'Event'>>): KubeEvent {
  const about = value.involvedObject ?? value.regarding ?? {}
  const count = value.count ?? value.series?.count ?? value.deprecatedCount ?? 1
  const first = value.firstTimestamp ?? value.deprecatedFirstTimestamp ?? value.eventTime
  const last = value.lastTimestamp ?? value.series?.lastObservedTime ?? value.deprecatedLastTimestamp ?? first
  return {
    reason: value.reason ?? '',
    message: (value.message ?? value.note ?? '').replace(/\s+/g, ' ').slice(0, 300),
    warning: value.type === 'Warning',
    about: `${about.kind ?? 'object'} ${about.namespace === undefined ? '' : `${about.namespace}/`}${about.name ?? ''}`,
    count,
    firstMs: timeOf(first),
    lastMs: timeOf(last),
    from: at('reason'),
  }
}

/** Events of one cause about one object. Count and times make findings of them rank like log lines. */
export interface EventFact {
  readonly id: string
  readonly about: string
  readonly says: string
  readonly count: number
  readonly first_seen_ms?: number
  readonly last_seen_ms?: number
}

function eventFact({ about, message, reason, count, firstMs, lastMs }: KubeEvent): EventFact {
  return {
    id: `${reason} ${about}`,
    about,
    says: message === '' ? reason : message,
    count,
    ...(firstMs === undefined || lastMs === undefined
      ? {}
      : { first_seen_ms: firstMs, last_seen_ms: lastMs }),
  }
}

function eventsWhere(
  input: FactInput,
  choose: (event: KubeEvent) => boolean,
): Derived<readonly EventFact[]> | undefined {
  const all = input.fact(events)
  if (all === undefined) return undefined
  const found = all.value.filter(choose).sort((a, b) => b.count - a.count)
  return { value: found.map(eventFact), from: found.map(({ from }) => from) }
}

function byReason(id: string, title: string, reasons: readonly string[], message?: RegExp) {
  const wanted = new Set(reasons)
  return defineFact<readonly EventFact[]>({
    id,
    title: `${title}, each {about, says, count}`,
    scope: 'packet',
    derive: input =>
      eventsWhere(input, event => wanted.has(event.reason) && (message?.test(event.message) ?? true)),
  })
}

/** What has a fact of its own, and what every start of a pod shows for a moment. */
const told: ReadonlySet<string> = new Set([
  'Unhealthy',
  'FailedMount',
  'FailedAttachVolume',
  'FailedCreate',
  'FailedScheduling',
  'BackOff',
  'Failed',
  'Evicted',
  'OOMKilling',
  'SystemOOM',
  'NodeNotReady',
])

const otherWarnings = defineFact<readonly EventFact[]>({
  id: 'kubernetes.events.other_warnings',
  title:
    'Warnings that were repeated ten times or more and have no fact of their own, each {about, says, count}',
  scope: 'packet',
  derive: input =>
    eventsWhere(input, ({ warning, reason, count }) => warning && count >= 10 && !told.has(reason)),
})

export const kubeEventFacts = [
  byReason(
    'kubernetes.events.readiness_failing',
    'Readiness probes that failed',
    ['Unhealthy'],
    /^(?:Readiness|Startup) probe/i,
  ),
  byReason(
    'kubernetes.events.liveness_failing',
    'Liveness probes that failed',
    ['Unhealthy'],
    /^Liveness probe/i,
  ),
  byReason('kubernetes.events.mounts_failing', 'Volumes, Secrets and ConfigMaps that could not be mounted', [
    'FailedMount',
    'FailedAttachVolume',
  ]),
  byReason('kubernetes.events.pods_refused', 'Pods that could not be made', ['FailedCreate']),
  byReason('kubernetes.events.memory_exhausted', 'Processes that nodes killed for want of memory', [
    'OOMKilling',
    'SystemOOM',
  ]),
  otherWarnings,
]
