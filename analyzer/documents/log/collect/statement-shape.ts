// The shape of an SQL statement: without its values, and whatever the number of its parameters, so that the same query
// counts together and no value of a person is kept.

/** A statement in a log is cut at 2 KB; longer ones come from elsewhere. */
const READ = 4_000
const SHAPE_LENGTH = 600

/** The server logs a statement without its line breaks: `SELECT` and `COALESCE(a, b)` in the next line become one word. */
const verbs =
  /^\s*\(?(?:select(?=[a-z]+\()|(?:select|insert|update|delete|with|alter|create|drop|begin|commit|rollback|truncate|analyze|vacuum|set|call|lock|refresh|explain|merge|copy|show)\b)/i

/** Whether a message is a statement: servers that trace SQL log the statement itself. */
export function isStatement(msg: string): boolean {
  return verbs.test(msg)
}

/** Text in quotes (with '' inside), numbers and parameters that stand alone, and runs of blanks. */
const variable = /'(?:[^']|'')*'?|\$\d+|(?<![\w$.])\d+(?:\.\d+)?(?![\w.])|\?|\s+/g
/** `(?, ?, ?)` and `?,?`: how many does not matter. */
const list = /\?(?: ?, ?\?)+/g
/** Rows of an insert. */
const rows = /(\(\?(?:, …)?\))(?: ?, ?\(\?(?:, …)?\))+/g

/** `SELECT a FROM T WHERE b IN ($1,$2) AND c = 'x'` → `SELECT a FROM T WHERE b IN (?, …) AND c = ?`. */
export function statementShape(statement: string): string {
  return statement
    .slice(0, READ)
    .replace(variable, found => (/\s/.test(found[0] ?? '') ? ' ' : '?'))
    .replace(list, '?, …')
    .replace(rows, '$1, …')
    .trim()
    .slice(0, SHAPE_LENGTH)
    .replace(/[\uD800-\uDBFF]$/, '')
}
