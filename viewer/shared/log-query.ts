// The language of the query line of the logs page: text into terms and back. The page and the server read it the same way.
//   level:error -node:mm-app-2 status_code>=500 "connection refused" /dial tcp .*refused/
// It has the words of the `logs` command: a field and its test are those of `--field`, text and patterns those of `--grep`.

/** How a field is tested. `:` is "is exactly this" (of a column with several such terms: any of them), `~` an RE2 pattern. */
export const operators = ['!=', '>=', '<=', ':', '=', '~', '>', '<'] as const
export type Operator = (typeof operators)[number]

/** One condition. With `not`, records that meet it are left out. */
export type Term =
  | { readonly kind: 'text'; readonly text: string; readonly not: boolean }
  | {
      readonly kind: 'pattern'
      readonly pattern: string
      readonly ignoreCase: boolean
      readonly not: boolean
    }
  | {
      readonly kind: 'field'
      readonly name: string
      readonly operator: Operator
      readonly value: string
      readonly not: boolean
    }

export type FieldTerm = Extract<Term, { readonly kind: 'field' }>

/** A longer query is cut: nobody types that, and each term costs time. In characters. */
export const queryLengthMost = 4_000
const termsMost = 100

/** Never fails: what is no field, pattern or quoted text is text. */
export function parseQuery(written: string): readonly Term[] {
  const query = written.slice(0, queryLengthMost)
  const terms: Term[] = []
  for (let at = skipBlanks(query, 0); at < query.length && terms.length < termsMost;) {
    const { term, end } = readTerm(query, at)
    if (term !== undefined) terms.push(term)
    at = skipBlanks(query, end)
  }
  return terms
}

interface Read {
  /** Undefined for empty text. */
  readonly term: Term | undefined
  readonly end: number
}

function readTerm(query: string, start: number): Read {
  const not = query[start] === '-' && start + 1 < query.length && query[start + 1] !== ' '
  const from = not ? start + 1 : start
  return readQuotedTerm(query, from, not) ?? readPattern(query, from, not) ?? readWord(query, from, not)
}

function readQuotedTerm(query: string, from: number, not: boolean): Read | undefined {
  const quoted = readQuoted(query, from)
  return quoted && { term: textTerm(quoted.text, not), end: quoted.end }
}

function textTerm(text: string, not: boolean): Term | undefined {
  return text === '' ? undefined : { kind: 'text', text, not }
}

/** `"…"` in which `\"` is a quote and `\\` a backslash; undefined without an end. */
function readQuoted(
  query: string,
  from: number,
): { readonly text: string; readonly end: number } | undefined {
  quotedForm.lastIndex = from
  const found = quotedForm.exec(query)
  return found === null
    ? undefined
    : { text: (found[1] ?? '').replace(/\\(["\\])/g, '$1'), end: quotedForm.lastIndex }
}

const quotedForm = /"((?:[^"\\]|\\.)*)"/sy

/** `/…/` or `/…/i` that ends before a blank: `/api/v4/users` is a path, thus text. */
const patternForm = /\/((?:[^/\\\n]|\\.)+)\/(i?)(?=\s|$)/y

function readPattern(query: string, from: number, not: boolean): Read | undefined {
  patternForm.lastIndex = from
  const found = patternForm.exec(query)
  if (found === null) return undefined
  const pattern = (found[1] ?? '').replace(/\\\//g, '/')
  return {
    term: { kind: 'pattern', pattern, ignoreCase: found[2] === 'i', not },
    end: patternForm.lastIndex,
  }
}

const nameForm = /([A-Za-z_@][\w.@-]*)(!=|>=|<=|[:=~<>])/y

function readWord(query: string, from: number, not: boolean): Read {
  nameForm.lastIndex = from
  const named = nameForm.exec(query)
  const field = named === null ? undefined : readField(query, named, not)
  if (field !== undefined) return field
  const end = blankAfter(query, from)
  return { term: textTerm(query.slice(from, end), not), end }
}

function readField(query: string, named: RegExpExecArray, not: boolean): Read | undefined {
  const [whole, name = '', sign = ''] = named
  const operator = operators.find(known => known === sign)
  const from = named.index + whole.length
  const quoted = readQuoted(query, from)
  const end = quoted?.end ?? blankAfter(query, from)
  const value = quoted?.text ?? query.slice(from, end)
  // `pq:` at the end of a word and `http://…` are text.
  const isText = quoted === undefined && (value === '' || value.startsWith('//'))
  if (operator === undefined || isText) return undefined
  return { term: { kind: 'field', name, operator, value, not }, end }
}

function skipBlanks(query: string, from: number): number {
  let at = from
  while (at < query.length && /\s/.test(query[at] ?? '')) at++
  return at
}

function blankAfter(query: string, from: number): number {
  const found = query.slice(from).search(/\s/)
  return found === -1 ? query.length : from + found
}

/** The query that reads as these terms. */
export function formatQuery(terms: readonly Term[]): string {
  return terms.map(formatTerm).join(' ')
}

export function formatTerm(term: Term): string {
  const sign = term.not ? '-' : ''
  switch (term.kind) {
    case 'text':
      return sign + (isPlainWord(term) ? term.text : quoted(term.text))
    case 'pattern':
      return `${sign}/${term.pattern.replace(/\//g, '\\/')}/${term.ignoreCase ? 'i' : ''}`
    case 'field':
      return `${sign}${term.name}${term.operator}${/^[^\s"/][^\s"]*$/.test(term.value) ? term.value : quoted(term.value)}`
  }
}

/** Reads as itself when it stands alone. */
function isPlainWord({ text }: { readonly text: string }): boolean {
  if (/[\s"]/.test(text) || text.startsWith('-')) return false
  const [term, ...rest] = parseQuery(text)
  return rest.length === 0 && term?.kind === 'text' && term.text === text
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

/** What `name:value` says in a query. */
export type Choice = 'in' | 'out' | undefined

export function choiceOf(terms: readonly Term[], name: string, value: string): Choice {
  const found = terms.find(term => isChoice(term, name, value))
  if (found === undefined) return undefined
  return found.not ? 'out' : 'in'
}

/** The query with `name:value` chosen so; without it when it is chosen so already, or for undefined. */
export function withChoice(query: string, name: string, value: string, choice: Choice): string {
  const terms = parseQuery(query)
  const others = terms.filter(term => !isChoice(term, name, value))
  const before = choiceOf(terms, name, value)
  if (choice === undefined || choice === before) return formatQuery(others)
  return formatQuery([...others, { kind: 'field', name, operator: ':', value, not: choice === 'out' }])
}

function isChoice(term: Term, name: string, value: string): boolean {
  return term.kind === 'field' && term.operator === ':' && term.name === name && term.value === value
}

/** The texts that must be in a record. */
export function textsOf(terms: readonly Term[]): readonly string[] {
  return terms.flatMap(term => (term.kind === 'text' && !term.not ? [term.text] : []))
}
