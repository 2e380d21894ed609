// A quick reader for the plain YAML that servers write: block maps and lists, one-line scalars, literal blocks. It gives
// up on anything else, and the full parser takes over. It saves about a fifth of `validate` of a small packet.

/** A mapping or a list that is open while its lines are read. */
type Container =
  | {
      readonly kind: 'map'
      readonly column: number
      readonly map: Record<string, unknown>
      waiting: string | undefined
      /** Key whose value is the literal block that follows, and how that ends. */
      block?: { readonly key: string; readonly strip: boolean } | undefined
    }
  | { readonly kind: 'list'; readonly column: number; readonly list: unknown[] }

/** ASCII and letters of the basic plane, without line ends and marks that YAML treats in its own way. */
const plainText = /^[\n\x20-\x7e\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]+$/

/** Indentation, dashes, key with colon, rest. */
const lineForm = /^( *)((?:- )*)(?:([A-Za-z_][\w./-]*|'[\w*./ -]*'):(?: |$))?(.*)$/

/** Keys that the full parser might read as something else. */
const oddKeys = new Set(['__proto__', 'true', 'false', 'null'])

/** Longest indentation of a literal block. */
const maxIndent = 100

/** Deeper than any document of a server; deeper ones are left to the full parser and its own limit. */
const maxOpen = 30

/** The value of the text, or `undefined` when it is not as plain as this reader needs it. */
export function readPlainYaml(text: string): object | undefined {
  if (!plainText.test(text) || !text.endsWith('\n')) return undefined
  const open: Container[] = []
  let root: object | undefined
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start)
    const made = readLine(text.slice(start, end), open)
    if (made === undefined) return undefined
    root ??= made
    start = end + 1
    const last = open.at(-1)
    if (last?.kind === 'map' && last.block !== undefined) {
      const next = readBlock(text, start, last)
      if (next === undefined) return undefined
      start = next
    }
  }
  return root
}

/** Reads a line into the open containers. Gives the outermost one, or `undefined` when the line is not plain. */
function readLine(line: string, open: Container[]): object | undefined {
  const [, indent = '', dashes = '', key, rest = ''] = lineForm.exec(line) ?? []
  let column = indent.length
  if (!closeDeeper(open, column, dashes !== '')) return undefined
  for (let at = 0; at < dashes.length; at += 2, column += 2) {
    const isFirst = at === 0
    if (!openItem(open, column, isFirst)) return undefined
  }
  if (open.length > maxOpen) return undefined
  const read =
    key === undefined ? readItem(open, dashes !== '', rest) : readPair(open, column, dashes !== '', key, rest)
  return read ? outermost(open) : undefined
}

/** Closes what lies deeper than the line; a line that is no item also closes a list in its own column. */
function closeDeeper(open: Container[], column: number, isItem: boolean): boolean {
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const closes = last.column > column || (last.column === column && last.kind === 'list' && !isItem)
    if (!closes || open.length === 1) return last.column <= column
    open.pop()
  }
  return true
}

/** Makes sure that the innermost open container is the list which a dash in this column belongs to. */
function openItem(open: Container[], column: number, isFirst: boolean): boolean {
  const last = open.at(-1)
  if (isFirst && last?.kind === 'list' && last.column === column) return true
  const list: unknown[] = []
  if (!attach(open, list, column, isFirst)) return false
  open.push({ kind: 'list', column, list })
  return true
}

/** Puts a new container where the text has it: at the root, as the value of the waiting key, or as an item. */
function attach(open: readonly Container[], value: object, column: number, isFirst: boolean): boolean {
  const last = open.at(-1)
  if (last === undefined) return true
  if (last.kind === 'list') {
    if (isFirst) return false
    last.list.push(value)
    return true
  }
  // A list may stand in the column of its key, a mapping may not.
  const deepEnough = Array.isArray(value) ? column >= last.column : column > last.column
  if (!isFirst || last.waiting === undefined || !deepEnough) return false
  last.map[last.waiting] = value
  last.waiting = undefined
  return true
}

function readPair(
  open: Container[],
  column: number,
  inItem: boolean,
  written: string,
  rest: string,
): boolean {
  const key = written.startsWith("'") ? written.slice(1, -1) : written
  const last = open.at(-1)
  let target = last
  if (inItem || last?.kind !== 'map' || last.column !== column) {
    const map: Record<string, unknown> = {}
    if (!attach(open, map, column, !inItem)) return false
    target = { kind: 'map', column, map, waiting: undefined }
    open.push(target)
  }
  if (target?.kind !== 'map' || Object.hasOwn(target.map, key) || oddKeys.has(key.toLowerCase())) return false
  if (rest === '|' || rest === '|-') {
    // Holds its place among the keys until the block is read.
    target.map[key] = ''
    target.block = { key, strip: rest === '|-' }
    return true
  }
  const scalar = rest === '' ? null : readScalar(rest)
  if (scalar === undefined) return false
  target.map[key] = scalar
  target.waiting = rest === '' ? key : undefined
  return true
}

/**
 * Reads a literal block from the start of its first line on. Gives the offset after it; `undefined` for a block that starts
 * with an empty line or has lines of spaces only.
 */
function readBlock(text: string, start: number, target: Container & { kind: 'map' }): number | undefined {
  const { key, strip } = target.block ?? { key: '', strip: false }
  target.block = undefined
  const indent = /^ */.exec(text.slice(start, start + maxIndent))?.[0].length ?? 0
  if (indent <= target.column || indent === maxIndent || text[start + indent] === '\n') return undefined
  const lines: string[] = []
  let at = start
  while (at < text.length) {
    const end = text.indexOf('\n', at)
    const line = text.slice(at, end)
    if (line !== '' && !line.startsWith(' '.repeat(indent))) break
    if (line !== '' && line.trim() === '') return undefined
    lines.push(line.slice(indent))
    at = end + 1
  }
  while (lines.at(-1) === '') lines.pop()
  target.map[key] = lines.join('\n') + (strip ? '' : '\n')
  return at
}

function readItem(open: readonly Container[], inItem: boolean, rest: string): boolean {
  const last = open.at(-1)
  const scalar = rest === '' ? undefined : readScalar(rest)
  if (!inItem || last?.kind !== 'list' || scalar === undefined) return false
  last.list.push(scalar)
  return true
}

function outermost(open: readonly Container[]): object | undefined {
  const [first] = open
  return first?.kind === 'map' ? first.map : first?.list
}

/** A scalar on one line; `undefined` for every form that needs more care than is taken here. */
function readScalar(text: string): unknown {
  const first = text.charAt(0)
  if (first === '"') return /^"[^"\\]*"$/.test(text) ? text.slice(1, -1) : readEscaped(text)
  if (first === "'")
    return /^'(?:[^']|'')*'$/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : undefined
  if (text === '[]') return []
  if (text === '{}') return {}
  if (text.endsWith(' ') || text.endsWith(':') || /: | #/.test(text)) return undefined
  if (/^[0-9]/.test(text)) return readNumeric(text)
  return /^(?:[A-Za-z/\u00c0-\ud7ff]|--?[A-Za-z])/.test(text) ? readWord(text) : undefined
}

/** The escapes that JSON and YAML share. */
function readEscaped(text: string): unknown {
  if (!/^"(?:[^"\\]|\\["\\/bfnrt])*"$/.test(text)) return undefined
  return JSON.parse(text) as unknown
}

function readNumeric(text: string): unknown {
  if (/^(?:0|[1-9]\d{0,14})(?:\.\d+)?$|^[1-9]\d{15,20}$/.test(text)) return Number(text)
  if (/^\d+\.\d+\.\d/.test(text)) return text
  // Left to the full parser: other notations of numbers, and what merely looks like one.
  return /^(0[xob].*|[\d._]+(e[-+]?[\d_]*)?)$/i.test(text) ? undefined : text
}

function readWord(text: string): unknown {
  if (text === 'true') return true
  if (text === 'false') return false
  if (text === 'null') return null
  return /^(true|false|null)$/i.test(text) ? undefined : text
}
