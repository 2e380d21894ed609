// Takes lines out of what journald, syslog or a container runtime wrapped around them, as far as the readers of records need it:
// a record out of JSON, the further lines of a record out of their own prefixes, and a line that was cut up in one piece again.
import { NEWLINE } from '../bytes.js'
import { createHead } from '../formats/head.js'
import { logLimits } from '../limits.js'
import { beginningFormat } from '../formats/line-formats.js'
import { readLinePrefix } from '../formats/line-prefix.js'
import { createTimeReader } from '../formats/timestamp.js'
import type { EntryText } from './entry-text.js'
import { createLineCutter } from './line-cutter.js'
import { createPrettyObjects } from './pretty-objects.js'
import { readWrappedLine, type WrappedLine } from './wrapped-line.js'

/** A wrapped line may hold a wrapped line: journald keeps what Docker prints. */
const deepest = 3
/** Lines of the sample that are looked at. */
const sampleLines = 50

/** Which year it was makes no difference to what is asked of it. */
const readTime = createTimeReader(0)
const head = createHead()

/** Whether lines of the sample are wrapped by something. */
export function isWrapped(sample: Buffer): boolean {
  let start = 0
  for (let count = 0; count < sampleLines && start < sample.length; count++) {
    const newline = sample.indexOf(NEWLINE, start)
    const end = newline === -1 ? sample.length : newline
    const line = lineOf(sample.subarray(start, end))
    if (isPrettyStart(line) || isServerSent(line) || isOwnWord(line) || unwrap(line) !== undefined)
      return true
    start = end + 1
  }
  return false
}

function lineOf(bytes: Buffer): Buffer {
  return bytes.at(-1) === 13 ? bytes.subarray(0, -1) : bytes
}

function isPrettyStart(line: Buffer): boolean {
  return line.length === 1 && line[0] === 0x7b
}

const serverSent = Buffer.from('data: {')

/** journalctl -o json-sse */
function isServerSent(line: Buffer): boolean {
  return line.subarray(0, serverSent.length).equals(serverSent)
}

/** What stands in the line, and by whom; `undefined` when nothing is wrapped around it. */
function unwrap(line: Buffer): WrappedLine | undefined {
  return readWrappedLine(line) ?? prefixedLine(line)
}

function prefixedLine(line: Buffer): WrappedLine | undefined {
  if (beginningFormat(line, 0, line.length)?.name === 'teleport-text') return undefined
  const prefix = readLinePrefix(line, 0, line.length)
  if (!prefix) return undefined
  const text = (range: readonly [number, number]) => line.toString('latin1', ...range)
  return {
    text: line.subarray(prefix.inner),
    source: `${text(prefix.host)} ${text(prefix.ident)}[${text(prefix.pid)}] ${text(prefix.stream)}`,
    isPartial: prefix.isPartial,
    prefix: () => line.toString('latin1', 0, prefix.inner),
    rewritten: undefined,
  }
}

/** The record that further lines of its source belong to. */
interface Open {
  readonly source: string
  readonly isBlock: boolean
}

export function createUnwrapper(): EntryText {
  const cutter = createLineCutter(takeLine)
  const pretty = createPrettyObjects(takeObject)
  const partial = new Map<string, Buffer[]>()
  let open: Open | undefined
  let out: Buffer[] = []

  function give(...parts: readonly (Buffer | string)[]): void {
    for (const part of parts) out.push(typeof part === 'string' ? Buffer.from(part) : part)
    out.push(Buffer.of(NEWLINE))
  }

  function takeLine(bytes: Buffer): void {
    if (!pretty.take(lineOf(bytes))) takeObject(lineOf(bytes), 1)
  }

  /** A line, or the lines of an object in one: then as many empty ones follow as there were. */
  function takeObject(line: Buffer, lines: number): void {
    takeWrapped(isServerSent(line) ? line.subarray(serverSent.length - 1) : line)
    for (let i = 1; i < lines; i++) give()
  }

  function takeWrapped(line: Buffer): void {
    const wrapped = unwrapWhole(line)
    if (!wrapped) {
      const isNothing = line.length === 0 || isOwnWord(line)
      if (!isNothing) open = undefined
      give(isNothing ? '' : line)
    } else if (wrapped.isPartial) keepPartial(wrapped)
    else giveWrapped(withPartial(wrapped), line)
  }

  function giveWrapped(wrapped: WrappedLine, line: Buffer): void {
    const { text, source } = wrapped
    const format = beginningFormat(text, 0, text.length)
    const isSameSource = open?.source === source
    if (!format || (format.name === 'block' && open?.isBlock)) {
      if (isSameSource) return give(text)
      open = undefined
      return give(wrapped.rewritten ?? line)
    }
    open = format.extent === 'lines' ? { source, isBlock: format.name === 'block' } : undefined
    const isTimed = format.readHead(text, 0, text.length, head, readTime) && !Number.isNaN(head.timeMs)
    if (isTimed) give(text)
    else give(wrapped.prefix(), text)
  }

  function keepPartial({ source, text }: WrappedLine): void {
    const parts = partial.get(source) ?? []
    const length = parts.reduce((sum, part) => sum + part.length, 0)
    if (length + text.length <= logLimits.lineBytes && partial.size < 100)
      partial.set(source, [...parts, Buffer.from(text)])
    give()
  }

  function withPartial(wrapped: WrappedLine): WrappedLine {
    const parts = partial.get(wrapped.source)
    if (!parts) return wrapped
    partial.delete(wrapped.source)
    return { ...wrapped, text: Buffer.concat([...parts, wrapped.text]) }
  }

  function taken(): Buffer {
    const bytes = Buffer.concat(out)
    out = []
    return bytes
  }

  return {
    decode(chunk) {
      cutter.write(chunk)
      return taken()
    },
    end() {
      const rest = cutter.end()
      if (rest.length > 0) {
        takeLine(rest)
        pretty.end()
        // The reader is to know that no line feed follows.
        out.pop()
      } else pretty.end()
      for (const parts of partial.values()) give(...parts)
      return taken()
    },
  }
}

function unwrapWhole(line: Buffer): WrappedLine | undefined {
  let wrapped = unwrap(line)
  for (let depth = 1; wrapped && depth < deepest; depth++) {
    const inner = unwrap(wrapped.text)
    if (!inner) break
    wrapped = { ...inner, source: `${wrapped.source} ${inner.source}` }
  }
  return wrapped
}

/** `-- Boot 5d1c0f3a… --`, `-- Journal begins at …`: journalctl's own words are no line of a log. */
function isOwnWord(line: Buffer): boolean {
  if (line[0] !== 0x2d || line[1] !== 0x2d) return false
  return /^-- (?:.{0,200} --|(?:Journal|Logs) begins? .{0,200})$/.test(line.toString('latin1', 0, 400))
}
