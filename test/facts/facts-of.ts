// Builds facts from a few values instead of a packet: the smallest input that shows what a derivation does.
import { deriveFacts } from '../../analyzer/facts/index.js'
import type { Facts, FactSources } from '../../analyzer/facts/index.js'
import type { Document, ValuePath } from '../../analyzer/documents/types.js'
import { documentsOf } from '../../analyzer/documents/parse.js'
import type { DocumentKind, Inventory } from '../../analyzer/packet/layout-types.js'
import type { LogSummary } from '../../analyzer/documents/log/types.js'

export interface Given {
  /** Kind → value, for a standalone server; `node/kind` for a node of a cluster. */
  readonly [kind: string]: unknown
}

export interface Circumstances {
  readonly generatedAtMs?: number
  readonly nodes?: readonly string[]
  readonly logs?: Partial<LogSummary>
  readonly inventory?: Partial<Inventory>
}

/** A document whose every value stands on a line of its own: the path is the line's text. */
export function documentOf(kind: DocumentKind, value: unknown, node?: string): Document {
  const lines: string[] = []
  const lineOf = (path: ValuePath): number => {
    const text = path.join('.')
    if (!lines.includes(text)) lines.push(text)
    return lines.indexOf(text) + 1
  }
  return {
    kind,
    entry: node === undefined || node === '' ? kind : `${node}/${kind}`,
    node,
    plugin: undefined,
    value,
    locate: path => ({ line: lineOf(path), column: 1 }),
    lineText: line => lines[line - 1],
  }
}

export function sourcesOf(given: Given, circumstances: Circumstances = {}): FactSources {
  const documents = Object.entries(given).map(([name, value]) => {
    const slash = name.indexOf('/')
    const kind = name.slice(slash + 1) as DocumentKind
    return documentOf(kind, value, slash < 0 ? undefined : name.slice(0, slash))
  })
  const named = [...new Set(documents.flatMap(document => document.node ?? []))]
  return {
    nodes: circumstances.nodes ?? (named.length > 0 ? named : ['']),
    documents: documentsOf(documents),
    inventory: { layout: undefined, items: [], problems: [], ...circumstances.inventory },
    logs: circumstances.logs && {
      files: [],
      templates: [],
      lifecycle: [],
      matches: new Map(),
      ...circumstances.logs,
    },
    generatedAtMs: circumstances.generatedAtMs,
  }
}

export function factsOf(given: Given, circumstances?: Circumstances): Facts {
  return deriveFacts(sourcesOf(given, circumstances))
}

/** The value of one fact, for a standalone server unless a node is named. */
export function factOf(id: string, given: Given, circumstances?: Circumstances, node = ''): unknown {
  return factsOf(given, circumstances).get(id, node)?.value
}
