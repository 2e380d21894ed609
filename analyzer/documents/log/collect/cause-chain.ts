// The cause in the text of an error. Go wraps errors as `what failed: why: why that`, and Mattermost's AppError reads
// `Where: Message., details, wrapped error`; the innermost part is what went wrong, the rest is who noticed:
//   CreatePost: Unable to save the Post., begin_transaction: dial tcp 10.0.0.5:5432: connect: connection refused
//   → dial tcp 10.0.0.5:5432: connect: connection refused
import { messageTemplate } from '../templates/template.js'

/** Of a longer text only the beginning is looked at; AppErrors are cut at 1 KiB by the server itself. */
const LONGEST_CHAIN = 8 * 1024

/** The innermost part as it was written; empty for a text that says nothing. Many texts end in the same few of them. */
export function innermostOf(text: string): string {
  const links = chainOf(innerText(text.slice(0, LONGEST_CHAIN)))
  let from = links.length - 1
  while (from > 0 && isOperation(links[from - 1] as string)) from--
  return links.slice(Math.max(0, from)).join(': ')
}

/** What a text that is no chain wraps: the database's own error in a failed migration, the status of gRPC, the first of several errors. */
function innerText(text: string): string {
  if (!wrapping.some(mark => text.includes(mark))) return firstLine(text)
  const migration = /\boriginalError: (.+?)(?:, query: |$)/s.exec(text)
  if (migration) return firstLine(migration[1] as string)
  const bullet = /\berrors? occurred:\s+\* ([^\n]+)/.exec(text)
  if (bullet) return innerText(bullet[1] as string)
  const status = text.lastIndexOf(' desc = ')
  return firstLine(status === -1 ? text : text.slice(status + 8).replace(/^"|\\?"$/g, ''))
}

/** Without one of these there is nothing to unwrap, which is told faster so. */
const wrapping = ['originalError: ', ' occurred:', ' desc = ']

function firstLine(text: string): string {
  return text.trimStart().split('\n', 1)[0] as string
}

/** The links of the chain from the outermost inwards, without those that only name ids. */
function chainOf(text: string): readonly string[] {
  const links = splitOutsideQuotes(text)
  const parts = isPlace(links[0]) ? links.flatMap(appErrorParts) : links
  return parts.map(withoutDetails).filter(part => part !== '')
}

/** `CreatePost`, `SqlPostStore.Save`, `getPluginsFromDir`: where an AppError was made. */
function isPlace(link: string | undefined): boolean {
  return link !== undefined && /^(?:[A-Z]\w*|[a-z]\w*[A-Z]\w*)(?:\.\w+)*\.?$/.test(link)
}

/** Sentences of an AppError end before a comma. The last link has commas of its own, so only a full stop divides it. */
function appErrorParts(link: string, at: number, links: readonly string[]): readonly string[] {
  const isLast = at === links.length - 1
  return link.split(isLast ? /[.!?], / : /[.!?]?, /)
}

/** Without `user_id=…, ` in front, which says whom it hit; `id=…` alone says nothing of the cause. */
function withoutDetails(part: string): string {
  return part
    .trim()
    .replace(/^(?:[\w.]+=[^,\s]*(?:, |$))+/, '')
    .replace(/^err=<no value>(?:, |$)/, '')
    .replace(/(?<!\.)\.$/, '')
}

/** Splits at `: `, but not inside of `"…"`: quoted are addresses and names. */
function splitOutsideQuotes(text: string): readonly string[] {
  if (!text.includes('"')) return text.split(': ')
  const links: string[] = []
  let from = 0
  let at = 0
  while (at < text.length) {
    const sign = text[at]
    if (sign === '"') at = afterQuote(text, at)
    else if (sign === ':' && text[at + 1] === ' ') {
      links.push(text.slice(from, at))
      from = at += 2
    } else at++
  }
  return [...links, text.slice(from)]
}

/** Position after the closing quote; after the opening one when none closes it nearby. */
function afterQuote(text: string, open: number): number {
  const stop = Math.min(text.length, open + 1_000)
  for (let at = open + 1; at < stop; at++) if (text[at] === '"' && text[at - 1] !== '\\') return at + 1
  return open + 1
}

/** A package or a system call: `pq`, `x509`, `connect`, `dial tcp 10.0.0.5:5432`. Without it the cause would only say "refused". */
function isOperation(link: string): boolean {
  return /^[a-z][a-z\d./-]*$/.test(link) || operation.test(link)
}

const operation =
  /^(?:(?:dial|read|readfrom|write|writeto|listen|accept|lookup) |(?:open|stat|lstat|mkdir|rename|remove|unlink|unlinkat|chmod|chown|link|symlink|truncate|sync|close|fork\/exec) \S+$|(?:exec "|(?:runtime|remote|local) error$|Error \d+(?: \(\w+\))?$))/

/** The address that could not be reached, and numbers that name what happened: these are what the cause is about. */
const telling =
  /(?:\bdial (?:tcp|udp|unix)[46]? |\blookup |->)(?!<\*>)[\w.[\]:/-]*[\w\]]|\bexit (?:status|code) \d+|\bSQLSTATE \w+|\bError \d+|\bstatus(?: code)?:? \d{3}\b/g

/** Masked like a message, but for what tells. */
export function maskCause(innermost: string): string {
  let text = ''
  let from = 0
  for (const { index, 0: kept } of innermost.matchAll(telling)) {
    text += mask(innermost.slice(from, index)) + kept
    from = index + kept.length
  }
  return (text + mask(innermost.slice(from))).trim().slice(0, 300)
}

/** A template has no space at its end; here more text may follow. */
function mask(text: string): string {
  const bytes = Buffer.from(text, 'utf8')
  const template = messageTemplate(bytes, 0, bytes.length)
  return text.endsWith(' ') ? `${template} ` : template
}
