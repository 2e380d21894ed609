// Shapes: what a document should look like, as data. One value both checks what was read and gives its TypeScript type.
import type { Problem } from '../packet/problem.js'
import { problem } from './problem-codes.js'
import type { Locate, ValuePath } from './types.js'

/**
 * `[S]`: a list of S. `{ '*': S }`: a map with any keys. Other objects name their fields, all optional; fields they do
 * not name are kept as they are.
 */
export type Shape =
  'string' | 'number' | 'boolean' | 'unknown' | readonly [Shape] | { readonly [field: string]: Shape }

/** The TypeScript type of a value that conforms. */
export type FromShape<S> = S extends 'string'
  ? string
  : S extends 'number'
    ? number
    : S extends 'boolean'
      ? boolean
      : S extends 'unknown'
        ? unknown
        : S extends readonly [infer Item]
          ? readonly FromShape<Item>[]
          : S extends { readonly '*': infer Value }
            ? Readonly<Record<string, FromShape<Value>>>
            : { readonly [Field in keyof S]?: FromShape<S[Field]> }

/** Problems reported for one document; more of the same tell nothing new. */
const maxProblems = 20

/**
 * The value with everything that does not conform left out, so that a wrong type reads as absent, never as a value.
 * Each field left out is a problem. `null` is absence. A number where text belongs becomes text (`2.6` of a
 * hand-written file), digits where a number belongs become a number.
 */
export function conform<S extends Shape>(value: unknown, shape: S, locate: Locate): Conformed<FromShape<S>> {
  const problems: Problem[] = []
  const report: Report = (path, expected, found) => {
    if (problems.length < maxProblems) problems.push(typeProblem(stepsOf(path), expected, found, locate))
  }
  const conformed = fit(value, shape, undefined, report)
  return { value: conformed as FromShape<S> | undefined, problems }
}

export interface Conformed<T> {
  /** `undefined` when the document as a whole has the wrong type. */
  readonly value: T | undefined
  readonly problems: readonly Problem[]
}

/** A path as a chain to its root: nearly all of them are made for nothing, so they must cost little. */
type Path = { readonly above: Path; readonly step: string | number } | undefined

type Report = (path: Path, expected: string, found: unknown) => void

function stepsOf(path: Path): ValuePath {
  const steps: (string | number)[] = []
  for (let at = path; at !== undefined; at = at.above) steps.unshift(at.step)
  return steps
}

function fit(value: unknown, shape: Shape, path: Path, report: Report): unknown {
  if (shape === 'unknown') return value
  if (value === null || value === undefined) return undefined
  if (typeof shape === 'string') return fitScalar(value, shape, path, report)
  if (isListShape(shape)) return fitList(value, shape[0], path, report)
  return fitMap(value, shape, path, report)
}

function fitScalar(value: unknown, shape: 'string' | 'number' | 'boolean', path: Path, report: Report) {
  if (typeof value === shape) return value
  if (shape === 'string' && typeof value === 'number') return String(value)
  if (shape === 'number' && typeof value === 'string' && /^-?\d{1,15}(\.\d+)?$/.test(value))
    return Number(value)
  report(path, article(shape), value)
  return undefined
}

/** The list itself when all of it fits, else a copy. */
function fitList(value: unknown, item: Shape, path: Path, report: Report): unknown {
  if (!Array.isArray(value)) {
    report(path, 'a list', value)
    return undefined
  }
  const list: readonly unknown[] = value
  const fitted = list.map((inner, step) => fitItem(inner, item, { above: path, step }, report))
  const same = fitted.every((inner, index) => inner === list[index])
  return same ? list : fitted.filter(inner => inner !== undefined)
}

function fitItem(value: unknown, item: Shape, path: Path, report: Report): unknown {
  // Most values of a document are scalars of the right type.
  return typeof value === item ? value : (fit(value, item, path, report) ?? emptyItem(item))
}

/** A map or list that does not fit stays as an empty one, so that the indexes of the others are those of the file. */
function emptyItem(item: Shape): unknown {
  if (typeof item === 'string') return undefined
  return isListShape(item) ? [] : {}
}

/** The map itself when all of it fits, else a copy. */
function fitMap(value: unknown, shape: { readonly [field: string]: Shape }, path: Path, report: Report) {
  if (!isMap(value)) {
    report(path, 'a map', value)
    return undefined
  }
  const any = shape['*']
  let changes: Map<string, unknown> | undefined
  for (const key of Object.keys(value)) {
    const inner = value[key]
    const expected = Object.hasOwn(shape, key) ? shape[key] : any
    if (expected === undefined || typeof inner === expected) continue
    const fitted = fit(inner, expected, { above: path, step: key }, report)
    if (fitted !== inner) (changes ??= new Map()).set(key, fitted)
  }
  return changes === undefined ? value : changed(value, changes)
}

/** A copy with some fields replaced; those replaced by nothing are left out. */
function changed(
  value: Record<string, unknown>,
  changes: ReadonlyMap<string, unknown>,
): Record<string, unknown> {
  const fields = Object.entries(value).map(
    ([key, inner]) => [key, changes.has(key) ? changes.get(key) : inner] as const,
  )
  return Object.fromEntries(fields.filter(([, inner]) => inner !== undefined))
}

function typeProblem(path: ValuePath, expected: string, found: unknown, locate: Locate): Problem {
  const name = path.length === 0 ? 'The document' : path.join('.')
  const code = path.length === 0 ? 'DOCUMENT_SHAPE' : 'FIELD_TYPE'
  return problem(code, `${name} is ${describe(found)}, not ${expected}; it is left out.`, {
    expected,
    found: describe(found),
    ...locate(path),
  })
}

/** A value in words, short enough for a sentence. */
export function describe(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function article(shape: 'string' | 'number' | 'boolean'): string {
  return { string: 'text', number: 'a number', boolean: 'true or false' }[shape]
}

function isListShape(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape)
}

/** An object of keys and values; neither a list nor `null`. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path of own properties; `undefined` where the path ends early. */
export function valueAt(value: unknown, path: ValuePath): unknown {
  let inner = value
  for (const step of path) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step)) return undefined
    inner = (inner as Record<string | number, unknown>)[step]
  }
  return inner
}
