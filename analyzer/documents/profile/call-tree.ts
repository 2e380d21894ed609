// All stacks of a profile merged into one tree of calls, as flame graphs draw it: children with the largest value first.
import { intColumn, numberColumn, pushInt, pushNumber } from './columns.js'
import type { Profile } from './types.js'

/** Nodes by index, each after its parent and the largest of siblings first. Node 0 is the whole profile. */
export interface CallTree {
  readonly names: readonly string[]
  /** Index of a node's name. */
  readonly name: readonly number[]
  /** -1 for the root. */
  readonly parent: readonly number[]
  /** Value of the node with all that it called. */
  readonly total: readonly number[]
  /** Calls that were too small, or too many, to be kept; their value is in those that called them. */
  readonly leftOut: number
}

/** Calls told apart while merging: a real profile has some ten thousand. Deeper ones count to the call they were made from. */
const mostMerged = 400_000

/** Nodes kept: a screen shows a few thousand, zooming in some more. */
const mostKept = 20_000

export function callTree(profile: Profile, typeIndex: number): CallTree {
  const merged = mergeStacks(profile, typeIndex)
  const least = leastKept(merged.total)
  const children = childrenOf(merged, least)
  return inOrder(merged, children, namesOf(profile))
}

interface Merged {
  /** Function of a node; -1 for the root, below that -2 - mapping for code without a name. */
  readonly code: Int32Array
  readonly parent: Int32Array
  readonly total: Float64Array
  readonly refused: number
}

function mergeStacks(profile: Profile, typeIndex: number): Merged {
  const { samples, sampleTypes } = profile
  const [code, parent, total] = [intColumn(), intColumn(), numberColumn()]
  const places = new Map<number, number>()
  // One key for parent and code; both stay far below 2^26.
  const codes = profile.functions.names.length + profile.mappings.length + 3
  let refused = 0
  const addNode = (of: number, above: number): number => {
    pushInt(code, of)
    pushInt(parent, above)
    pushNumber(total, 0)
    return code.length - 1
  }
  const childOf = (node: number, of: number): number | undefined => {
    const key = node * codes + of + profile.mappings.length + 2
    const known = places.get(key)
    if (known !== undefined) return known
    if (code.length >= mostMerged) return undefined
    const made = addNode(of, node)
    places.set(key, made)
    return made
  }
  addNode(-1, -1)
  for (let sample = 0; sample < samples.count; sample++) {
    const weight = samples.values[sample * sampleTypes.length + typeIndex] ?? 0
    if (weight <= 0) continue
    total.data[0] = (total.data[0] ?? 0) + weight
    let node = 0
    for (const of of codesOf(profile, sample)) {
      const child = childOf(node, of)
      if (child === undefined) {
        refused++
        break
      }
      total.data[child] = (total.data[child] ?? 0) + weight
      node = child
    }
  }
  const count = code.length
  return {
    code: code.data.subarray(0, count),
    parent: parent.data.subarray(0, count),
    total: total.data.subarray(0, count),
    refused,
  }
}

/** The functions of a stack from the outermost inwards. */
function* codesOf({ samples, locations }: Profile, sample: number): Generator<number> {
  const first = samples.frameStart[sample] ?? 0
  for (let frame = (samples.frameEnd[sample] ?? 0) - 1; frame >= first; frame--) {
    const location = samples.frames[frame] ?? 0
    const start = locations.lineStart[location] ?? 0
    const last = (locations.lineEnd[location] ?? 0) - 1
    if (last < start) yield -2 - ((locations.mapping[location] ?? -1) + 1)
    for (let line = last; line >= start; line--) yield locations.lineFunction[line] ?? 0
  }
}

/** Only nodes above this value are kept; a child never has more than its parent, so the tree stays one. */
function leastKept(total: Float64Array): number {
  if (total.length <= mostKept) return 0
  return total.slice().sort().at(-mostKept) ?? 0
}

function childrenOf({ parent, total }: Merged, least: number): readonly (readonly number[])[] {
  const children: number[][] = Array.from(parent, () => [])
  for (let node = 1; node < parent.length; node++)
    if ((total[node] ?? 0) > least) children[parent[node] ?? 0]?.push(node)
  for (const list of children) list.sort((a, b) => (total[b] ?? 0) - (total[a] ?? 0) || a - b)
  return children
}

/** Numbers the kept nodes anew, parents first. The walk keeps its own stack: trees are as deep as stacks are. */
function inOrder(
  { code, total, refused }: Merged,
  children: readonly (readonly number[])[],
  nameOf: (code: number) => string,
): CallTree {
  const names = new Map<string, number>()
  const tree = { name: [] as number[], parent: [] as number[], total: [] as number[] }
  const open: { readonly node: number; readonly parent: number }[] = [{ node: 0, parent: -1 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const text = nameOf(code[next.node] ?? -1)
    const name = names.get(text) ?? names.size
    names.set(text, name)
    const place = tree.name.push(name) - 1
    tree.parent.push(next.parent)
    tree.total.push(total[next.node] ?? 0)
    for (const node of (children[next.node] ?? []).toReversed()) open.push({ node, parent: place })
  }
  return { names: [...names.keys()], ...tree, leftOut: code.length - tree.name.length + refused }
}

function namesOf({ functions, mappings }: Profile): (code: number) => string {
  return code => {
    if (code === -1) return 'all'
    if (code >= 0) return functions.names[code] || '<unknown>'
    const file = mappings[-3 - code]?.file.replace(/\/+$/, '').split('/').at(-1)
    return file === undefined || file === '' ? '<unknown>' : `[${file}]`
  }
}
