// Collects one host, this machine or another, and says how it went in the words of the reports.
import { existsSync } from 'node:fs'
import type { Dump } from '../dump/index.js'
import { collectNode, type CollectedNode, type NodeMode } from '../node/index.js'
import type { AgentResult } from '../report/index.js'
import { localRunner, type Runner } from '../run/index.js'
import type { HostCollector } from './collect.js'

export interface HostRequest {
  readonly dump: Dump
  readonly mode: NodeMode
  readonly sudo: boolean
  readonly audit: boolean
  readonly root?: string | undefined
  readonly signal: AbortSignal
  readonly onStep?: (what: string) => void
}

export const hostCollector =
  (request: Pick<HostRequest, 'dump' | 'mode' | 'sudo' | 'audit'>): HostCollector =>
  async ({ name, id, runner, signal }) =>
    (await collected({ ...request, signal }, runner, name, id)).map(resultOf)

/**
 * The processes of this machine. Unless somebody wants just it, a machine without Teleport is not worth a word: it is
 * where tctl happens to run.
 */
export async function collectHere(request: HostRequest, wanted: boolean): Promise<readonly AgentResult[]> {
  if (!wanted && !hasTeleport(request.root ?? '')) return []
  return (await collected(request, localRunner(), 'this machine', undefined)).map(resultOf)
}

const hasTeleport = (root: string): boolean =>
  ['/etc/teleport.yaml', '/var/lib/teleport/host_uuid'].some(path => existsSync(root + path))

async function collected(
  request: HostRequest,
  runner: Runner,
  name: string,
  uuid: string | undefined,
): Promise<readonly CollectedNode[]> {
  const startedAt = performance.now()
  const { root, onStep, ...rest } = request
  const nodes = await collectNode({
    ...rest,
    name,
    runner,
    ...(uuid === undefined ? {} : { uuid }),
    ...(root === undefined ? {} : { root }),
    ...(onStep === undefined ? {} : { onStep }),
  })
  const ms = Math.round(performance.now() - startedAt)
  return nodes.map(node => ({ ...node, ms }))
}

const outcomes = { collected: 'collected', 'broke off': 'partial', failed: 'failed' } as const

function resultOf(node: CollectedNode & { readonly ms?: number }): AgentResult {
  const { outcome, uuid, name, roles, version = '', folder } = node
  return {
    id: uuid ?? name,
    name,
    services: roles.join(', '),
    version: /v?(\d+\.\d+\.\d+[\w.-]*)/.exec(version)?.[1] ?? version,
    folder,
    outcome: outcomes[outcome.kind],
    ...(outcome.kind === 'collected' ? {} : reasonOf(outcome)),
    ms: node.ms ?? 0,
  }
}

/** A reason that says nothing gives way to what was said. */
const reasonOf = ({
  reason,
  message,
}: {
  readonly reason: string
  readonly message: string
}): Pick<AgentResult, 'reason' | 'message'> =>
  reason === 'unknown' ? { reason: message } : { reason, message }
