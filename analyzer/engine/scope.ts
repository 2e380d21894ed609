// The variables of one node as expressions see them: watched, made when first asked for, and traced back to entries.
import type { Evidence } from '../analysis.js'
import type { ValuePath } from '../documents/types.js'
import type { Subject } from './subject.js'
import { createWatcher, noteAbsent, noteFound } from './watch.js'

/** An item of `each`, or the result of a `logs:` block: a variable of one rule only. */
export interface Extra {
  readonly value: unknown
  /** Where it stands in the packet; `undefined` for a computed value. */
  readonly path: ValuePath | undefined
}

export interface Scope {
  readonly node: string
  /** The object that expressions are run with. */
  variables(extras?: ReadonlyMap<string, Extra>): object
  /** Where a read value stands. */
  source(path: ValuePath): readonly Evidence[]
  /** Whether a read makes the outcome one of this node alone. */
  perNode(path: ValuePath): boolean
}

export function createScope(subject: Subject, node: string): Scope {
  const known = new Map<string, unknown>()
  const watch = createWatcher()

  function read(name: string): unknown {
    if (!known.has(name)) known.set(name, watch(subject.variable(name, node)?.value, [name]))
    const value = known.get(name)
    if (value === undefined) noteAbsent([name])
    else noteFound([name])
    return value
  }

  return {
    node,
    variables: extras =>
      new Proxy(
        {},
        {
          get(_, name) {
            if (typeof name !== 'string') return undefined
            const extra = extras?.get(name)
            if (extra === undefined) return read(name)
            if (extra.path !== undefined) noteFound(extra.path)
            return extra.value
          },
        },
      ),
    source: path => subject.variable(String(path[0]), node)?.source(path.slice(1)) ?? [],
    perNode: path => isPerNode(subject, path),
  }
}

/** By subject and path: a cluster has many nodes, and many rules read the same. */
const knownPerNode = new WeakMap<Subject, Map<string, boolean>>()

function isPerNode(subject: Subject, path: ValuePath): boolean {
  const known = knownPerNode.get(subject) ?? new Map<string, boolean>()
  knownPerNode.set(subject, known)
  const key = path.join('\u0000')
  const isKnown = known.get(key)
  if (isKnown !== undefined) return isKnown
  const perNode = subject.nodes.some(node => differs(subject, node, path))
  known.set(key, perNode)
  return perNode
}

/** Every node is asked: the first one may be the one that lacks the entry. */
function differs(subject: Subject, node: string, path: ValuePath): boolean {
  const perNode = subject.variable(String(path[0]), node)?.perNode ?? false
  return typeof perNode === 'function' ? perNode(path.slice(1)) : perNode
}
