// Collects the agents of a cluster, a few at a time, each in a session of its own with a time of its own: one that hangs costs
// its own time and nobody else's. Who cannot be reached is told with the reason; when that is everybody, it ends early.
import { setMaxListeners } from 'node:events'
import type { Dump } from '../dump/index.js'
import { pooled } from '../objects/pooled.js'
import type { AgentResult } from '../report/index.js'
import type { Runner } from '../run/index.js'
import type { Agent } from './agents.js'
import { reach, type WayOptions } from './reach.js'

/** What collects one host: all of its processes, each in a folder of its own. Never throws but for the disk. */
export type HostCollector = (host: {
  readonly name: string
  readonly id: string | undefined
  readonly runner: Runner
  readonly signal: AbortSignal
}) => Promise<readonly AgentResult[]>

export interface ClusterRequest {
  readonly agents: readonly Agent[]
  readonly way: WayOptions
  readonly concurrency: number
  /** For one agent, with all that is asked of it. */
  readonly timeoutMs: number
  readonly collectHost: HostCollector
  readonly signal: AbortSignal
  readonly onStep?: (progress: ClusterProgress) => void
}

export interface ClusterProgress {
  readonly done: number
  readonly of: number
  readonly failed: number
  /** Who was finished last. */
  readonly name: string
}

/** So many that fail for one reason, and nobody who does not: the next will not fare better. */
const sameFailures = 12
/** Reasons that lie with us or with the way, not with the host. */
const waysFault = new Set(['no client', 'access denied', 'timeout', 'connection refused', 'no tunnel'])

export async function collectCluster(request: ClusterRequest, dump: Dump): Promise<readonly AgentResult[]> {
  // Each agent under way listens for the end of all; Node.js would take more than ten for a leak, and say so on the terminal.
  setMaxListeners(0, request.signal)
  const results: AgentResult[] = []
  const tally: Tally = { reached: 0, failed: 0, failures: new Map() }
  await pooled(request.agents, request.concurrency, 0, async agent => {
    const hopeless = hopelessReason(tally)
    const made = request.signal.aborted
      ? [notTried(agent, 'cancelled')]
      : hopeless === undefined
        ? await collectAgent(agent, request, dump)
        : [
            notTried(
              agent,
              `not tried: ${sameFailures} others before it failed with "${hopeless}", and none succeeded`,
            ),
          ]
    for (const result of made) {
      results.push(result)
      count(tally, result)
    }
    request.onStep?.({
      done: results.length,
      of: Math.max(request.agents.length, results.length),
      failed: tally.failed,
      name: agent.name,
    })
  })
  return inOrder(results, request.agents)
}

interface Tally {
  reached: number
  failed: number
  readonly failures: Map<string, number>
}

function count(tally: Tally, { outcome, reason = 'unknown' }: AgentResult): void {
  if (outcome === 'collected' || outcome === 'partial') tally.reached++
  if (outcome !== 'failed') return
  tally.failed++
  tally.failures.set(reason, (tally.failures.get(reason) ?? 0) + 1)
}

function hopelessReason({ reached, failures }: Tally): string | undefined {
  if (reached > 0) return undefined
  for (const [reason, times] of failures) {
    if (reason === 'no client' || (times >= sameFailures && waysFault.has(reason))) return reason
  }
  return undefined
}

async function collectAgent(
  agent: Agent,
  request: ClusterRequest,
  dump: Dump,
): Promise<readonly AgentResult[]> {
  const way = reach(agent, request.way)
  if (way.kind === 'none') return [await unreachable(agent, way.reason, dump)]
  const startedAt = performance.now()
  // Its sessions end by themselves; this is for what does not.
  const results = await within(request.signal, request.timeoutMs + graceMs, signal =>
    request.collectHost({ name: agent.name, id: agent.id, runner: way.runner, signal }),
  )
  const ms = Math.round(performance.now() - startedAt)
  return results.map(result => ({
    ...result,
    ms,
    services: result.services === '' ? agent.services.join(', ') : result.services,
    version: result.version === '' ? agent.version : result.version,
  }))
}

const graceMs = 5000

/** With a timer of its own: `AbortSignal.any` of `AbortSignal.timeout` may be collected before it fires (Node.js 20). */
async function within<T>(
  whole: AbortSignal,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const end = new AbortController()
  const stop = (): void => end.abort()
  if (whole.aborted) stop()
  whole.addEventListener('abort', stop)
  const timer = setTimeout(stop, ms)
  try {
    return await work(end.signal)
  } finally {
    clearTimeout(timer)
    whole.removeEventListener('abort', stop)
  }
}

/** It is not asked at all; its folder says why, as that of one that did not answer. */
async function unreachable(agent: Agent, reason: string, dump: Dump): Promise<AgentResult> {
  const { transform } = dump
  const name = `unknown-${transform.text(agent.name).replace(/[^\w.-]+/g, '_')}`
  const folder = dump.claimFolder(`nodes/${agent.id ?? name}`)
  const entry = `${folder}/node.error`
  const { bytes } = await dump.add({ name: entry, content: 'error' }, `${reason}\n`)
  const node = transform.text(agent.name)
  dump.attempted({ scope: 'node', node, what: 'session', entry, outcome: 'skipped', reason, ms: 0, bytes })
  return { ...told(agent), folder, outcome: 'skipped', reason, ms: 0 }
}

const told = ({
  id,
  name,
  services,
  version,
}: Agent): Pick<AgentResult, 'id' | 'name' | 'services' | 'version'> => ({
  id: id ?? name,
  name,
  services: services.join(', '),
  version,
})

const notTried = (agent: Agent, reason: string): AgentResult => ({
  ...told(agent),
  outcome: 'skipped',
  reason,
  ms: 0,
})

/** As the cluster lists them, whoever was first. */
function inOrder(results: readonly AgentResult[], agents: readonly Agent[]): readonly AgentResult[] {
  const rank = new Map(
    agents.flatMap(({ id, name }, index) => [[id ?? name, index] as const, [name, index] as const]),
  )
  const at = ({ id, name }: AgentResult): number => rank.get(id) ?? rank.get(name) ?? agents.length
  return [...results].sort((a, b) => at(a) - at(b))
}
