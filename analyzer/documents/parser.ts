// What every document parser is: text in, value with places and problems out. parsers.ts names them by kind.
import type { Problem } from '../packet/problem.js'
import { parseJson } from './json.js'
import { problem } from './problem-codes.js'
import { conform } from './shape.js'
import type { FromShape, Shape } from './shape.js'
import type { SourceText } from './text.js'
import type { Locate, Parsed, ValuePath } from './types.js'
import { parseYaml } from './yaml.js'

export type Parser<T = unknown> = (source: SourceText) => Parsed<T>

/** A parser of YAML in a shape; `finish` turns what conforms into the document's value. */
export function yamlParser<S extends Shape, T = FromShape<S>>(shape: S, finish?: Finish<S, T>): Parser<T> {
  return source => conforming(parseYaml(source), shape, finish)
}

/** The same for JSON. */
export function jsonParser<S extends Shape, T = FromShape<S>>(shape: S, finish?: Finish<S, T>): Parser<T> {
  return source => conforming(parseJson(source), shape, finish)
}

/** What a parser adds to a value that has the right shape. */
export interface Finished<T> {
  readonly value: T
  readonly problems?: readonly Problem[]
  /** Path in the value → path in the file, where normalising renamed something. */
  readonly pathInFile?: (path: ValuePath) => ValuePath
}

export type Finish<S extends Shape, T> = (value: FromShape<S>, locate: Locate, raw: unknown) => Finished<T>

function conforming<S extends Shape, T>(parsed: Parsed<unknown>, shape: S, finish?: Finish<S, T>): Parsed<T> {
  if (parsed.kind === 'unreadable') return parsed
  const { value, problems } = conform(parsed.value, shape, parsed.locate)
  if (value === undefined) return { kind: 'unreadable', problem: problems[0] ?? wrongShape() }
  const finished = finish?.(value, parsed.locate, parsed.value) ?? { value: value as T }
  const { pathInFile } = finished
  return {
    kind: 'ok',
    value: finished.value,
    locate: pathInFile === undefined ? parsed.locate : path => parsed.locate(pathInFile(path)),
    problems: [...parsed.problems, ...problems, ...(finished.problems ?? [])],
  }
}

function wrongShape(): Problem {
  return problem('DOCUMENT_SHAPE', 'The document is not a map of keys and values.')
}
