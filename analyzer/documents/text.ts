// Bytes of an entry → text with a line index. The first step of every parser: encodings, byte order marks, broken bytes.
import { isUtf8 } from 'node:buffer'
import type { Problem } from '../packet/problem.js'
import { problem } from './problem-codes.js'
import type { Place } from './types.js'

/** Decoded text that knows its lines. */
export interface SourceText {
  readonly text: string
  readonly problems: readonly Problem[]
  /** Place of a UTF-16 offset; offsets beyond the end give the last place. */
  placeOf(offset: number): Place
  /** One 1-based line without its line break; `undefined` beyond the end. */
  line(number: number): string | undefined
}

/** Decodes UTF-8, or UTF-16 with a byte order mark. Bytes that are no text become U+FFFD and a problem. */
export function decodeText(bytes: Buffer): SourceText {
  const utf16 = utf16Order(bytes)
  if (utf16 !== undefined) return sourceText(new TextDecoder(utf16).decode(bytes))
  const body = hasUtf8Mark(bytes) ? bytes.subarray(3) : bytes
  if (isUtf8(body)) return sourceText(body.toString('utf8'))
  return sourceText(body.toString('utf8'), [encodingProblem(body)])
}

/** Text whose line starts are worked out on the first question. */
export function sourceText(text: string, problems: readonly Problem[] = []): SourceText {
  let starts: readonly number[] | undefined
  const lines = () => (starts ??= lineStarts(text))
  return {
    text,
    problems,
    placeOf: offset => placeIn(lines(), Math.max(0, Math.min(offset, text.length))),
    line: number => lineIn(text, lines(), number),
  }
}

function hasUtf8Mark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

function utf16Order(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return undefined
}

/** Lines can be judged one by one: a line feed byte is never part of another character in UTF-8. */
function encodingProblem(bytes: Buffer): Problem {
  let line = 1
  for (let start = 0; start < bytes.length; line++) {
    const end = endOfLine(bytes, start)
    if (!isUtf8(bytes.subarray(start, end))) break
    start = end + 1
  }
  const found = bytes.includes(0) ? 'binary data' : 'other bytes'
  return problem('TEXT_ENCODING', `Line ${line} holds bytes that are not UTF-8 text.`, {
    expected: 'UTF-8 text',
    found,
    line,
  })
}

function endOfLine(bytes: Buffer, from: number): number {
  const found = bytes.indexOf(0x0a, from)
  return found < 0 ? bytes.length : found
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function placeIn(starts: readonly number[], offset: number): Place {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
}

function lineIn(text: string, starts: readonly number[], number: number): string | undefined {
  const start = starts[number - 1]
  if (start === undefined || start === text.length) return undefined
  const next = starts[number]
  const end = next === undefined ? text.length : next - 1
  return text.slice(start, text[end - 1] === '\r' ? end - 1 : end)
}
