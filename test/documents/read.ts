// Shared by the tests of documents: texts and sample packets through the real readers.
import { expect } from 'vitest'
import type { Documents } from '../../analyzer/documents/index.js'
import { takeInventory } from '../../analyzer/documents/inventory.js'
import { parseDocuments } from '../../analyzer/documents/parse.js'
import type { Parser } from '../../analyzer/documents/parser.js'
import { sourceText } from '../../analyzer/documents/text.js'
import type { Parsed } from '../../analyzer/documents/types.js'
import { classifyEntries } from '../../analyzer/packet/layout.js'
import type { Inventory } from '../../analyzer/packet/layout-types.js'
import { packetOf } from '../../analyzer/packet/memory.js'
import { openPackets } from '../../analyzer/packet/open.js'
import { readWhole } from '../../analyzer/packet/read-whole.js'
import type { Packet, ReadOutcome } from '../../analyzer/packet/types.js'
import { verifyEntries } from '../../analyzer/packet/verify.js'

/** A parsed text that is expected to be readable at least in part. */
export function parsed<T>(parser: Parser<T>, text: string): Extract<Parsed<T>, { kind: 'ok' }> {
  const found = parser(sourceText(text))
  if (found.kind !== 'ok') expect.fail(`unreadable: ${found.problem.message}`)
  return found
}

/** `CODE line:column` of each problem. */
export function codes(
  problems: Parsed<unknown> | readonly { code: string; line?: number; column?: number }[],
): string[] {
  const list =
    'kind' in problems ? (problems.kind === 'ok' ? problems.problems : [problems.problem]) : problems
  return list.map(({ code, line, column }) =>
    line === undefined ? code : `${code} ${line}:${column ?? '-'}`,
  )
}

export interface Read {
  readonly packet: Packet
  readonly documents: Documents
  readonly inventory: Inventory
}

/** Everything up to the inventory, as the pipeline does it. */
export async function readPacket(packet: Packet): Promise<Read> {
  const classified = classifyEntries(packet.entries)
  const documents = await parseDocuments(packet, classified)
  const outcomes = new Map<number, ReadOutcome>()
  await verifyEntries(packet, packet.entries, outcomes)
  return { packet, documents, inventory: takeInventory(packet, classified, documents, outcomes) }
}

/** The entries of a sample packet by name; a test changes some and makes a packet of them again. */
export async function filesOf(sample: string): Promise<Record<string, Buffer>> {
  const [opened] = await openPackets(`samples/${sample}.zip`)
  if (opened?.kind !== 'ok') return expect.fail(`no sample ${sample}`)
  const files: Record<string, Buffer> = {}
  for (const entry of opened.packet.entries) {
    files[entry.name] = (await readWhole(opened.packet, entry, 64 * 1024 * 1024)).bytes
  }
  await opened.packet.close()
  return files
}

/** Reads a sample with some entries replaced; `undefined` removes one. */
export async function readSample(
  sample: string,
  changes: Readonly<Record<string, string | Buffer | undefined>> = {},
): Promise<Read> {
  const files = { ...(await filesOf(sample)), ...changes }
  const kept = Object.entries(files).filter(
    (file): file is [string, string | Buffer] => file[1] !== undefined,
  )
  return readPacket(packetOf(Object.fromEntries(kept)))
}
