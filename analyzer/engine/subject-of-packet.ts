// The subject of a real packet: documents, inventory and facts as rule variables, each value traceable to entry and line.
import type { Evidence } from '../analysis.js'
import type { Documents } from '../documents/index.js'
import type { LogSummary } from '../documents/log/types.js'
import type { Document, ValuePath } from '../documents/types.js'
import { valueAt } from '../documents/shape.js'
import type { Facts } from '../facts/types.js'
import { products } from '../packet/layout.js'
import type { Inventory } from '../packet/layout-types.js'
import { excerptOf, pointerOf } from './excerpt.js'
import { factsVariable } from './facts-variable.js'
import { logMatchOf } from './log-match.js'
import { maskSecrets } from './mask.js'
import { packetVariable } from './packet-variable.js'
import type { Subject, Variable } from './subject.js'
import { ruleVariables, variableNames } from './variables.js'

export interface PacketParts {
  /** `['']` for a standalone server. */
  readonly nodes: readonly string[]
  readonly documents: Documents
  readonly inventory: Inventory
  readonly facts: Facts
  /** `undefined` when the packet has no logs. */
  readonly logs: LogSummary | undefined
}

export function packetSubject(parts: PacketParts): Subject {
  const { nodes, documents, inventory, logs } = parts
  const kinds = new Map(inventory.items.map(({ name, kind }) => [name, kind]))
  const known = new Map<string, Variable | undefined>()
  return {
    product: inventory.layout?.product,
    serverVersion: inventory.layout?.serverVersion,
    nodes,
    variableNames: variableNames(),
    titleOf: node => nodeTitle(node, parts),
    variable(name, node) {
      const key = `${node}\u0000${name}`
      if (!known.has(key)) known.set(key, makeVariable(name, node, parts))
      return known.get(key)
    },
    logs,
    logMatch: (ruleId, node, named) => logMatchOf(logs, ruleId, node, named),
    kindOf: entry => kinds.get(entry) ?? documents.all.find(document => document.entry === entry)?.kind,
  }
}

function nodeTitle(node: string, { documents, inventory }: PacketParts): string | undefined {
  const source = products.find(({ product }) => product === inventory.layout?.product)?.nodeTitle
  const stated = source && documents.of(source.kind).find(document => document.node === node)
  const title = stated && valueAt(stated.value, source.path)
  return typeof title === 'string' && title !== '' ? title.slice(0, 100) : undefined
}

function makeVariable(name: string, node: string, parts: PacketParts): Variable | undefined {
  switch (name) {
    case 'facts':
      return factsVariable(parts.facts, node, parts.nodes)
    case 'packet':
      return packetVariable(parts.inventory)
    case 'plugin_diagnostics':
      return pluginDiagnostics(node, parts)
    case 'warning':
      return documentVariable(name, node, parts) ?? withoutWarnings(parts.inventory)
    default:
      return documentVariable(name, node, parts)
  }
}

function documentVariable(
  name: string,
  node: string,
  { documents, nodes }: PacketParts,
): Variable | undefined {
  const kind = ruleVariables.find(variable => variable.name === name)?.kind
  const document = kind === undefined ? undefined : documents.get(kind, node)
  if (kind === undefined || document === undefined) return undefined
  return {
    value: document.value,
    perNode: nodes.length > 1 && documents.of(kind).some(other => isOfNode(other)),
    source: path => [placeOf(document, path)],
  }
}

const isOfNode = ({ node }: Document): boolean => node !== undefined && node !== ''

/** By plugin id. Plugins write one a packet; where a node's folder holds one, it is that node's. */
function pluginDiagnostics(node: string, { documents, nodes }: PacketParts): Variable | undefined {
  const all = documents.of('plugin-diagnostics')
  const own = all.filter(document => !isOfNode(document) || document.node === node)
  if (own.length === 0) return undefined
  const byPlugin = new Map(own.map(document => [document.plugin ?? '', document]))
  return {
    value: Object.fromEntries([...byPlugin].map(([plugin, document]) => [plugin, document.value])),
    perNode: nodes.length > 1 && all.some(isOfNode),
    source([plugin, ...path]) {
      const document = byPlugin.get(String(plugin))
      return document === undefined ? [] : [placeOf(document, path)]
    },
  }
}

/** A server writes warning.txt only when something failed: a packet without one has no warnings, and that is known. */
function withoutWarnings({ layout, items }: Inventory): Variable | undefined {
  const unread = items.some(({ kind, entry }) => kind === 'warning' && entry !== undefined)
  if (layout?.product !== 'mattermost' || unread) return undefined
  return { value: { points: [], count: 0 }, perNode: false, source: () => [] }
}

function placeOf(document: Document, path: ValuePath): Evidence {
  const line = document.locate(path)?.line
  const excerpt = excerptIn(document, path, line)
  return {
    entry: document.entry,
    ...(line === undefined ? {} : { line }),
    ...(path.length === 0 ? {} : { pointer: pointerOf(path) }),
    ...(excerpt === undefined ? {} : { excerpt }),
    ...(isOfNode(document) && document.node !== undefined ? { node: document.node } : {}),
  }
}

/** An item of a list has no key to show, and text files have no keys at all: then the line itself. */
function excerptIn(document: Document, path: ValuePath, line: number | undefined): string | undefined {
  const keyed = typeof path.at(-1) === 'string' && document.kind !== 'warning'
  const named = keyed ? excerptOf(path, valueAt(document.value, path)) : undefined
  if (named !== undefined || line === undefined || path.length === 0) return named
  const text = document.lineText(line)?.trim()
  return text === undefined ? undefined : maskSecrets(text).slice(0, 300)
}
