// Masks secrets in logs as they stream by. Lines without a telling word are passed on as they are, unlooked at and uncopied.
import { mask } from '../../../analyzer/documents/masks.js'
import { maskText } from './mask-text.js'
import { secretTriggers } from './secret-names.js'
import { createWordFinder, type WordFinder } from './word-finder.js'

export interface LogMasker {
  /** The same log with secrets masked. One log after the other. */
  mask(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer>
  /** How many values were masked so far, over all logs. */
  readonly masked: number
}

/** A line longer than this is looked at in parts. */
const longestLine = 4 * 1024 * 1024
const newline = 0x0a
const at = 0x40

/** `secrets` are values known from elsewhere, such as the configuration; they are masked wherever they stand. */
export function createLogMasker(secrets: readonly string[]): LogMasker {
  const known = secrets.flatMap(formsOf).filter(secret => secret.length >= 4)
  const finder = createWordFinder([...secretTriggers, ...known])
  const state: State = { masked: 0, insideKey: 0, known: [...known].sort((a, b) => b.length - a.length) }
  return {
    mask: source => maskStream(source, finder, state),
    get masked() {
      return state.masked
    },
  }
}

interface State {
  masked: number
  /** Lines of a private key that may still follow; 0: none. */
  insideKey: number
  /** Longest first, so that one which is part of another leaves nothing behind. */
  readonly known: readonly string[]
}

/** As it is, and as JSON writes it, once and twice. */
function formsOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1)
  const go = json.replace(/[<>&]/g, sign => `\\u00${sign.charCodeAt(0).toString(16)}`)
  return [...new Set([secret, json, go, JSON.stringify(json).slice(1, -1), encodeURIComponent(secret)])]
}

async function* maskStream(
  source: AsyncIterable<Buffer>,
  finder: WordFinder,
  state: State,
): AsyncGenerator<Buffer> {
  let carry: Buffer = Buffer.alloc(0)
  state.insideKey = 0
  for await (const chunk of source)
    for (const bytes of joined(carry, chunk)) {
      const end = endOfLines(bytes)
      if (end > 0) yield* maskLines(bytes, end, finder, state)
      // A copy: the reader may use its buffer again.
      carry = Buffer.from(bytes.subarray(end))
    }
  if (carry.length > 0) yield* maskLines(carry, carry.length, finder, state)
}

/** Only the line that began before is put together; the rest of a piece is not copied. */
function joined(carry: Buffer, chunk: Buffer): readonly Buffer[] {
  if (carry.length === 0) return [chunk]
  const end = chunk.indexOf(newline) + 1
  const first = Buffer.concat([carry, end === 0 ? chunk : chunk.subarray(0, end)])
  return end === 0 || end === chunk.length ? [first] : [first, chunk.subarray(end)]
}

/** Where the last whole line ends; of a line without end, where a word ends. */
function endOfLines(bytes: Buffer): number {
  const end = bytes.lastIndexOf(newline) + 1
  if (end > 0 || bytes.length < longestLine) return end
  for (let index = bytes.length - 1; index > bytes.length - 65_536; index--)
    if (bytes[index] === 0x20 || bytes[index] === 0x2c) return index + 1
  return bytes.length
}

/** Yields the bytes before `end`, as few pieces as possible. */
function* maskLines(bytes: Buffer, end: number, finder: WordFinder, state: State): Generator<Buffer> {
  let done = 0
  let from = 0
  while (from < end) {
    const hit = state.insideKey > 0 ? from : nextHit(bytes, from, end, finder)
    if (hit < 0) break
    const start = bytes.lastIndexOf(newline, hit - (bytes[hit] === newline ? 1 : 0)) + 1
    const lineStart = Math.max(start, from)
    const found = bytes.indexOf(newline, hit)
    const lineEnd = found < 0 || found >= end ? end : found
    const line = bytes.toString('latin1', lineStart, lineEnd)
    const masked = maskLine(line, state)
    if (masked !== line) {
      if (lineStart > done) yield bytes.subarray(done, lineStart)
      yield Buffer.from(masked, 'latin1')
      done = lineEnd
    }
    from = lineEnd + 1
  }
  if (done < end) yield bytes.subarray(done, end)
}

function nextHit(bytes: Buffer, from: number, end: number, finder: WordFinder): number {
  const word = finder.find(bytes, from, end)
  const credentials = credentialsBefore(bytes, from, word < 0 ? end : word)
  return credentials >= 0 ? credentials : word
}

/** An `@` with `://` before it in the same word: user and password in an address. */
function credentialsBefore(bytes: Buffer, from: number, end: number): number {
  for (let index = bytes.indexOf(at, from); index >= 0 && index < end; index = bytes.indexOf(at, index + 1))
    if (endsAddress(bytes, index, from)) return index
  return -1
}

function endsAddress(bytes: Buffer, index: number, from: number): boolean {
  const first = Math.max(from, index - 1300)
  for (let back = index - 1; back >= first; back--) {
    const byte = bytes[back] ?? 0
    if (byte === 0x2f) return bytes[back - 1] === 0x2f && bytes[back - 2] === 0x3a
    if (byte <= 0x20 || byte === 0x22) return false
  }
  return false
}

/** Latin-1 in, Latin-1 out: each character is a byte, so that nothing else of the line changes. */
function maskLine(line: string, state: State): string {
  if (state.insideKey > 0) {
    state.insideKey = /-----END /.test(line) ? 0 : state.insideKey - 1
    return /^-----END [A-Z0-9 ]+-----\r?$/.test(line) ? line : mask
  }
  let text = line
  for (const secret of state.known) {
    const bytes = Buffer.from(secret).toString('latin1')
    if (!text.includes(bytes)) continue
    const parts = text.split(bytes)
    state.masked += parts.length - 1
    text = parts.join(mask)
  }
  const { text: masked, count } = maskText(text)
  state.masked += count
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY/.test(line) && !/-----END /.test(line) && !line.includes('\\n'))
    state.insideKey = 200
  return masked
}
