// Where values stand in a structured text: a tree of offsets beside the value tree, made only when somebody asks.
import type { SourceText } from './text.js'
import type { Locate, Place, ValuePath } from './types.js'

/** Offset of a key or an item, and those of what is inside it. */
export interface Spot {
  readonly at: number
  readonly children: Map<string | number, Spot> | undefined
}

export function spot(at: number, children?: Map<string | number, Spot>): Spot {
  return { at, children }
}

/** A `Locate` over a spot tree that is built on the first call. Falls back to the nearest parent that exists. */
export function locateIn(source: SourceText, build: () => Spot | undefined): Locate {
  let root: Spot | undefined
  let built = false
  return path => {
    if (!built) [root, built] = [build(), true]
    return root && placeOf(source, root, path)
  }
}

function placeOf(source: SourceText, root: Spot, path: ValuePath): Place {
  let deepest = root
  for (const step of path) {
    const inner = deepest.children?.get(step)
    if (inner === undefined) break
    deepest = inner
  }
  return source.placeOf(deepest.at)
}
