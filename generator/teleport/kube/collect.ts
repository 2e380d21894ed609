// Kubernetes objects and logs of the namespace that Teleport runs in. What can be listed is asked of the server, since every
// installation has other resources.
import type { Attempt, Dump, NewEntry } from '../dump/index.js'
import { endedAs, type Ended } from '../objects/ended.js'
import { runningOutput } from '../objects/output.js'
import { pooled } from '../objects/pooled.js'
import type { Runner } from '../run/index.js'
import { containersOf, type Container } from './pods.js'

export interface KubeRequest {
  /** Where kubectl runs. */
  readonly runner: Runner
  readonly kubectl: string
  /** Such as `--context prod`. */
  readonly options: readonly string[]
  readonly namespace: string
  /** Everything that can be listed, and logs of earlier runs. */
  readonly all: boolean
  readonly concurrency: number
  readonly timeoutMs: number
  readonly logWindowMs: number
  readonly logBytes: number
  readonly maxBytes: number
  readonly signal: AbortSignal
  readonly onStep?: (done: number, of: number) => void
}

export interface KubeCollected {
  readonly reached: boolean
  readonly reason?: string
}

/** Asked for whether or not the rest is. */
const coreResources = [
  'pods',
  'events',
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'replicasets.apps',
  'services',
  'configmaps',
  'persistentvolumeclaims',
  'certificates.cert-manager.io',
]

/** Not of the namespace, and yet where its pods stand or fall. */
const clusterResources = ['nodes', 'persistentvolumes', 'storageclasses.storage.k8s.io']

const mostResources = 500

/** Never throws but for a disk that takes no more. */
export async function collectKube(request: KubeRequest, dump: Dump): Promise<KubeCollected> {
  const known = await short(request, ['api-resources', '--namespaced', '--verbs=list', '-o', 'name'])
  if (known.ended.outcome !== 'succeeded' && known.ended.cutOff) {
    const reason = known.ended.reason ?? 'kubectl does not get through'
    dump.attempted(attempt(request, 'kubectl api-resources', { outcome: 'failed', reason, ms: 0, bytes: 0 }))
    return { reached: false, reason }
  }
  const pods = await short(request, ['get', 'pods', '-n', request.namespace, '-o', 'json'])
  const containers = containersOf(pods.text)
  const wanted: readonly Work[] = [
    ...resourcesOf(known.text, request.all).map((resource): Work => ({ kind: 'list', resource })),
    ...containers.map((container): Work => ({ kind: 'log', container, previous: false })),
    ...containers
      .filter(({ restarted }) => restarted)
      .map((container): Work => ({ kind: 'log', container, previous: true })),
  ]
  let done = 0
  await pooled(wanted, request.concurrency, 0, async work => {
    const { what, argv, entry } = commandOf(work, request)
    if (request.signal.aborted)
      dump.attempted(attempt(request, what, { outcome: 'skipped', reason: 'cancelled', ms: 0, bytes: 0 }))
    else await gather(request, dump, { what, argv, entry })
    request.onStep?.(++done, wanted.length)
  })
  return { reached: true }
}

type Work =
  | { readonly kind: 'list'; readonly resource: string }
  | { readonly kind: 'log'; readonly container: Container; readonly previous: boolean }

/** `deployments.apps`: what can stand in a command and in a name. */
const resourceName = /^[a-z0-9][a-z0-9.-]{0,252}$/

function resourcesOf(listed: string, all: boolean): readonly string[] {
  const names = listed.split(/\s+/).filter(name => resourceName.test(name))
  const served = new Set(names)
  const core = coreResources.filter(name => names.length === 0 || served.has(name))
  return [...new Set([...core, ...(all ? names : []), ...clusterResources])].slice(0, mostResources)
}

interface Task {
  readonly what: string
  readonly argv: readonly string[]
  readonly entry: NewEntry
}

function commandOf(work: Work, { namespace, logWindowMs, logBytes, maxBytes }: KubeRequest): Task {
  if (work.kind === 'list') {
    const { resource } = work
    const scope = clusterResources.includes(resource) ? [] : ['-n', namespace]
    return {
      what: `kubectl get ${resource}`,
      argv: ['get', resource, ...scope, '-o', 'yaml'],
      entry: { name: `kube/kubectl_get_${resource}.yaml`, content: 'kubernetes', maxBytes },
    }
  }
  const { pod, name } = work.container
  const ending = work.previous ? '.previous.log' : '.log'
  const since = work.previous ? ['--previous'] : [`--since=${Math.ceil(logWindowMs / 1000)}s`]
  return {
    what: `kubectl logs ${pod} ${name}${work.previous ? ' of the run before' : ''}`,
    argv: ['logs', '-n', namespace, pod, '-c', name, '--timestamps', ...since],
    entry: {
      name: `kube/kubectl_logs_${namespace}_${pod}_${name}${ending}`,
      content: 'log',
      keep: 'tail',
      maxBytes: logBytes,
    },
  }
}

async function gather(request: KubeRequest, dump: Dump, { what, argv, entry }: Task): Promise<void> {
  const startedAt = performance.now()
  const { bytes, outcome } = runningOutput(request.runner, commandFor(request, argv), request.timeoutMs)
  const kept = await dump.add(entry, bytes)
  await bytes.return(undefined)
  const ended = endedAs(await outcome, request.kubectl)
  const isLog = entry.content === 'log'
  // The error beside a list that is well formed and empty is what tells that nothing is known of it.
  if (!isLog || (ended.outcome !== 'succeeded' && kept.bytes === 0))
    await dump.add({ name: entry.name.replace(/\.\w+$/, '.error'), content: 'error' }, ended.said)
  const isCut = kept.cut !== undefined
  dump.attempted(
    attempt(request, what, {
      entry: entry.name,
      outcome: isCut ? 'cut' : outcomeOf(ended),
      ...(isCut
        ? { reason: isLog ? 'only the newest part: the limit of a log' : `more than ${kept.bytes} bytes` }
        : reasonOf(ended)),
      ms: Math.round(performance.now() - startedAt),
      bytes: kept.bytes,
      ...(kept.originalBytes === undefined ? {} : { originalBytes: kept.originalBytes }),
    }),
  )
}

/** A container that has no log of an earlier run any more, and one that never started, are answers. */
const outcomeOf = ({ outcome, said }: Ended): Ended['outcome'] =>
  /previous terminated container|is waiting to start|ContainerCreating/.test(said) ? 'absent' : outcome

const reasonOf = ({ reason }: Ended): { readonly reason?: string } => (reason === undefined ? {} : { reason })

const attempt = (
  { namespace }: KubeRequest,
  what: string,
  rest: Pick<Attempt, 'outcome' | 'ms' | 'bytes'> & Partial<Attempt>,
): Attempt => ({ scope: 'kube', node: namespace, what, ...rest })

const commandFor = (
  { kubectl, options, timeoutMs, signal }: KubeRequest,
  argv: readonly string[],
): { readonly argv: readonly string[]; readonly timeoutMs: number; readonly signal: AbortSignal } => ({
  // Logs are one request however long they are.
  argv: [
    kubectl,
    ...options,
    ...(argv[0] === 'logs' ? [] : [`--request-timeout=${Math.ceil(timeoutMs / 1000)}s`]),
    ...argv,
  ],
  timeoutMs: timeoutMs + 2000,
  signal,
})

/** Longest list of pods that is looked through for containers. */
const podsBytes = 64 * 1024 * 1024

async function short(
  request: KubeRequest,
  argv: readonly string[],
): Promise<{ readonly ended: Ended; readonly text: string }> {
  const outcome = await request.runner.run({ ...commandFor(request, argv), maxBytes: podsBytes })
  const text = outcome.kind === 'exited' ? outcome.stdout.toString('utf8') : ''
  const ended = endedAs(
    outcome.kind === 'exited' ? { ...outcome, bytes: text.length } : { ...outcome, bytes: 0 },
    request.kubectl,
  )
  return { ended, text }
}
