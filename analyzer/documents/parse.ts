// Classified entries → documents: reads every structured entry within its limit and parses it. Never throws for what is in a packet.
import type { ClassifiedEntry } from '../packet/classified.js'
import type { DocumentKind } from '../packet/layout-types.js'
import type { Problem } from '../packet/problem.js'
import { wholeBytesFor } from '../packet/limits.js'
import { readWhole } from '../packet/read-whole.js'
import type { Packet } from '../packet/types.js'
import type { Documents } from './index.js'
import type { Parser } from './parser.js'
import type { Reading } from './parsers.js'
import { readingOf } from './parsers.js'
import { problem } from './problem-codes.js'
import { decodeText } from './text.js'
import type { SourceText } from './text.js'
import type { Document, Parsed } from './types.js'

/** Parses all documents that are read whole; logs, profiles and metrics are left to those who stream them. */
export async function parseDocuments(
  packet: Packet,
  classified: readonly ClassifiedEntry[],
): Promise<Documents> {
  const read: ReadDocument[] = []
  for (const item of classified) {
    const reading = readingOf(item.kind, item.entry.name)
    if (reading !== undefined) read.push(await readDocument(packet, item, reading))
  }
  const problems = read.flatMap(one => one.problems)
  const parsed = read.flatMap(one => (one.document === undefined ? [] : [one]))
  const { kept, shadowed } = lastOfEach(parsed)
  return documentsOf(kept, [...problems, ...shadowed])
}

/** Documents from parsed ones: for packets, tests and examples of rules alike. */
export function documentsOf(all: readonly Document[], problems: readonly Problem[] = []): Documents {
  const byKind = new Map<DocumentKind, Document[]>()
  const byNode = new Map<string, Document>()
  for (const document of all) {
    const same = byKind.get(document.kind)
    if (same === undefined) byKind.set(document.kind, [document])
    else same.push(document)
    const key = nodeKey(document.kind, document.node)
    if (!byNode.has(key)) byNode.set(key, document)
  }
  return {
    all,
    problems,
    of: kind => byKind.get(kind) ?? [],
    get: (kind, node) =>
      byNode.get(nodeKey(kind, node)) ??
      byNode.get(nodeKey(kind, undefined)) ??
      byNode.get(nodeKey(kind, '')),
  }
}

function nodeKey(kind: DocumentKind, node: string | undefined): string {
  return node === undefined ? kind : `${kind}/${node}`
}

interface ReadDocument {
  readonly single: boolean
  readonly document: Document | undefined
  readonly problems: readonly Problem[]
}

async function readDocument(packet: Packet, item: ClassifiedEntry, reading: Reading): Promise<ReadDocument> {
  const { entry } = item
  const maxBytes = wholeBytesFor(item.kind)
  if (!entry.readable) return { single: reading.single, document: undefined, problems: [] }
  if (entry.sizeBytes !== undefined && entry.sizeBytes > maxBytes) {
    return {
      single: reading.single,
      document: undefined,
      problems: [stamped(tooLarge(entry.sizeBytes, maxBytes), item)],
    }
  }
  const { bytes, problem: damage } = await readWhole(packet, entry, maxBytes)
  const found = damage === undefined ? [] : [damage]
  // An entry without bytes is the inventory's to report.
  if (bytes.length === 0) return { single: reading.single, document: undefined, problems: found }
  await reading.load?.()
  const { document, problems } = parseBytes(bytes, item, reading)
  return { single: reading.single, document, problems: [...found, ...problems] }
}

function parseBytes(bytes: Buffer, item: ClassifiedEntry, reading: Reading) {
  const source = decodeText(bytes)
  const parsed = isBlanked(source.text) ? blanked() : guarded(() => parserFor(item, reading)(source))
  if (parsed.kind === 'unreadable') {
    return {
      document: undefined,
      problems: [...source.problems, parsed.problem].map(one => stamped(one, item)),
    }
  }
  const document: Document = {
    kind: item.kind,
    entry: item.entry.name,
    node: item.node,
    plugin: item.plugin,
    value: parsed.value,
    locate: parsed.locate,
    lineText: number => source.line(number),
  }
  const cut = reading.endsWithLineEnd && !source.text.endsWith('\n') ? [cutOff(source)] : []
  return { document, problems: [...parsed.problems, ...cut].map(one => stamped(one, item)) }
}

function parserFor({ plugin }: ClassifiedEntry, { parse, parseInPlugin }: Reading): Parser {
  return plugin === undefined ? parse : (parseInPlugin ?? parse)
}

function cutOff(source: SourceText): Problem {
  const { line, column } = source.placeOf(source.text.length)
  return problem('DOCUMENT_CUT', `The document ends inside line ${line}: it was cut off.`, {
    expected: 'a line end after the last line',
    found: 'none',
    line,
    column,
  })
}

/** Nothing but asterisks: whoever redacted the packet left the name only. */
function isBlanked(text: string): boolean {
  return text.includes('***') && /^[\s*]*$/.test(text)
}

function blanked(): Parsed<unknown> {
  const found = problem('ENTRY_BLANKED', 'The whole content of the entry is masked.', {
    found: 'asterisks only',
  })
  return { kind: 'unreadable', problem: found }
}

/** A parser that fails is a mistake of ours; the packet's other documents must not suffer from it. */
function guarded(parse: () => Parsed<unknown>): Parsed<unknown> {
  try {
    return parse()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return {
      kind: 'unreadable',
      problem: problem('DOCUMENT_SHAPE', `The document could not be parsed: ${reason}.`),
    }
  }
}

/** Of several documents that are the same one, the last counts, as it would after unpacking. */
function lastOfEach(read: readonly ReadDocument[]): { kept: Document[]; shadowed: Problem[] } {
  const last = new Map<string, Document>()
  for (const { document, single } of read) if (document && single) last.set(identity(document), document)
  const kept: Document[] = []
  const shadowed: Problem[] = []
  for (const { document, single } of read) {
    if (document === undefined) continue
    const winner = single ? last.get(identity(document)) : document
    if (winner === document) kept.push(document)
    else shadowed.push(shadowedBy(document, winner))
  }
  return { kept, shadowed }
}

function identity({ kind, node, plugin }: Document): string {
  return JSON.stringify([kind, node ?? null, plugin ?? null] satisfies [
    DocumentKind,
    string | null,
    string | null,
  ])
}

function shadowedBy(document: Document, winner: Document | undefined): Problem {
  const other =
    winner?.entry === document.entry ? 'a later entry of the same name' : (winner?.entry ?? 'a later entry')
  return problem('ENTRY_SHADOWED', `${document.entry} is not used: ${other} is the same document.`, {
    entry: document.entry,
    ...(document.node ? { node: document.node } : {}),
  })
}

function tooLarge(sizeBytes: number, maxBytes: number): Problem {
  return problem('DOCUMENT_TOO_LARGE', `The document has ${sizeBytes} bytes and is not read.`, {
    expected: `at most ${maxBytes} bytes`,
    found: `${sizeBytes} bytes`,
  })
}

function stamped(found: Problem, { entry, node }: ClassifiedEntry): Problem {
  return { ...found, entry: entry.name, ...(node ? { node } : {}) }
}
