// Writes baseline files: a new one, and changes in one that people have edited. Only the list `findings` is ever changed;
// every other line, and every comment, stays as it is.
import type { BaselineChange } from './compare.js'
import { readBaseline } from './read.js'
import type { Baseline, KnownFinding } from './types.js'

/** The text of a new baseline file. */
export function newBaselineText(findings: readonly KnownFinding[]): string {
  const list = findings.length === 0 ? 'findings: []\n' : `findings:\n${itemsText(findings, '  ')}`
  return `# Known findings of an installation, for: support-packet analyze --baseline FILE
version: 1

# Decisions of people. What they name is shown as suppressed and does not count. Each names a rule (* at the end for a
# prefix), a fingerprint or a node, or several of these that must all fit; it needs a reason, and may end:
#   - rule: smtp-delivery-failing
#     reason: The mail server is being moved, see ticket 1234.
#     until: 2026-12-31
suppressions: []

# What was there when this file was made; kept by: support-packet baseline update FILE PACKET
${list}`
}

function itemsText(findings: readonly KnownFinding[], indent: string): string {
  return findings.map(finding => itemText(finding, indent)).join('')
}

function itemText(finding: KnownFinding, indent: string): string {
  const { fingerprint, rule, severity, title, about, since } = finding
  const lines = [
    `fingerprint: ${quoted(fingerprint)}`,
    `rule: ${/^[a-z]+(-[a-z0-9]+)+$/.test(rule) ? rule : quoted(rule)}`,
    ...(severity === undefined ? [] : [`severity: ${severity}`]),
    ...(title === undefined ? [] : [`title: ${quoted(title)}`]),
    ...(about === undefined ? [] : [`about: ${quoted(about)}`]),
    ...(since === undefined ? [] : [`since: ${since}`]),
  ]
  return lines.map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}\n`).join('')
}

/** JSON text is YAML text, once what neither a terminal nor a YAML reader should meet as it is has been escaped. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]/g,
    found => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

export type Rewritten =
  { readonly kind: 'ok'; readonly text: string } | { readonly kind: 'refused'; readonly reason: string }

/** Takes what is gone out of the text of a baseline, and puts what is new at the end of its list. */
export function rewriteBaseline(
  text: string,
  baseline: Baseline,
  { added, gone }: Pick<BaselineChange, 'added' | 'gone'>,
): Rewritten {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  const lines = text.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n')
  const list = findList(lines)
  if (list === undefined) return { kind: 'refused', reason: byHand }
  const goneFingerprints = new Set(gone.map(({ fingerprint }) => fingerprint))
  const kept = list.items.filter(item => !names(item, goneFingerprints))
  const rest = [
    ...kept.flatMap(item => item.lines),
    ...itemsText(added, list.indent).split('\n').slice(0, -1),
  ]
  const value = rest.length === 0 ? 'findings: []' : 'findings:'
  const head = list.key.replace(/^findings:(?:\s*(?:\[\s*\]|~|null))?/, value)
  const changed = [...lines.slice(0, list.from), head, ...list.above, ...rest, ...list.below]
  const result = `${changed.join(lineEnd)}${lineEnd}`
  return isAsMeant(result, baseline, { added, gone: goneFingerprints })
    ? { kind: 'ok', text: result }
    : { kind: 'refused', reason: byHand }
}

const byHand =
  'its list of findings is written in a way that cannot be changed line by line; write one item below another (- fingerprint: …)'

/** The list in the text, in lines. */
interface ListInText {
  /** Index of the line with its key. */
  readonly from: number
  readonly key: string
  /** Remarks between the key and the first item. */
  readonly above: readonly string[]
  readonly items: readonly ItemInText[]
  /** Everything after the last item. */
  readonly below: readonly string[]
  readonly indent: string
}

/** An item with the remarks right above it. */
interface ItemInText {
  readonly lines: string[]
}

const isRemark = (line: string): boolean => /^\s*#/.test(line)
const isBlank = (line: string): boolean => line.trim() === ''

function findList(lines: readonly string[]): ListInText | undefined {
  const from = lines.findIndex(line => /^findings:/.test(line))
  if (from < 0) return { from: lines.length, key: 'findings:', above: [], items: [], below: [], indent: '  ' }
  const key = lines[from] ?? ''
  if (!/^findings:\s*(?:\[\s*\]|~|null)?\s*(?:#.*)?$/.test(key)) return undefined
  const end = lines.findIndex((line, index) => index > from && /^[^\s#-]/.test(line))
  const body = lines.slice(from + 1, end < 0 ? undefined : end)
  const after = end < 0 ? [] : lines.slice(end)
  return { from, key, ...splitBody(body, after) }
}

function splitBody(
  body: readonly string[],
  after: readonly string[],
): Pick<ListInText, 'above' | 'items' | 'below' | 'indent'> {
  const first = body.findIndex(line => /^\s*- /.test(line))
  if (first < 0) return { above: [], items: [], below: [...body, ...after], indent: '  ' }
  const indent = /^\s*/.exec(body[first] ?? '')?.[0] ?? ''
  const items: ItemInText[] = []
  let waiting: string[] = []
  for (const line of body.slice(first)) {
    if (line.startsWith(`${indent}- `)) {
      const cut = waiting.findLastIndex(isBlank) + 1
      items.at(-1)?.lines.push(...waiting.slice(0, cut))
      items.push({ lines: [...waiting.slice(cut), line] })
      waiting = []
    } else if (isBlank(line) || isRemark(line)) waiting.push(line)
    else {
      items.at(-1)?.lines.push(...waiting, line)
      waiting = []
    }
  }
  return { above: body.slice(0, first), items, below: [...waiting, ...after], indent }
}

function names({ lines }: ItemInText, fingerprints: ReadonlySet<string>): boolean {
  return lines.some(line => {
    const [, fingerprint] = /^\s*(?:- )?\s*["']?fingerprint["']?:\s*["']?([0-9a-f]{16})\b/.exec(line) ?? []
    return fingerprint !== undefined && fingerprints.has(fingerprint)
  })
}

/** The changed text is read again: it must hold exactly what was meant, whatever the old one looked like. */
function isAsMeant(
  text: string,
  baseline: Baseline,
  { added, gone }: { readonly added: readonly KnownFinding[]; readonly gone: ReadonlySet<string> },
): boolean {
  const read = readBaseline(text)
  if (read.kind === 'wrong') return false
  const meant = [...baseline.findings.filter(({ fingerprint }) => !gone.has(fingerprint)), ...added]
  return (
    withoutLines(read.value.findings) === withoutLines(meant) &&
    withoutLines(read.value.suppressions) === withoutLines(baseline.suppressions)
  )
}

/** Comparable text; the order of keys is the reader's, and that of `added` the same. */
function withoutLines(items: readonly object[]): string {
  return JSON.stringify(
    items.map(item =>
      Object.entries(item)
        .filter(([key]) => key !== 'line')
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  )
}
