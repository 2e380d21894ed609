// The places of keys and items in a YAML text, from the parser's events. Only worked out when somebody asks for a line.
import { EVENT_ID, getScalarValue, SCALAR_STYLE } from 'js-yaml'
import type { Event, ScalarEvent } from 'js-yaml'
import { spot } from './spots.js'
import type { Spot } from './spots.js'

/** A key that occurs again in its mapping. */
export interface DuplicateKey {
  readonly key: string
  readonly at: number
}

interface Container {
  readonly isMapping: boolean
  readonly children: Map<string | number, Spot>
  /** In a mapping: the key that waits for its value. */
  key: { readonly name: string; readonly at: number } | undefined
  count: number
}

/** The spot tree of the first document of `text`; offsets count from `base`. */
export function spotsOfYaml(text: string, events: readonly Event[], base = 0): Spot | undefined {
  return walk(text, events, base).root
}

/** Keys that occur twice in one mapping, in order. */
export function duplicateKeys(text: string, events: readonly Event[]): readonly DuplicateKey[] {
  return walk(text, events, 0).duplicates
}

function walk(text: string, events: readonly Event[], base: number) {
  const open: Container[] = []
  const anchors = new Map<string, Spot>()
  const duplicates: DuplicateKey[] = []
  let root: Spot | undefined

  /** Puts a node where the parser stands: as key, as value of the waiting key, or as item. */
  const place = (
    at: number,
    children: Map<string | number, Spot> | undefined,
    keyName: string | undefined,
  ) => {
    const parent = open.at(-1)
    if (parent === undefined) return (root ??= spot(at, children))
    if (parent.isMapping && parent.key === undefined) {
      parent.key = { name: keyName ?? '', at }
      return undefined
    }
    const name = parent.isMapping ? (parent.key?.name ?? '') : parent.count++
    const made = spot(parent.isMapping ? (parent.key?.at ?? at) : at, children)
    if (parent.isMapping && parent.children.has(name))
      duplicates.push({ key: String(name), at: made.at - base })
    parent.children.set(name, made)
    parent.key = undefined
    return made
  }

  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        if (root !== undefined) return { root, duplicates }
        break
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE: {
        const container: Container = {
          isMapping: event.type === EVENT_ID.MAPPING,
          children: new Map(),
          key: undefined,
          count: 0,
        }
        remember(place(base + event.start, container.children, '[…]'), event)
        open.push(container)
        break
      }
      case EVENT_ID.SCALAR:
        remember(place(base + startOf(event), undefined, getScalarValue(text, event)), event)
        break
      case EVENT_ID.ALIAS: {
        const target = anchors.get(text.slice(event.anchorStart, event.anchorEnd))
        place(base + event.anchorStart - 1, target?.children, '[…]')
        break
      }
      case EVENT_ID.POP:
        open.pop()
        break
    }
  }
  return { root, duplicates }

  function remember(
    made: Spot | undefined,
    event: { readonly anchorStart: number; readonly anchorEnd: number },
  ) {
    if (made !== undefined && event.anchorStart >= 0) {
      anchors.set(text.slice(event.anchorStart, event.anchorEnd), made)
    }
  }
}

/** The parser's range leaves out the opening quote. */
function startOf(event: ScalarEvent): number {
  const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED
  return quoted ? event.valueStart - 1 : event.valueStart
}
