// One rule file as text: its value, and where each part of it stands, for mistakes with line and column.
import { EVENT_ID, getScalarValue, load, parseEvents, YAMLException } from 'js-yaml'
import type { Event, ScalarEvent } from 'js-yaml'
import type { ValuePath } from '../documents/types.js'

/** 1-based; `column` in UTF-16 units. */
export interface Spot {
  readonly line: number
  readonly column: number
}

export type RuleText =
  | { readonly kind: 'ok'; readonly value: unknown; readonly spots: Spots }
  | { readonly kind: 'broken'; readonly message: string; readonly spot: Spot }

/** Places in a rule file. For a path that is not written, the nearest part around it that is. */
export interface Spots {
  /** Where the key (or list item) stands. */
  key(path: ValuePath): Spot
  /** Where a character of the value stands, by its offset in the decoded text. */
  inValue(path: ValuePath, offset: number): Spot
}

/** Rules nest four deep; anything deeper is no rule. */
const yamlLimits = { maxDepth: 30, maxAliases: 0 }

export function readRuleText(text: string): RuleText {
  try {
    return { kind: 'ok', value: load(text, yamlLimits), spots: findSpots(text) }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const at = error.mark?.position ?? 0
    return { kind: 'broken', message: `is no YAML: ${error.reason}`, spot: spotAt(text, at) }
  }
}

interface Place {
  readonly keyAt: number
  readonly scalar: ScalarEvent | undefined
}

function findSpots(text: string): Spots {
  let places: ReadonlyMap<string, Place> | undefined
  const nearest = (path: ValuePath): Place | undefined => {
    places ??= collectPlaces(text)
    for (let length = path.length; length > 0; length--) {
      const place = places.get(keyOf(path.slice(0, length)))
      if (place !== undefined) return length === path.length ? place : { ...place, scalar: undefined }
    }
    return undefined
  }
  return {
    key: path => spotAt(text, nearest(path)?.keyAt ?? 0),
    inValue(path, offset) {
      const place = nearest(path)
      if (place?.scalar === undefined) return spotAt(text, place?.keyAt ?? 0)
      return spotAt(text, sourceOffset(text, place.scalar, offset))
    },
  }
}

const keyOf = (path: ValuePath): string => path.join('\u0000')

/** A collection on the way down: the path it lies at, and the key that waits for its value. */
interface Level {
  readonly path: ValuePath
  readonly mapping: boolean
  key: ScalarEvent | undefined
  items: number
}

function collectPlaces(text: string): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>()
  const levels: Level[] = []
  for (const event of parseEvents(text, { maxDepth: yamlLimits.maxDepth })) {
    if (event.type === EVENT_ID.POP) levels.pop()
    else if (event.type !== EVENT_ID.DOCUMENT) step(text, event, levels, places)
    else levels.push({ path: [], mapping: false, key: undefined, items: -1 })
  }
  return places
}

function step(text: string, event: Event, levels: Level[], places: Map<string, Place>): void {
  const level = levels.at(-1)
  if (level === undefined) return
  if (level.mapping && level.key === undefined && event.type === EVENT_ID.SCALAR) {
    level.key = event
    return
  }
  const path = pathBelow(text, level)
  const scalar = event.type === EVENT_ID.SCALAR ? event : undefined
  places.set(keyOf(path), { keyAt: level.key?.valueStart ?? startOf(event), scalar })
  level.key = undefined
  if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
    levels.push({ path, mapping: event.type === EVENT_ID.MAPPING, key: undefined, items: 0 })
  }
}

function pathBelow(text: string, level: Level): ValuePath {
  if (level.key !== undefined) return [...level.path, getScalarValue(text, level.key)]
  // The document itself has one value and no path of its own.
  return level.items < 0 ? [] : [...level.path, level.items++]
}

function startOf(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) return event.valueStart
  return 'start' in event ? event.start : 0
}

/**
 * Finds the place of a decoded character by walking both texts: what decoding drops (quotes' escapes, indentation, folded
 * line ends) is stepped over.
 */
function sourceOffset(text: string, scalar: ScalarEvent, offset: number): number {
  const decoded = getScalarValue(text, scalar)
  let at = scalar.valueStart
  for (let index = 0; index <= Math.min(offset, decoded.length - 1); index++) {
    const next = nextMatch(text, scalar, at, decoded[index] ?? '')
    if (next === undefined) return at
    at = index === offset ? next : next + 1
  }
  return at
}

function nextMatch(
  text: string,
  { valueEnd }: ScalarEvent,
  from: number,
  wanted: string,
): number | undefined {
  const blank = /\s/.test(wanted)
  for (let at = from; at < valueEnd; at++) {
    const character = text[at] ?? ''
    if (blank ? /\s/.test(character) || character === '\\' : character === wanted) return at
  }
  return undefined
}

function spotAt(text: string, offset: number): Spot {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { line, column: offset - before.lastIndexOf('\n') }
}
