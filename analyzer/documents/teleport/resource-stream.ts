// Objects as `tctl get` and `kubectl get` print them, in YAML or JSON: one, several in a row, or in a list. Each is checked
// against the shape of its kind; kinds and fields that nobody knows are kept as they are.
import type { Problem } from '../../packet/problem.js'
import { parseJson } from '../json.js'
import type { Parser } from '../parser.js'
import { maxProblems, problem } from '../problem-codes.js'
import { conform, describe, isMap } from '../shape.js'
import type { Shape } from '../shape.js'
import type { SourceText } from '../text.js'
import type { Locate, Parsed } from '../types.js'
import { maxObjects, unwrapped } from './resource-raw.js'
import type { RawObjects } from './resource-raw.js'
import { readObjects } from './resource-yaml.js'

/** An object with a kind; what else it has is told by the shape of that kind. */
export type KindObject = Readonly<Record<string, unknown>>

/** The objects of one entry, in its order. */
export interface ObjectStream {
  readonly items: readonly KindObject[]
  /** Objects in the entry; more than `items` when it holds more than are kept. */
  readonly count: number
}

/** The shape that an object should have, by its kind. */
export type ShapeFor = (object: KindObject) => Shape

/** A parser of such entries. `['items', 3, 'spec']` is the spec of the fourth object, whatever form the entry has. */
export function objectParser(shapeFor: ShapeFor): Parser<ObjectStream> {
  return source => {
    if (!looksLikeJson(source.text)) return conformed(readObjects(source), shapeFor)
    const read = readJson(source)
    return 'kind' in read ? read : conformed(read, shapeFor)
  }
}

/** `tctl get --format=json` prints `null` for nothing. */
function looksLikeJson(text: string): boolean {
  return /^\s*(?:[[{]|null\s*$)/.test(text.slice(0, 200))
}

function readJson(source: SourceText): RawObjects | Extract<Parsed<unknown>, { kind: 'unreadable' }> {
  const parsed = parseJson(source)
  if (parsed.kind === 'unreadable') return parsed
  const { objects, above } = unwrapped(parsed.value)
  return {
    objects: objects.slice(0, maxObjects),
    count: objects.length,
    locate: path => parsed.locate(above === undefined ? path.slice(1) : [...above, ...path]),
    // Older versions number each write by the nanosecond; nobody reads that number.
    problems: parsed.problems.filter(({ code }) => code !== 'NUMBER_TOO_LARGE'),
  }
}

/** Objects that are maps, each as far as it conforms. An object that is none stays as an empty one, to keep the others' places. */
function conformed(read: RawObjects, shapeFor: ShapeFor): Parsed<ObjectStream> {
  const problems: Problem[] = [...read.problems]
  const items = read.objects.map((object, index) => {
    if (!isMap(object)) {
      note(problems, [notAnObject(object, read.locate([index]))])
      return {}
    }
    const fitted = conform(object, shapeFor(object), path => read.locate([index, ...path]))
    note(problems, fitted.problems)
    return fitted.value as KindObject
  })
  return {
    kind: 'ok',
    value: { items, count: read.count },
    locate: ([first, ...path]) => (first === 'items' ? read.locate(path) : { line: 1, column: 1 }),
    problems: [...problems, ...beyondBound(read)],
  }
}

function note(problems: Problem[], found: readonly Problem[]): void {
  if (problems.length < maxProblems) problems.push(...found.slice(0, maxProblems - problems.length))
}

function notAnObject(value: unknown, where: ReturnType<Locate>): Problem {
  return problem('DOCUMENT_SHAPE', `An object of the list is ${describe(value)}; it is left out.`, {
    expected: 'a map with kind, metadata and spec',
    found: describe(value),
    ...where,
  })
}

function beyondBound({ objects, count }: RawObjects): readonly Problem[] {
  if (count <= maxObjects) return []
  const message = `The entry holds ${count} objects; the first ${objects.length} are analyzed.`
  return [problem('DOCUMENT_TOO_LARGE', message, { expected: `at most ${maxObjects}`, found: `${count}` })]
}
