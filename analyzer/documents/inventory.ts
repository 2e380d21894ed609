// The inventory: what a packet is, what is in it, what is missing and why. Joins layout, documents and how reading went.
import type { ClassifiedEntry } from '../packet/classified.js'
import type { Expectation, Inventory, InventoryItem } from '../packet/layout-types.js'
import type { ReadValue, Recognised } from '../packet/layout.js'
import { products, recogniseLayout } from '../packet/layout.js'
import type { Problem } from '../packet/problem.js'
import type { Packet, ReadOutcome } from '../packet/types.js'
import { judgeAbsent, warningPoints } from './absent-entries.js'
import type { Explanations } from './absent-entries.js'
import type { Documents } from './index.js'
import { judgePresent } from './present-entries.js'
import { problem } from './problem-codes.js'
import { valueAt } from './shape.js'
import { wantedEntries } from './wanted-entries.js'
import type { WantedEntry } from './wanted-entries.js'

/**
 * Takes the inventory. `outcomes`: how reading ended, by entry index, as far as entries were read. Its problems include
 * those of reading, without the ones that the packet or its documents have already.
 */
export function takeInventory(
  packet: Packet,
  classified: readonly ClassifiedEntry[],
  documents: Documents,
  outcomes: ReadonlyMap<number, ReadOutcome>,
): Inventory {
  const recognised = recogniseLayout(classified, readValue(documents))
  const wanted = recognised === undefined ? [] : wantedEntries(recognised, documents)
  const byPlace = groupByPlace(classified)
  const found = new Map(wanted.map(one => [one, fulfilling(one, byPlace)]))
  const taken = new Set([...found.values()].flat())
  const stock: Stock = {
    recognised,
    documents,
    outcomes,
    parsing: problemsByEntry(documents),
    explanations: explanationsOf(found, documents, packet),
  }
  const rows = [
    ...wanted.flatMap(one => rowsOfWanted(one, found.get(one) ?? [], stock)),
    ...classified.filter(item => !taken.has(item)).map(item => rowOfOther(item, stock)),
  ]
  const packetWide = packetProblems(packet, classified, stock)
  return {
    layout: recognised?.layout,
    items: uniqueRows(rows).map(row => row.item),
    problems: withoutKnown(
      [...packetWide, ...uniqueRows(rows).flatMap(row => row.problems)],
      [...packet.problems, ...documents.problems],
    ),
  }
}

/** Problems of the same entry with the same code as one that was reported before say nothing new. */
export function withoutKnown(problems: readonly Problem[], known: readonly Problem[]): readonly Problem[] {
  const seen = new Set(known.map(sameness))
  return problems.filter(one => one.entry === undefined || !seen.has(sameness(one)))
}

function sameness({ code, entry }: Problem): string {
  return `${code} ${entry ?? ''}`
}

/** Everything that a row may depend on. */
interface Stock {
  readonly recognised: Recognised | undefined
  readonly documents: Documents
  readonly outcomes: ReadonlyMap<number, ReadOutcome>
  /** Problems of parsing by entry name. */
  readonly parsing: ReadonlyMap<string, readonly Problem[]>
  readonly explanations: Explanations
}

interface Row {
  readonly item: InventoryItem
  readonly problems: readonly Problem[]
}

/** Reads a value of the first document of a kind that has it. */
export function readValue(documents: Documents): ReadValue {
  return (kind, path) =>
    documents
      .of(kind)
      .map(document => valueAt(document.value, path))
      .find(value => value !== undefined)
}

/** An entry at the root that speaks for all nodes fulfils the wish of each. */
function fulfilling(wanted: WantedEntry, byPlace: ReadonlyMap<string, readonly ClassifiedEntry[]>) {
  const places = wanted.baseNames.flatMap(base => [placeKey(wanted.node, base), placeKey(undefined, base)])
  return [...new Set(places)].flatMap(place => byPlace.get(place) ?? [])
}

/** Entries by node and base name; plugins' entries fulfil no wish. */
function groupByPlace(
  classified: readonly ClassifiedEntry[],
): ReadonlyMap<string, readonly ClassifiedEntry[]> {
  const groups = new Map<string, ClassifiedEntry[]>()
  for (const item of classified.filter(({ plugin }) => plugin === undefined)) {
    const place = placeKey(item.node, baseName(item))
    const group = groups.get(place)
    if (group === undefined) groups.set(place, [item])
    else group.push(item)
  }
  return groups
}

function placeKey(node: string | undefined, base: string): string {
  return node === undefined ? base : `${node}/${base}`
}

function baseName({ entry }: ClassifiedEntry): string {
  return entry.name.slice(entry.name.lastIndexOf('/') + 1)
}

function problemsByEntry({ problems }: Documents): ReadonlyMap<string, readonly Problem[]> {
  const byEntry = new Map<string, Problem[]>()
  for (const one of problems) {
    const same = byEntry.get(one.entry ?? '')
    if (same === undefined) byEntry.set(one.entry ?? '', [one])
    else same.push(one)
  }
  return byEntry
}

function explanationsOf(
  found: ReadonlyMap<WantedEntry, readonly ClassifiedEntry[]>,
  documents: Documents,
  packet: Packet,
): Explanations {
  const groups = new Map<string, boolean>()
  for (const [{ group }, items] of found) {
    if (group !== undefined) groups.set(group, (groups.get(group) ?? false) || items.length > 0)
  }
  const groupsLeftOut = new Set([...groups].filter(([, any]) => !any).map(([group]) => group))
  const cutOff = packet.problems.some(({ code }) => code === 'ARCHIVE_TRUNCATED')
  return { points: warningPoints(documents), groupsLeftOut, cutOff }
}

function rowsOfWanted(wanted: WantedEntry, items: readonly ClassifiedEntry[], stock: Stock): readonly Row[] {
  if (items.length > 0) return items.map(item => rowOfEntry(item, wanted, wanted.expectation, stock))
  // An optional entry that is not there is nothing to tell, unless the server says that it tried.
  const { problems, ...judged } = judgeAbsent(wanted, stock.explanations)
  if (wanted.expectation === 'optional' && judged.status !== 'failed') return []
  const { name, kind, node, expectation } = wanted
  return [
    { item: { name, kind, node, plugin: undefined, expectation, entry: undefined, ...judged }, problems },
  ]
}

function rowOfOther(item: ClassifiedEntry, stock: Stock): Row {
  const definition = stock.recognised?.definition
  const optional = definition?.optionalKinds.includes(item.kind) === true
  return rowOfEntry(item, undefined, optional ? 'optional' : 'none', stock)
}

function rowOfEntry(
  item: ClassifiedEntry,
  wanted: WantedEntry | undefined,
  expectation: Expectation,
  stock: Stock,
): Row {
  const { entry, kind, node, plugin } = item
  const parsing = stock.parsing.get(entry.name) ?? []
  const outcome = stock.outcomes.get(entry.index)
  const notWritten = expectation === 'none' ? whyNotWritten(item, stock.recognised) : undefined
  const { problems, ...judged } = judgePresent({ item, wanted, notWritten, outcome, parsing })
  return { item: { name: entry.name, kind, node, plugin, expectation, entry, ...judged }, problems }
}

/** Why an entry is not among those of the layout; `undefined` when no layout was recognised to say so. */
function whyNotWritten(item: ClassifiedEntry, recognised: Recognised | undefined): string | undefined {
  if (recognised?.version === undefined) return undefined
  const base = baseName(item)
  const known = recognised.definition.entries.some(
    spec => spec.name === base || spec.otherNames?.includes(base),
  )
  return known
    ? `servers of this version do not write it (${recognised.layout.title})`
    : 'the server does not pack it by itself; somebody may have added it'
}

/** An entry that fulfils several wishes has one row. */
function uniqueRows(rows: readonly Row[]): readonly Row[] {
  const seen = new Set<number>()
  return rows.filter(({ item: { entry } }) => {
    if (entry === undefined) return true
    if (seen.has(entry.index)) return false
    seen.add(entry.index)
    return true
  })
}

function packetProblems(
  packet: Packet,
  classified: readonly ClassifiedEntry[],
  stock: Stock,
): readonly Problem[] {
  const { recognised, explanations, documents } = stock
  if (recognised === undefined) return packet.entries.length === 0 ? [] : [noProduct(classified)]
  if (recognised.version === undefined) return [incomplete(recognised, classified)]
  const version = recognised.layout.serverVersion === undefined ? [versionUnknown(recognised)] : []
  const logs = explanations.groupsLeftOut.has('logs') && !explanations.cutOff ? [logsLeftOut()] : []
  return [...version, ...logs, ...missingNodes(recognised, documents)]
}

function noProduct(classified: readonly ClassifiedEntry[]): Problem {
  const names = classified.slice(0, 3).map(({ entry }) => entry.name)
  return problem('PACKET_NO_PRODUCT', 'No entry is one that a support packet of a known product has.', {
    expected: products.map(({ product }) => `a ${product} packet`).join(' or '),
    found: classified.length > 3 ? `${names.join(', ')} and ${classified.length - 3} more` : names.join(', '),
  })
}

function incomplete({ layout }: Recognised, classified: readonly ClassifiedEntry[]): Problem {
  const kinds = [...new Set(classified.map(({ kind }) => kind))].filter(kind => kind !== 'unknown')
  return problem(
    'PACKET_INCOMPLETE',
    `${layout.title}: what is there is analyzed, everything else is missing.`,
    {
      expected: 'metadata, configuration, logs and profiles',
      found: kinds.join(', '),
    },
  )
}

function versionUnknown({ layout }: Recognised): Problem {
  return problem(
    'VERSION_UNKNOWN',
    `No entry states the server version; ${layout.recognisedBy} tells ${layout.title}.`,
  )
}

function logsLeftOut(): Problem {
  return problem(
    'LOGS_LEFT_OUT',
    'The packet has no logs: they were deselected, or the server does not log to files.',
  )
}

function missingNodes({ definition, layout }: Recognised, documents: Documents): readonly Problem[] {
  if (!layout.clustered || definition.nodeCount === undefined) return []
  const { kind, path } = definition.nodeCount
  const counts = documents.of(kind).map(document => valueAt(document.value, path))
  const stated = Math.max(0, ...counts.filter(count => typeof count === 'number'))
  const found = layout.nodes.filter(node => node !== '').length
  if (stated <= found) return []
  const message = `The cluster has ${stated} nodes, the packet has files of ${found}.`
  return [problem('NODES_MISSING', message, { expected: `${stated} nodes`, found: layout.nodes.join(', ') })]
}
