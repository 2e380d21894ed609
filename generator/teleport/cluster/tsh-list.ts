// Hosts that `tsh ls` lists, for those who have no tctl or may not use it: the ssh hosts that the user can see, no other agents.
import type { Dump } from '../dump/index.js'
import { endedAs } from '../objects/ended.js'
import type { Runner } from '../run/index.js'
import type { Agent } from './agents.js'

export interface TshListRequest {
  readonly runner: Runner
  readonly tsh: string
  /** Such as `--proxy teleport.example.com:443`. */
  readonly options: readonly string[]
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Ten thousand hosts with their labels. */
const longestList = 64 * 1024 * 1024

/** Never throws; what went wrong is an attempt of the dump. */
export async function agentsOfTsh(request: TshListRequest, dump: Dump): Promise<readonly Agent[]> {
  const { runner, tsh, options, timeoutMs, signal } = request
  const began = performance.now()
  const argv = [tsh, ...options, 'ls', '--format=json']
  const outcome = await runner.run({ argv, timeoutMs, signal, maxBytes: longestList })
  const ended = endedAs({ ...outcome, bytes: 0 }, tsh)
  const agents =
    outcome.kind === 'exited' && outcome.code === 0 ? agentsIn(outcome.stdout.toString('utf8')) : []
  dump.attempted({
    scope: 'cluster',
    what: 'tsh ls',
    outcome: ended.outcome,
    ...(ended.reason === undefined ? {} : { reason: dump.transform.text(ended.reason) }),
    ms: Math.round(performance.now() - began),
    bytes: 0,
  })
  return agents
}

/** `[{"kind":"node","metadata":{"name":"04fe…"},"spec":{"hostname":"tp-node-1"}}]` */
export function agentsIn(json: string): readonly Agent[] {
  const list = parsed(json)
  return Array.isArray(list) ? list.flatMap((item: unknown) => agentOf(item) ?? []) : []
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown
  } catch {
    return undefined
  }
}

const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function agentOf(item: unknown): Agent | undefined {
  const id = text(field(field(item, 'metadata'), 'name'))
  if (id === '') return undefined
  const spec = field(item, 'spec')
  const agentless = text(field(item, 'sub_kind')).startsWith('openssh')
  return {
    id,
    name: text(field(spec, 'hostname')) || id,
    address: undefined,
    services: [agentless ? 'OpenSSH' : 'Node'],
    version: text(field(spec, 'version')),
    hasSsh: !agentless,
    agentless,
  }
}
