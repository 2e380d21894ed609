// manifest.json: the reports for programs. Described in docs/generate-teleport.md; `version` grows when a reader would break.
import type { Attempt, DumpEntry } from '../dump/index.js'
import type { AgentResult, ReportModel } from './model.js'

export const manifestVersion = 1

/** In pieces: a cluster of thousands makes tens of thousands of attempts. */
export function* manifest(model: ReportModel): Generator<Buffer> {
  const { tool, startedAt, endedAt, mode, way, cluster, verdict, cancelled, counts, names } = model
  const head = {
    format: 'teleport-support-dump',
    version: manifestVersion,
    tool,
    started_at: startedAt.toISOString(),
    ended_at: endedAt.toISOString(),
    mode,
    via: way,
    cluster: { name: cluster.name ?? null, version: cluster.version ?? null },
    verdict,
    complete: verdict === 'complete',
    cancelled,
    secrets_removed: model.secretsRemoved,
    names,
    counts,
    troubles: model.troubles.map(({ outcome, reason, count, what, nodes, advice }) => ({
      outcome,
      reason,
      count,
      what,
      nodes,
      advice: advice?.text ?? null,
      url: advice?.url ?? null,
    })),
  }
  yield Buffer.from(`${JSON.stringify(head, null, 2).slice(0, -2)},\n`)
  yield* list('nodes', model.agents, nodeItem)
  yield Buffer.from(',\n')
  yield* list('attempts', model.attempts, attemptItem)
  yield Buffer.from(',\n')
  yield* list('files', model.entries, fileItem)
  yield Buffer.from('\n}\n')
}

function* list<T>(name: string, items: readonly T[], itemOf: (item: T) => object): Generator<Buffer> {
  yield Buffer.from(`  "${name}": [`)
  for (let from = 0; from < items.length; from += 500) {
    const rows = items.slice(from, from + 500).map(item => `\n    ${JSON.stringify(itemOf(item))}`)
    yield Buffer.from(`${from === 0 ? '' : ','}${rows.join(',')}`)
  }
  yield Buffer.from(items.length === 0 ? ']' : '\n  ]')
}

const nodeItem = ({
  id,
  name,
  services,
  version,
  folder,
  outcome,
  reason,
  message,
  ms,
}: AgentResult): object => ({
  id,
  name,
  services,
  version,
  folder: folder ?? null,
  outcome,
  reason: reason ?? null,
  message: message ?? null,
  duration_ms: ms,
})

const attemptItem = ({
  scope,
  node,
  what,
  entry,
  outcome,
  reason,
  ms,
  bytes,
  originalBytes,
}: Attempt): object => ({
  scope,
  node: node ?? null,
  what,
  path: entry ?? null,
  outcome,
  reason: reason ?? null,
  duration_ms: ms,
  bytes,
  ...(originalBytes === undefined ? {} : { original_bytes: originalBytes }),
})

const fileItem = ({ name, bytes, cut, originalBytes }: DumpEntry): object => ({
  path: name,
  bytes,
  ...(cut === undefined ? {} : { truncated: cut }),
  ...(originalBytes === undefined ? {} : { original_bytes: originalBytes }),
})
