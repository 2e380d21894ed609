// Text of a packet inside Markdown of GitHub, GitLab and Mattermost: it stays text. No mention, link, image, reference, heading,
// table or HTML comes of it. What a backslash can disarm is escaped; words that act by themselves (@all, #12, addresses) stand as
// code, where nothing acts.
import { boundedLine } from '../bounded-text.js'
import { isWebLink } from '../web-link.js'

const longestText = 4000

/** One paragraph of running text, anywhere but inside a table. */
export function plain(text: string): string {
  return guardStart(words(text))
}

/** The same for a cell of a table, which ends at any bar that is not escaped, even one in code: bars never stand in code here. */
export function cell(text: string): string {
  return boundedLine(text, longestText)
    .split('|')
    .map(part => words(part, true))
    .join('\\|')
    .trim()
}

/** Text of a rule's author: what stands between backticks is code, as the author meant it. */
export function ruleText(text: string): string {
  // Every second part stood between backticks; a last one without its end is plain text again.
  const parts = boundedLine(text, longestText).split('`')
  const written = parts.map((part, index) => {
    if (index % 2 === 0) return words(part, true)
    return index + 1 < parts.length && part !== '' ? code(part) : words(`\`${part}`, true)
  })
  return guardStart(written.reduce(joined, '').trim())
}

/** Two pieces of code need room between them: their backticks would make one fence. */
const joined = (before: string, after: string): string =>
  before.endsWith('`') && after.startsWith('`') ? `${before} ${after}` : before + after

/** Code on one line, between more backticks than it has in a row. */
export function code(text: string): string {
  const shown = boundedLine(text, longestText)
  if (shown.trim() === '') return '` `'
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const room = /^[` ]|[` ]$/.test(shown) ? ' ' : ''
  return `${fence}${room}${shown}${room}${fence}`
}

/** An address of a rule. One that is no web address is code. */
export function link(address: string): string {
  return isWebLink(address) ? `<${address}>` : code(address)
}

function words(text: string, keepEnds = false): string {
  const shown = boundedLine(text, longestText)
  const inner = shown.split(/( +)/).map(word => (acts(word) ? codeWord(word) : escaped(word)))
  return keepEnds ? inner.join('') : inner.join('').trim()
}

/** Quotes, brackets and full stops around it are the sentence's. */
function codeWord(word: string): string {
  const [, before = '', core = word, after = ''] = /^([("'[]*)(.*?)([.,;:!?)"'\]]*)$/.exec(word) ?? []
  return core === '' ? code(word) : `${escaped(before)}${code(core)}${escaped(after)}`
}

/** A mention, a reference to an issue, merge request, commit or channel, an address: in any of the three dialects. */
const acts = (word: string): boolean => actors.some(actor => actor.test(word))

const actors: readonly RegExp[] = [
  /[@#$]|[!%~&^][\w"{[]/,
  /:\/\/|www\.|(?:mailto|xmpp):/i,
  /(?:^|\W):[\w+-]+:/,
  /\bGH-\d/,
  // The short name of a commit: hexadecimal, with a letter and a digit.
  /(?<![\w])(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,64}(?!\w)/,
  /\[\w+:/,
]

/** An underscore inside a word does nothing, and names of settings are full of them. */
const escaped = (word: string): string =>
  word
    .replace(/[\\`*[\]|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')

/** At the start of a block a number or a sign makes a list, a heading or a rule. */
function guardStart(text: string): string {
  return text.replace(/^(\d{1,9})([.)])/, '$1\\$2').replace(/^[-+=:>]/, '\\$&')
}
