// Cuts an SQL script into its statements, in one pass over the text. Only what hides a semicolon matters here: quotes,
// dollar quotes, comments, psql's own commands and the rows that follow COPY. What a statement says is the parser's matter.
//
//   \restrict kQ0…                                           a command of psql, not SQL (pg_dump since 2025)
//   SET search_path = ''; CREATE FUNCTION f() … AS $_$ ; $_$;
//   COPY public.posts (id) FROM stdin;
//   abc                                                      rows up to a line with \.
//   \.

/** A statement without its semicolon. */
export interface Statement {
  /** UTF-16 offset of its first character. */
  readonly start: number
  readonly end: number
  /** The text ended before its semicolon, or inside a quote. */
  readonly open: boolean
}

/** The statements of a script, one after the other; memory does not grow with it. */
export function* statementsOf(text: string): Generator<Statement> {
  let at = 0
  for (;;) {
    const start = skipSpace(text, at)
    if (start >= text.length) return
    const end = endOfStatement(text, start)
    const open = end >= text.length
    if (end > start) yield { start, end: Math.min(end, text.length), open }
    at = afterStatement(text, start, end)
  }
}

/** Past white space, comments and commands of psql. */
function skipSpace(text: string, from: number): number {
  let at = from
  for (;;) {
    const before = at
    at = indexOfMatch(notSpace, text, at)
    if (text.startsWith('--', at) || text[at] === '\\') at = endOfLine(text, at)
    else if (text.startsWith('/*', at)) at = endOfComment(text, at)
    if (at === before || at >= text.length) return at
  }
}

const notSpace = /\S/g

/** What may hide a semicolon, or is one. A name before `$` makes it part of that name: `a$b$c`. */
const mark = /;|'|"|--|\/\*|(?<![\w$\u0080-\uffff])\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]{0,62})?\$/g

/** Offset of the semicolon that ends the statement; the length of the text when none does. */
function endOfStatement(text: string, start: number): number {
  let at = start
  while (at < text.length) {
    mark.lastIndex = at
    const found = mark.exec(text)
    if (found === null) return text.length
    if (found[0] === ';') return found.index
    at = endOfHidden(text, found.index, found[0])
  }
  return text.length
}

/** Past a quoted text or a comment that begins with `opening` at `from`. */
function endOfHidden(text: string, from: number, opening: string): number {
  if (opening === '--') return endOfLine(text, from)
  if (opening === '/*') return endOfComment(text, from)
  if (opening === "'" && /[eE]/.test(text[from - 1] ?? '') && !/\w/.test(text[from - 2] ?? '')) {
    return endOfEscaped(text, from + 1)
  }
  // A doubled quote ends one text and begins the next: nothing to tell apart.
  const end = text.indexOf(opening, from + opening.length)
  return end < 0 ? text.length : end + opening.length
}

/** Past `E'it\'s'`, where a backslash takes the next character. */
function endOfEscaped(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === "'") return at + 1
  }
  return text.length
}

/** Comments nest. */
function endOfComment(text: string, from: number): number {
  const border = /\/\*|\*\//g
  border.lastIndex = from
  let depth = 0
  for (let found = border.exec(text); found !== null; found = border.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1
    if (depth === 0) return border.lastIndex
  }
  return text.length
}

/** Past the semicolon, and past the rows of a COPY from standard input. */
function afterStatement(text: string, start: number, end: number): number {
  const isCopy = /^copy\s/i.test(text.slice(start, start + 5))
  if (!isCopy || !/\bfrom\s+stdin\b/i.test(text.slice(Math.max(start, end - 200), end))) return end + 1
  const rows = /^\\\.\r?$/gm
  rows.lastIndex = end
  return rows.exec(text) === null ? text.length : rows.lastIndex
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end + 1
}

function indexOfMatch(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from
  return pattern.exec(text)?.index ?? text.length
}
