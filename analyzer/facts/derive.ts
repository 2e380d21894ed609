// Derives facts lazily: each once a node (or once a packet), and only those that somebody asks for.
import type { Derived, FactDefinition, FactInput, Facts, FactSources } from './types.js'
import { sourceAt } from './source.js'

/** `pending` marks a derivation on its way, so that facts which ask for each other are caught. */
type Memo = Derived<unknown> | undefined | 'pending'

/**
 * Facts over what a packet gave. A derivation that throws is a bug of this project, never of the packet: it is thrown
 * on with the id of the fact.
 */
export function deriveWith(definitions: readonly FactDefinition[], sources: FactSources): Facts {
  const byId = new Map(definitions.map(definition => [definition.id, definition]))
  const memos = new Map<FactDefinition, Map<string, Memo>>()
  const nodes = sources.nodes.length > 0 ? sources.nodes : ['']

  function get(definition: FactDefinition, node: string): Derived<unknown> | undefined {
    const memo = memoOf(definition)
    const key = definition.scope === 'packet' ? '' : node
    if (!memo.has(key)) {
      memo.set(key, 'pending')
      memo.set(key, derive(definition, node))
    }
    const known = memo.get(key)
    if (known === 'pending') throw new Error(`fact ${definition.id} asks for itself`)
    return known
  }

  function memoOf(definition: FactDefinition): Map<string, Memo> {
    const existing = memos.get(definition)
    if (existing !== undefined) return existing
    const created = new Map<string, Memo>()
    memos.set(definition, created)
    return created
  }

  function derive(definition: FactDefinition, node: string): Derived<unknown> | undefined {
    // The first node's entry may be the damaged one: what concerns the whole packet is taken from any node that has it.
    const asked = definition.scope === 'packet' ? nodes : [node]
    for (const candidate of asked) {
      const derived = deriveOne(definition, inputFor(candidate))
      if (derived !== undefined) return derived
    }
    return undefined
  }

  function inputFor(node: string): FactInput {
    return {
      ...sources,
      nodes,
      node,
      at: sourceAt,
      fact: <T>(definition: FactDefinition<T>, other = node) =>
        get(definition, other) as Derived<T> | undefined,
    }
  }

  return {
    get(id, node) {
      const definition = byId.get(id)
      return definition === undefined ? undefined : get(definition, node)
    },
    ids: () => [...byId.keys()],
  }
}

function deriveOne(definition: FactDefinition, input: FactInput): Derived<unknown> | undefined {
  try {
    return definition.derive(input)
  } catch (error) {
    throw new Error(`fact ${definition.id}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}
