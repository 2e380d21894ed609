// Text of any encoding as lines of bytes: one character a byte, so that what is not looked at leaves as it came. UTF-16 is
// turned into UTF-8, since a name in it would not be found otherwise.
import { TextDecoder } from 'node:util'

/** A line longer than this is taken in parts; parts end where a word does, when one does. */
const longestLine = 1024 * 1024

/** Lines are handed on in batches of about this many characters. */
const batchSize = 256 * 1024

/**
 * Gives what `change` makes of each line, without its newline, as bytes again; the newline of a line stays with it.
 * `undefined` leaves a line away; `end` may add a last one, told whether the text
 * ended in mid-line. Memory is bounded by the longest line.
 */
export async function* changeLines(
  source: AsyncIterable<Buffer>,
  change: (line: string) => string | undefined,
  end: (cut: boolean) => string | undefined = () => undefined,
): AsyncGenerator<Buffer> {
  let cut = false
  for await (const batch of batchesOf(source)) {
    let result = ''
    cut = !batch.endsWith('\n')
    for (let start = 0; start < batch.length;) {
      const found = batch.indexOf('\n', start)
      const end = found < 0 ? batch.length : found
      const changed = change(batch.slice(start, end))
      if (changed !== undefined) result += found < 0 ? changed : `${changed}\n`
      start = end + 1
    }
    if (result !== '') yield Buffer.from(result, 'latin1')
  }
  const last = end(cut)
  if (last !== undefined) yield Buffer.from(`${last}\n`, 'latin1')
}

/** Whole lines, many at a time. */
async function* batchesOf(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let waiting = ''
  for await (const chunk of decoded(source)) {
    waiting += chunk
    if (waiting.length < batchSize) continue
    const end = waiting.lastIndexOf('\n') + 1
    const cut = end > 0 ? end : waiting.length > longestLine ? lastGap(waiting) : 0
    if (cut === 0) continue
    yield waiting.slice(0, cut)
    waiting = waiting.slice(cut)
  }
  if (waiting !== '') yield waiting
}

/** Behind the last character in the last 4 KiB that no name has; the end where there is none. */
function lastGap(text: string): number {
  const from = text.length - 4096
  const found = /[\s",;{}[\]](?=[^\s",;{}[\]]*$)/.exec(text.slice(from))
  return found === null ? text.length : from + found.index + 1
}

async function* decoded(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let wide: TextDecoder | undefined
  let first = true
  for await (const chunk of source) {
    if (chunk.length === 0) continue
    if (first) wide = wideDecoder(chunk)
    first = false
    yield wide === undefined ? chunk.toString('latin1') : asBytes(wide.decode(chunk, { stream: true }))
  }
  if (wide !== undefined) yield asBytes(wide.decode())
}

/** By the mark at the start. Node knows no big-endian UTF-16 without full ICU; it has that by default. */
function wideDecoder(chunk: Buffer): TextDecoder | undefined {
  const mark = chunk.subarray(0, 2).toString('hex')
  return mark === 'fffe'
    ? new TextDecoder('utf-16le')
    : mark === 'feff'
      ? new TextDecoder('utf-16be')
      : undefined
}

/** A text as one character a byte of its UTF-8. Names to look for are given so. */
export const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

/** A whole text through the same change, for what is in memory anyway. */
export function changeText(text: string, change: (line: string) => string | undefined): string {
  const changed = asBytes(text)
    .split('\n')
    .flatMap(line => change(line) ?? [])
    .join('\n')
  return Buffer.from(changed, 'latin1').toString('utf8')
}
