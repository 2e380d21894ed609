// How one text stands in YAML: plain where it cannot be taken for something else, else quoted as each encoder does it.

/** yaml.v3: texts that would be read as another type stand in double quotes, texts that YAML's signs forbid in single ones. */
export function v3Text(text: string): string {
  if (readsAsOther(text)) return doubleQuoted(text)
  return plainOrSingle(text)
}

/** yaml.v2 knows the same rules, with `yes` and `no` as booleans. */
export function v2Text(text: string): string {
  return v3Text(text)
}

/** goccy: double quotes for everything that is not plain. */
export function goccyText(text: string): string {
  const special =
    text === '' ||
    readsAsOther(text) ||
    /^[\s*&[\]{},?|>@%!'"`#~]|^-(?:[\s-]|$)|\s$|: |:$| #|[\n\r\t]/.test(text) ||
    /^0[xob]/.test(text)
  return special ? doubleQuoted(text) : text
}

const words = new Set(
  ['null', 'true', 'false', 'y', 'n', 'yes', 'no', 'on', 'off'].flatMap(word => [
    word,
    word.toUpperCase(),
    word.slice(0, 1).toUpperCase() + word.slice(1),
  ]),
)

/** True when a reader would take the plain text for a number, a boolean, nothing, or a time. */
function readsAsOther(text: string): boolean {
  if (text === '' || text === '~' || text === '<<' || words.has(text)) return true
  if (!/^[-+.0-9]/.test(text)) return false
  return isNumber(text) || isTime(text) || /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text)
}

function isNumber(text: string): boolean {
  const bare = text.replaceAll('_', '')
  return (
    /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(bare) ||
    /^[-+]?0(?:x[0-9a-fA-F]+|o?[0-7]+|b[01]+)$/.test(bare) ||
    /^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(text)
  )
}

/** The four forms of Go's YAML readers. */
const isTime = (text: string): boolean =>
  /^\d{4}-\d{1,2}-\d{1,2}$/.test(text) ||
  /^\d{4}-\d{1,2}-\d{1,2}[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:[Zz]|[-+]\d\d:\d\d)$/.test(text) ||
  /^\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?$/.test(text)

function plainOrSingle(text: string): string {
  if (needsEscapes(text)) return doubleQuoted(text)
  return breaksPlain(text) ? `'${text.replaceAll("'", "''")}'` : text
}

/** What neither plain nor single-quoted text can hold on one line. */
const needsEscapes = (text: string): boolean =>
  /[^\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd]/.test(
    text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, 'x'),
  ) || text.includes('\ufeff')

function breaksPlain(text: string): boolean {
  return (
    /^[#,[\]{}&*!|>'"%@`]/.test(text) ||
    /^[-?:](?:\s|$)/.test(text) ||
    /^(?:---|\.\.\.)/.test(text) ||
    /^ | $/.test(text) ||
    /:(?:\s|$)| #/.test(text)
  )
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\0': '\\0',
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\u000b': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\u001b': '\\e',
  '\u0085': '\\N',
  '\u00a0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
}

function doubleQuoted(text: string): string {
  const body = text.replace(/["\\\u0000-\u001f\u007f-\u00a0\u2028\u2029\ufeff\ud800-\udfff]/gu, sign => {
    const known = escapes[sign]
    if (known !== undefined) return known
    const code = sign.charCodeAt(0)
    return code <= 0xff ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`
  })
  return `"${body}"`
}

const hex = (code: number, digits: number): string => code.toString(16).toUpperCase().padStart(digits, '0')
