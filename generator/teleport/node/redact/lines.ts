// The lines of a YAML file, or of what was meant to be one, without secrets: works on broken files as on sound ones.
import { afterColon, headerValue, isHarmlessValue, isSecretKey, maskInside } from './values.js'

type Hide = (value: string) => string

/** What the lines below a key are, until one is indented no deeper. */
interface Block {
  readonly kind: 'secret' | 'tokens' | 'headers'
  readonly indent: number
}

const longestLine = 1024 * 1024

export function redactLines(text: string, hide: Hide, byToken: boolean): string {
  let block: Block | undefined
  let inKey = false
  return text
    .split('\n')
    .map(whole => {
      const line = whole.endsWith('\r') ? whole.slice(0, -1) : whole
      return changed(line) + whole.slice(line.length)
    })
    .join('\n')

  function changed(line: string): string {
    if (line.length > longestLine) return `# a line of ${line.length} characters was left out`
    if (inKey || line.includes('-----BEGIN')) {
      const before = inKey ? '' : line.slice(0, line.indexOf('-----BEGIN'))
      const wasInKey = inKey
      inKey = !line.includes('-----END')
      return wasInKey
        ? `${/^\s*/.exec(line)?.[0] ?? ''}****`
        : `${before}****${line.trimEnd().endsWith('"') ? '"' : ''}`
    }
    const indent = line.search(/\S/)
    if (indent < 0) return line
    if (block !== undefined && !belongs(line, indent, block)) block = undefined
    const redacted = block === undefined ? keyed(line, hide, byToken) : inBlock(line, block, hide)
    block ??= blockOf(line, indent, byToken)
    return maskInside(redacted, hide)
  }
}

const belongs = (line: string, indent: number, { kind, indent: outer }: Block): boolean =>
  indent > outer || (kind !== 'secret' && indent === outer && line[indent] === '-')

/** `key:` with nothing, or with the sign of a text over several lines, behind it. */
function blockOf(line: string, indent: number, byToken: boolean): Block | undefined {
  const [, dash = '', key = '', rest = ''] = /^\s*((?:-\s+)*)["']?([\w-]+)["']?\s*:\s*(.*)$/.exec(line) ?? []
  if (key === '') return undefined
  const open = rest === '' || /^(?:#|[|>][+-]?\d?\s*(?:#.*)?$|[&!]\S+\s*$)/.test(rest)
  const place = indent + dash.length
  if (key === 'tokens' || key === 'headers')
    return open || /^\[[^\]]*$/.test(rest) ? { kind: key, indent: place } : undefined
  const isSecret = isSecretKey(key) && (key !== 'token_name' || byToken)
  const unfinished = /^"(?:[^"\\]|\\.)*$/.test(rest) || /^'(?:[^']|'')*$/.test(rest)
  return isSecret && (open || unfinished) ? { kind: 'secret', indent: place } : undefined
}

function inBlock(line: string, { kind }: Block, hide: Hide): string {
  if (kind === 'secret') {
    // A map below such a key has keys of its own to judge by.
    const inner = /^(\s*(?:-\s+)?)(["']?[\w-]+["']?\s*:(?:\s.*)?)$/.exec(line)
    if (inner !== null && !line.trim().startsWith('-----')) return keyed(line, hide, true)
    const [, space = '', value = ''] = /^(\s*(?:-\s+)?)(.*)$/.exec(line) ?? []
    return space + hide(value.trim())
  }
  const part = kind === 'tokens' ? afterColon : headerValue
  return line.replace(/^(\s*(?:-\s*)?)(.+?)(\s*)$/, (_, dash: string, item: string, end: string) => {
    return dash + items(item, part, hide) + end
  })
}

/** One item, or several with commas between quotes. */
function items(text: string, part: (value: string) => string | undefined, hide: Hide): string {
  const quoted = /"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'/g
  if (quoted.test(text))
    return text.replace(quoted, (match: string, double?: string, single?: string) => {
      const value = double ?? single ?? ''
      const secret = part(value)
      return secret === undefined || isHarmlessValue(secret)
        ? match
        : match.replace(secret, () => hide(secret))
    })
  const value = text.replace(/\s+#.*$/, '')
  const secret = part(value)
  return secret === undefined || isHarmlessValue(secret) ? text : text.replace(secret, () => hide(secret))
}

const quotedValue = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/

/** Every `key: value` of the line, as there may be several in braces; in comments as well. */
function keyed(line: string, hide: Hide, byToken: boolean): string {
  const flow = /([{,]\s*)(["']?)([\w-]{1,80})\2(\s*:\s*)("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,}\]\s][^,}\]]*)/g
  const inside = line.replace(
    flow,
    (match: string, open: string, quote: string, key: string, colon: string, value: string) =>
      hides(key, byToken) ? open + quote + key + quote + colon + masked(value, hide) : match,
  )
  const [, before = '', key = '', colon = '', value = ''] =
    /^(\s*(?:#+\s*)?(?:-\s+)*(?:"(?=[\w-]+"\s*:)|'(?=[\w-]+'\s*:))?)([\w-]{1,80})(["']?\s*:\s+)(.+?)\s*$/.exec(
      inside,
    ) ?? []
  if (key === 'tokens' || key === 'headers') {
    const part = key === 'tokens' ? afterColon : headerValue
    return before + key + colon + listed(value, part, hide)
  }
  if (value === '' || !hides(key, byToken) || /^[|>&!{]/.test(value)) return inside
  return before + key + colon + masked(value, hide)
}

const hides = (key: string, byToken: boolean): boolean =>
  isSecretKey(key) && (key !== 'token_name' || byToken)

/** `[a:b, c:d]` */
function listed(value: string, part: (value: string) => string | undefined, hide: Hide): string {
  if (/["']/.test(value)) return items(value, part, hide)
  return value
    .split(',')
    .map(item => {
      const secret = part(item.replace(/[[\]\s]/g, ''))
      return secret === undefined || isHarmlessValue(secret) ? item : item.replace(secret, () => hide(secret))
    })
    .join(',')
}

/** In its quotes, and with the comment behind it. */
function masked(value: string, hide: Hide): string {
  if (value.startsWith('['))
    return value.replace(/[^[\],\s"']+/g, item => (isHarmlessValue(item) ? item : hide(item)))
  const quoted = quotedValue.exec(value)?.[0]
  if (quoted !== undefined) {
    const inner = quoted.slice(1, -1)
    const plain = quoted.startsWith('"') ? unescaped(quoted) : inner.replaceAll("''", "'")
    const rest = value.slice(quoted.length)
    return isHarmlessValue(inner) ? value : `${quoted[0] ?? ''}${hide(plain)}${quoted[0] ?? ''}${rest}`
  }
  const [, plain = value, comment = ''] = /^(.*?)(\s+#.*)?$/.exec(value) ?? []
  const bare = plain.replace(/^["']/, '').trim()
  return isHarmlessValue(bare) ? value : hide(bare) + comment
}

function unescaped(quoted: string): string {
  try {
    return String(JSON.parse(quoted))
  } catch {
    return quoted.slice(1, -1)
  }
}
