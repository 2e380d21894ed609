// Lines that end otherwise than in a line feed: GELF targets end each record with a NUL, old tools with a lone carriage return.
import { CLOSE_BRACE, NEWLINE, OPEN_BRACE, RETURN } from '../bytes.js'
import type { EntryText } from './entry-text.js'

export type LineEnd = 'nul' | 'return'

const nulBetweenObjects = Buffer.from([CLOSE_BRACE, 0, OPEN_BRACE])

/**
 * `undefined` for lines that end as usual. The NULs of a crash come many in a row; those of GELF singly, each after an object.
 * Returns end lines only where there is no line feed at all: elsewhere they belong to it, or to the text.
 */
export function lineEndOf(sample: Buffer): LineEnd | undefined {
  if (sample.includes(nulBetweenObjects)) return 'nul'
  if (sample.includes(NEWLINE)) return undefined
  if (sample.at(-1) === 0 && sample.at(-2) === CLOSE_BRACE && sample[0] === OPEN_BRACE) return 'nul'
  return sample.includes(RETURN) ? 'return' : undefined
}

/** Each such end becomes a line feed in its place, so that offsets stay. */
export function createLineEnds(lineEnd: LineEnd): EntryText {
  let before = 0
  return {
    decode(chunk) {
      const bytes = Buffer.from(chunk)
      if (lineEnd === 'return') replaceReturns(bytes)
      else replaceNuls(bytes, before)
      before = chunk.at(-1) ?? before
      return bytes
    },
    end: () => Buffer.alloc(0),
  }
}

function replaceReturns(bytes: Buffer): void {
  for (let at = bytes.indexOf(RETURN); at !== -1; at = bytes.indexOf(RETURN, at + 1)) bytes[at] = NEWLINE
}

/** Only the NUL that directly follows an object ends a line. */
function replaceNuls(bytes: Buffer, before: number): void {
  for (let at = bytes.indexOf(0); at !== -1; at = bytes.indexOf(0, at + 1)) {
    if ((at === 0 ? before : bytes[at - 1]) === CLOSE_BRACE) bytes[at] = NEWLINE
  }
}
