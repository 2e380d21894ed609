// A tree of calls as flame graphs are drawn from it: whole, zoomed in, or turned around a function to see who calls it.
import type { ProfileTree } from '../../shared/pages.js'

/** Nodes by index; node 0 is the root. */
export interface CallTree {
  readonly names: readonly string[]
  readonly name: readonly number[]
  readonly parent: readonly number[]
  readonly total: readonly number[]
  /** Largest first. */
  readonly children: readonly (readonly number[])[]
  readonly depth: readonly number[]
}

export function openTree({ names, name, parent, total }: Omit<ProfileTree, 'leftOut'>): CallTree {
  const children: number[][] = name.map(() => [])
  const depth: number[] = []
  for (let node = 0; node < name.length; node++) {
    const above = parent[node] ?? -1
    depth.push(above < 0 ? 0 : (depth[above] ?? 0) + 1)
    if (above >= 0) children[above]?.push(node)
  }
  return { names, name, parent, total, children, depth }
}

export function nameOf(tree: CallTree, node: number): string {
  return tree.names[tree.name[node] ?? 0] ?? ''
}

/** What a node spent itself: its value without what it called. */
export function selfOf(tree: CallTree, node: number): number {
  const called = (tree.children[node] ?? []).reduce((sum, child) => sum + (tree.total[child] ?? 0), 0)
  return Math.max(0, (tree.total[node] ?? 0) - called)
}

/** From the root down to the node, both included. */
export function pathTo(tree: CallTree, node: number): readonly number[] {
  const path: number[] = []
  for (let at = node; at >= 0; at = tree.parent[at] ?? -1) path.push(at)
  return path.reverse()
}

/** A drawn node: `x` and `width` in the unit of the space it is laid out in. */
export interface Block {
  readonly node: number
  readonly depth: number
  readonly x: number
  readonly width: number
}

/**
 * The blocks to draw when `zoomed` fills the width: those above it in full width, those below it by their share. What is
 * narrower than `least` is left out, with all below it.
 */
export function layOut(tree: CallTree, zoomed: number, width: number, least: number): readonly Block[] {
  const path = pathTo(tree, zoomed)
  const blocks: Block[] = path.slice(0, -1).map((node, depth) => ({ node, depth, x: 0, width }))
  const whole = tree.total[zoomed] ?? 0
  const open: Block[] = [{ node: zoomed, depth: path.length - 1, x: 0, width }]
  for (let block = open.pop(); block !== undefined; block = open.pop()) {
    blocks.push(block)
    let x = block.x
    for (const child of tree.children[block.node] ?? []) {
      const share = whole === 0 ? 0 : ((tree.total[child] ?? 0) / whole) * width
      // Siblings come largest first: behind the first that is too narrow all are.
      if (share < least) break
      open.push({ node: child, depth: block.depth + 1, x, width: share })
      x += share
    }
  }
  return blocks
}

/** Nodes of a function that are not inside another call of it: those count once. */
function outermost(tree: CallTree, name: number): readonly number[] {
  const inside = new Uint8Array(tree.name.length)
  const found: number[] = []
  for (let node = 1; node < tree.name.length; node++) {
    const above = tree.parent[node] ?? -1
    const isIt = tree.name[node] === name
    inside[node] = isIt || inside[above] === 1 ? 1 : 0
    if (isIt && inside[above] !== 1) found.push(node)
  }
  return found
}

interface Growing {
  readonly name: number[]
  readonly parent: number[]
  readonly total: number[]
  readonly places: Map<string, number>
}

function growing(root: number): Growing {
  return { name: [root], parent: [-1], total: [0], places: new Map() }
}

function grow(tree: Growing, parent: number, name: number, value: number): number {
  const key = `${parent} ${name}`
  const known = tree.places.get(key)
  const place = known ?? tree.name.push(name) - 1
  if (known === undefined) {
    tree.parent.push(parent)
    tree.total.push(0)
    tree.places.set(key, place)
  }
  tree.total[place] = (tree.total[place] ?? 0) + value
  return place
}

function finish(names: readonly string[], { name, parent, total }: Growing): CallTree {
  const tree = openTree({ names, name, parent, total })
  const children = tree.children.map(list => [...list].sort((a, b) => (total[b] ?? 0) - (total[a] ?? 0)))
  return { ...tree, children }
}

/** What a function calls, over all places it is called from; the root is the function. */
export function calleesOf(tree: CallTree, name: number): CallTree {
  const merged = growing(name)
  const open = outermost(tree, name).map(node => ({ node, place: 0 }))
  for (const { node } of open) merged.total[0] = (merged.total[0] ?? 0) + (tree.total[node] ?? 0)
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const child of tree.children[next.node] ?? [])
      open.push({
        node: child,
        place: grow(merged, next.place, tree.name[child] ?? 0, tree.total[child] ?? 0),
      })
  return finish(tree.names, merged)
}

/** Who calls a function, and who calls those; the root is the function. */
export function callersOf(tree: CallTree, name: number): CallTree {
  const merged = growing(name)
  for (const node of outermost(tree, name)) {
    const value = tree.total[node] ?? 0
    merged.total[0] = (merged.total[0] ?? 0) + value
    let place = 0
    for (let at = tree.parent[node] ?? -1; at > 0; at = tree.parent[at] ?? -1)
      place = grow(merged, place, tree.name[at] ?? 0, value)
  }
  return finish(tree.names, merged)
}

/** The functions of a tree's first level with their values: whom the root calls, or is called by. */
export function firstLevel(tree: CallTree): readonly { readonly name: string; readonly value: number }[] {
  return (tree.children[0] ?? []).map(node => ({ name: nameOf(tree, node), value: tree.total[node] ?? 0 }))
}
