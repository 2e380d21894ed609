// `facts`: the dotted ids as a tree. A fact is derived when an expression reads it, and not before.
import type { Evidence } from '../analysis.js'
import type { ValuePath } from '../documents/types.js'
import type { Facts, Source } from '../facts/types.js'
import { pointerOf } from './excerpt.js'
import { maskSecrets } from './mask.js'
import type { Variable } from './subject.js'

/** A fact may rest on hundreds of places; the first say enough. */
const sourcesLimit = 4

export function factsVariable(facts: Facts, node: string, nodes: readonly string[]): Variable {
  return {
    value: treeOf(facts, node),
    perNode: path => differsByNode(facts, path, nodes),
    source(path) {
      const id = factIdOf(facts, path)
      const from = id === undefined ? [] : (facts.get(id, node)?.from ?? [])
      return from.slice(0, sourcesLimit).map(evidenceOfSource)
    },
  }
}

/** Whether a fact differs by node; asked by every rule that reads it. */
const differing = new WeakMap<Facts, Map<string, boolean>>()

function differsByNode(facts: Facts, path: ValuePath, nodes: readonly string[]): boolean {
  const id = factIdOf(facts, path)
  if (id === undefined || nodes.length < 2) return false
  const known = differing.get(facts) ?? new Map<string, boolean>()
  differing.set(facts, known)
  const differs = known.get(id) ?? isOfNodes(facts, id, nodes)
  known.set(id, differs)
  return differs
}

/** A fact of the packet as a whole is the same object for every node: it is derived once. */
function isOfNodes(facts: Facts, id: string, nodes: readonly string[]): boolean {
  const [first, ...others] = nodes.map(node => facts.get(id, node))
  return others.some(other => other !== first)
}

/** The fact that a path leads to or into. */
function factIdOf(facts: Facts, path: ValuePath): string | undefined {
  const ids = idsOf(facts)
  for (let length = path.length; length > 0; length--) {
    const id = path.slice(0, length).join('.')
    if (ids.has(id)) return id
  }
  return undefined
}

const idSets = new WeakMap<Facts, ReadonlySet<string>>()

function idsOf(facts: Facts): ReadonlySet<string> {
  const known = idSets.get(facts) ?? new Set(facts.ids())
  idSets.set(facts, known)
  return known
}

type Tree = Record<string, unknown>

function treeOf(facts: Facts, node: string): Tree {
  const root: Tree = {}
  for (const id of facts.ids()) {
    const names = id.split('.')
    const name = names.pop() ?? ''
    const group = groupAt(root, names)
    // Where an id is also the start of others, the group stays: its own value would hide them.
    if (Object.hasOwn(group, name)) continue
    Object.defineProperty(group, name, {
      enumerable: true,
      configurable: true,
      get: () => facts.get(id, node)?.value,
    })
  }
  return root
}

function groupAt(root: Tree, names: readonly string[]): Tree {
  let group = root
  for (const name of names) {
    const descriptor = Object.getOwnPropertyDescriptor(group, name)
    if (descriptor?.value === undefined)
      Object.defineProperty(group, name, { enumerable: true, configurable: true, value: {} })
    group = group[name] as Tree
  }
  return group
}

function evidenceOfSource({ entry, node, path, line, excerpt }: Source): Evidence {
  return {
    entry,
    ...(line === undefined ? {} : { line }),
    ...(path === undefined || path.length === 0 ? {} : { pointer: pointerOf(path) }),
    ...(excerpt === undefined ? {} : { excerpt: maskSecrets(excerpt) }),
    ...(node === undefined || node === '' ? {} : { node }),
  }
}
