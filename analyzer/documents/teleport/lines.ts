// Parsers of small text files that are read line by line: what they share, and the bound on how much is kept.
import type { Parser } from '../parser.js'
import { problem } from '../problem-codes.js'
import type { Locate, ValuePath } from '../types.js'

/** More lines tell nothing that the first do not; a busy proxy has some ten thousand sockets. */
const mostLines = 50_000

/** A value under construction, and the lines its parts stand on. */
export interface Taking<T> {
  readonly value: T
  /** Where the part at a path stands. */
  readonly at: (path: ValuePath, line: number) => void
}

/**
 * Reads text line by line into a value. `take` gets each line that is not blank with its 1-based number. A file of which no
 * line could be taken is unreadable: it is another file by this name.
 */
export function lineParser<T>(
  expected: string,
  start: () => T,
  take: (into: Taking<T>, line: string, number: number) => boolean,
): Parser<T> {
  return source => {
    const value = start()
    const places = new Map<string, number>()
    const into: Taking<T> = { value, at: (path, line) => places.set(keyOf(path), line) }
    let taken = 0
    let first: string | undefined
    source.text
      .split('\n', mostLines)
      .map(line => line.replace(/\r$/, ''))
      .forEach((line, index) => {
        if (line.trim() === '') return
        first ??= line
        if (take(into, line.slice(0, 4096), index + 1)) taken++
      })
    if (taken === 0) {
      const found = first === undefined ? 'nothing' : JSON.stringify(first.slice(0, 60))
      const message = `This is not ${expected}.`
      return { kind: 'unreadable', problem: problem('DOCUMENT_SHAPE', message, { expected, found }) }
    }
    return { kind: 'ok', value, locate: locateIn(places), problems: source.problems }
  }
}

const keyOf = (path: ValuePath): string => path.join('\u0000')

/** The line of a path, else of the nearest part above it. */
function locateIn(places: ReadonlyMap<string, number>): Locate {
  return path => {
    for (let length = path.length; length > 0; length--) {
      const line = places.get(keyOf(path.slice(0, length)))
      if (line !== undefined) return { line, column: 1 }
    }
    return undefined
  }
}
