// Cuts the YAML of `tctl get` and `kubectl get` into pieces of one object each. Pieces are read one by one: quickly where
// they are plain, and a broken or cut one costs only itself.
//
//   kind: role            apiVersion: v1
//   …                     items:
//   version: v5           - apiVersion: v1
//   ---                     kind: Pod
//   kind: role              …

/** Offsets of one object in the text. */
export interface Piece {
  readonly start: number
  /** First offset after it. */
  readonly end: number
  /** An item of a list: what is read there is a list of one. */
  readonly isItem: boolean
}

/** Objects in the order of the text; a document with `items:` gives its items, any other one itself. */
export function piecesOf(text: string): readonly Piece[] {
  return documentsOf(text).flatMap(document => itemsOf(text, document) ?? [document])
}

/** YAML documents: what lies between lines that start with three dashes. */
function documentsOf(text: string): readonly Piece[] {
  const pieces: Piece[] = []
  let start = 0
  for (let at = nextMarker(text, 0); at >= 0; at = nextMarker(text, start)) {
    add(pieces, text, start, at)
    start = lineAfter(text, at)
  }
  add(pieces, text, start, text.length)
  return pieces
}

function add(pieces: Piece[], text: string, start: number, end: number): void {
  if (/\S/.test(text.slice(start, Math.min(end, start + 4))) || text.slice(start, end).trim() !== '')
    pieces.push({ start, end, isItem: false })
}

/** Offset of the next line that ends a document, from `from` on, which is the start of a line. */
function nextMarker(text: string, from: number): number {
  if (isMarker(text, from)) return from
  for (let at = text.indexOf('\n---', from); at >= 0; at = text.indexOf('\n---', at + 1)) {
    if (isMarker(text, at + 1)) return at + 1
  }
  return -1
}

function isMarker(text: string, at: number): boolean {
  return text.startsWith('---', at) && /^[\r\n]?$/.test(text.charAt(at + 3))
}

function lineAfter(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end + 1
}

/** Items of a document that is a list, or that has a list below `items:`; dashes in the first column mark them. */
function itemsOf(text: string, { start, end }: Piece): readonly Piece[] | undefined {
  const first = firstItem(text, start, end)
  if (first === undefined) return undefined
  const pieces: Piece[] = []
  let from = first
  while (from < end) {
    const next = nextTopLine(text, from, end)
    pieces.push({ start: from, end: next, isItem: true })
    if (!text.startsWith('- ', next)) break
    from = next
  }
  return pieces
}

function firstItem(text: string, start: number, end: number): number | undefined {
  if (text.startsWith('- ', start)) return start
  const key = /(?:^|\n)items:[ \t]*\r?\n(?=- )/.exec(text.slice(start, Math.min(end, start + headLength)))
  return key === null ? undefined : start + key.index + key[0].length
}

/** A list's own keys stand before its items within so many characters. */
const headLength = 4096

/** Start of the next line whose first column holds something: the next item, or what follows the list. */
function nextTopLine(text: string, from: number, end: number): number {
  for (let at = text.indexOf('\n', from); at >= 0 && at + 1 < end; at = text.indexOf('\n', at + 1)) {
    if (!/[\s#]/.test(text.charAt(at + 1))) return at + 1
  }
  return end
}
