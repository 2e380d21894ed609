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
  const report = (path: ValuePath, expected: string, found: unknown) => {
    if (problems.length < maxProblems) problems.push(typeProblem(path, expected, found, locate))
  }
  const conformed = fit(value, shape, [], report)
  return { value: conformed as FromShape<S> | undefined, problems }
}

export interface Conformed<T> {
  /** `undefined` when the document as a whole has the wrong type. */
  readonly value: T | undefined
  readonly problems: readonly Problem[]
}

type Report = (path: ValuePath, expected: string, found: unknown) => void

function fit(value: unknown, shape: Shape, path: ValuePath, report: Report): unknown {
  if (shape === 'unknown') return value
  if (value === null || value === undefined) return undefined
  if (typeof shape === 'string') return fitScalar(value, shape, path, report)
  if (isListShape(shape)) return fitList(value, shape[0], path, report)
  return fitMap(value, shape, path, report)
}

function fitScalar(value: unknown, shape: 'string' | 'number' | 'boolean', path: ValuePath, report: Report) {
  if (typeof value === shape) return value
  if (shape === 'string' && typeof value === 'number') return String(value)
  if (shape === 'number' && typeof value === 'string' && /^-?\d{1,15}(\.\d+)?$/.test(value))
    return Number(value)
  report(path, article(shape), value)
  return undefined
}

function fitList(value: unknown, item: Shape, path: ValuePath, report: Report): unknown {
  if (!Array.isArray(value)) {
    report(path, 'a list', value)
    return undefined
  }
  return value.flatMap((inner: unknown, index) => {
    const fitted = fit(inner, item, [...path, index], report) ?? emptyItem(item)
    return fitted === undefined ? [] : [fitted]
  })
}

/** A map or list that does not fit stays as an empty one, so that the indexes of the others are those of the file. */
function emptyItem(item: Shape): unknown {
  if (typeof item === 'string') return undefined
  return isListShape(item) ? [] : {}
}

function fitMap(value: unknown, shape: { readonly [field: string]: Shape }, path: ValuePath, report: Report) {
  if (!isMap(value)) {
    report(path, 'a map', value)
    return undefined
  }
  const any = shape['*']
  const fields = Object.entries(value).flatMap(([key, inner]) => {
    const expected = Object.hasOwn(shape, key) ? shape[key] : any
    const fitted = expected === undefined ? inner : fit(inner, expected, [...path, key], report)
    return fitted === undefined ? [] : [[key, fitted] as const]
  })
  return Object.fromEntries(fields)
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

/** The list at a path; an empty one where there is none. */
export function listAt(value: unknown, path: ValuePath): readonly unknown[] {
  const found = valueAt(value, path)
  return Array.isArray(found) ? found : []
}
