// What a log summary holds of one node. A cluster may have thousands of nodes: the lists are walked once, not once a node and fact.
import type { LogFile, LogSummary, LogTemplate, LifecycleEvent, NodeActivity } from './types.js'

export interface LogsOfNode {
  readonly files: readonly LogFile[]
  readonly templates: readonly LogTemplate[]
  readonly lifecycle: readonly LifecycleEvent[]
  readonly activity: NodeActivity | undefined
}

const byNode = new WeakMap<LogSummary, ReadonlyMap<string, LogsOfNode>>()

/** `''` is the node of a standalone server; a node without logs has empty lists. */
export function logsOfNode(logs: LogSummary, node: string): LogsOfNode {
  let known = byNode.get(logs)
  if (known === undefined) byNode.set(logs, (known = sortByNode(logs)))
  return known.get(node) ?? { files: [], templates: [], lifecycle: [], activity: undefined }
}

function sortByNode({ files, templates, lifecycle, activity = [] }: LogSummary): Map<string, LogsOfNode> {
  const own = {
    files: groupByNode(files),
    templates: groupByNode(templates),
    lifecycle: groupByNode(lifecycle),
    activity: groupByNode(activity),
  }
  const nodes = new Set(Object.values(own).flatMap(groups => [...groups.keys()]))
  return new Map(
    [...nodes].map(node => [
      node,
      {
        files: own.files.get(node) ?? [],
        templates: own.templates.get(node) ?? [],
        lifecycle: own.lifecycle.get(node) ?? [],
        activity: own.activity.get(node)?.[0],
      },
    ]),
  )
}

function groupByNode<T extends { readonly node: string | undefined }>(all: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const node = one.node ?? ''
    const group = groups.get(node)
    if (group) group.push(one)
    else groups.set(node, [one])
  }
  return groups
}
