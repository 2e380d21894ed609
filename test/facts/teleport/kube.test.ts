// Kubernetes lists of a dump. The fixtures are written after the Kubernetes API; nobody recorded a real cluster.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { quantityOf } from '../../../analyzer/facts/teleport/kube-quantity.js'
import { factsOfDump } from './dump.js'
import type { Files } from './dump.js'

const fixture = (name: string): string =>
  readFileSync(`test/fixtures/teleport/kube/kubectl_get_${name}.yaml`, 'utf8')

const cluster: Files = {
  'kube/kubectl_get_pods.yaml': fixture('pods'),
  'kube/kubectl_get_all.yaml': fixture('all_others'),
}

const ask = async (files: Files) => {
  const facts = await factsOfDump(files)
  return (id: string): unknown => facts.get(`kubernetes.${id}`, '')?.value
}

test('every kind of trouble with pods is told, with what is known of it', async () => {
  const fact = await ask(cluster)
  expect(fact('pods.crash_looping')).toMatchObject([
    {
      pod: 'teleport/teleport-auth-5d8f7c9b6-abcde',
      container: 'teleport',
      restarts: 7,
      says: 'OOMKilled, exit code 137',
    },
  ])
  expect(fact('pods.out_of_memory')).toMatchObject([
    { says: 'its limit is 256Mi', ended: '2026-11-21 08:55 UTC' },
  ])
  expect(fact('pods.restarting')).toMatchObject([
    {
      pod: 'teleport/teleport-proxy-7b9d4f5c8-xyz12',
      restarts: 1,
      says: 'exit code 1, auth server is too old',
    },
  ])
  expect(fact('pods.not_ready')).toMatchObject([{ pod: 'teleport/teleport-proxy-7b9d4f5c8-xyz12' }])
  expect(fact('pods.image_missing')).toMatchObject([{ reason: 'ImagePullBackOff' }])
  expect(fact('pods.setup_failing')).toMatchObject([{ says: 'secret "license" not found' }])
  expect(fact('pods.unscheduled')).toMatchObject([
    { says: '0/3 nodes are available: 3 Insufficient memory.' },
  ])
  expect(fact('pods.evicted')).toMatchObject([{ pod: 'teleport/etcd-0' }])
  expect(fact('pods.stuck_terminating')).toEqual([
    { pod: 'teleport/teleport-agent-3', says: 'deleted 3 hours before, finalizers example.com/hold' },
  ])
  expect(fact('pods.majors')).toEqual([14, 16])
  expect(fact('pods.images_without_version')).toMatchObject([{ pod: 'teleport/teleport-agent-0' }])
  expect(fact('pods.without_readiness_probe')).toHaveLength(2)
  expect(fact('pods.without_memory_bounds')).toHaveLength(2)
})

test('what pods depend on is told', async () => {
  const fact = await ask(cluster)
  expect(fact('nodes.under_pressure')).toEqual([{ name: 'worker-1', says: 'MemoryPressure' }])
  expect(fact('nodes.not_ready')).toMatchObject([{ name: 'worker-2' }])
  expect(fact('volumes.unbound')).toEqual([
    { name: 'teleport/teleport', says: 'Pending, storage class fast' },
  ])
  expect(fact('quotas.reached')).toMatchObject([
    { name: 'teleport/team', resource: 'limits.memory', percent: 100 },
  ])
  expect(fact('quotas.near')).toMatchObject([
    { resource: 'pods', percent: 90 },
    { resource: 'requests.cpu', percent: 95 },
  ])
  expect(fact('workloads.short')).toEqual([
    { name: 'Deployment teleport/teleport-auth', says: '1 of 2 pods ready' },
  ])
  expect(fact('workloads.rollouts_stuck')).toHaveLength(1)
  expect(fact('workloads.jobs_failed')).toHaveLength(1)
  expect(fact('workloads.shared_single_volume')).toEqual([
    { name: 'teleport/teleport-auth', says: '2 replicas, volume claim teleport' },
  ])
  expect(fact('workloads.scalers_inactive')).toHaveLength(1)
  expect(fact('workloads.scalers_at_most')).toMatchObject([{ says: '6 of at most 6 pods' }])
  expect(fact('services.without_pods')).toMatchObject([{ name: 'teleport/teleport', says: 'app=teleport' }])
  expect(fact('services.balancers_pending')).toMatchObject([{ name: 'teleport/teleport' }])
  expect(fact('services.plain_ingresses')).toHaveLength(1)
  expect(fact('certificates.not_ready')).toHaveLength(1)
  expect(fact('certificates.issuers_not_ready')).toMatchObject([{ name: 'letsencrypt' }])
  expect(fact('certificates.ending')).toEqual([
    { name: 'teleport/teleport', says: 'ends in 3 days, 2026-11-24 09:00 UTC', over: false },
  ])
  expect(fact('certificates.challenges_open')).toHaveLength(1)
  expect(fact('secrets.readable')).toEqual([{ name: 'teleport/license', says: 'license.pem' }])
  expect(fact('counts')).toMatchObject({ Pod: 8, CronTab: 1 })
})

test('events of both lists are told in one form', async () => {
  const fact = await ask(cluster)
  expect(fact('events.readiness_failing')).toMatchObject([
    {
      about: 'Pod teleport/teleport-proxy-7b9d4f5c8-xyz12',
      count: 14,
      first_seen_ms: Date.parse('2026-11-21T08:00:00Z'),
    },
  ])
  expect(fact('events.mounts_failing')).toMatchObject([{ about: 'Pod teleport/teleport-agent-1', count: 4 }])
  expect(fact('events.pods_refused')).toHaveLength(1)
  expect(fact('events.other_warnings')).toMatchObject([{ about: 'Service teleport/teleport', count: 30 }])
})

describe('what an empty list means', () => {
  const empty = 'apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: ""\n'

  test('a list that worked has none', async () => {
    const fact = await ask({ 'kube/kubectl_get_pods.yaml': empty, 'kube/kubectl_get_pods.error': '' })
    expect(fact('pods.crash_looping')).toEqual([])
    expect(fact('nodes.not_ready')).toBeUndefined()
  })

  test('a list that was refused prints the same and tells nothing', async () => {
    const fact = await ask({
      'kube/kubectl_get_pods.yaml': empty,
      'kube/kubectl_get_pods.error':
        'Error from server (Forbidden): pods is forbidden: User "dev" cannot list resource "pods" in API group "" in the namespace "teleport"\n',
    })
    expect(fact('pods.crash_looping')).toBeUndefined()
    expect(fact('lists_failed')).toMatchObject([{ resource: 'pods' }])
  })

  test('a resource that cannot be listed at all is no failure', async () => {
    const fact = await ask({
      'kube/kubectl_get_pods.yaml': empty,
      'kube/kubectl_get_bindings.error':
        'Error from server (MethodNotAllowed): the server does not allow this method on the requested resource\n',
    })
    expect(fact('lists_failed')).toEqual([])
  })
})

test('a pod that two lists have counts once', async () => {
  const fact = await ask({
    'kube/kubectl_get_pods.yaml': fixture('pods'),
    'kube/kubectl_get_all.yaml': fixture('pods'),
  })
  expect(fact('counts')).toEqual({ Pod: 8 })
})

test.each([
  ['500m', 0.5],
  ['2Gi', 2 ** 31],
  ['1e3', 1000],
  ['4', 4],
  [4, 4],
  ['4 pods', undefined],
  ['1Xi', undefined],
  [null, undefined],
])('the quantity %j is %j', (text, number) => {
  expect(quantityOf(text)).toBe(number)
})
