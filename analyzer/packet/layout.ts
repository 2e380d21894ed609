// The one place that knows entry names: which product and generation a packet is, what each entry means, what should be there.
import semver from 'semver'
import type { ClassifiedEntry } from './classified.js'
import type {
  EntrySpec,
  Generation,
  NamedEntries,
  ProductDefinition,
  VersionHint,
} from './layout-definition.js'
import type { DocumentKind, Layout } from './layout-types.js'
import type { PacketEntry } from './types.js'
import { mattermost } from './layouts/mattermost.js'
import { teleport } from './layouts/teleport.js'

const known: ProductDefinition[] = [mattermost, teleport]

/** Every product this project speaks. Adding one is adding its definition here. */
export const products: readonly ProductDefinition[] = known

/** Whether a kind is some server's own log, in which rules look unless they say otherwise. */
export function isOwnLog(kind: string): boolean {
  return kind === 'mattermost-log' || products.some(({ ownLogs }) => ownLogs?.some(own => own === kind))
}

/** For products that live elsewhere: see add-product.ts. */
export function addDefinition(definition: ProductDefinition): void {
  known.push(definition)
}

/** Reads a value of the first document of a kind; `undefined` where there is none. */
export type ReadValue = (kind: DocumentKind, path: readonly string[]) => unknown

/** The product whose names these are; `undefined` when no name is known. */
function recogniseProduct(names: readonly string[]): ProductDefinition | undefined {
  let best: ProductDefinition | undefined
  let strength = 0
  for (const definition of products) {
    const found = definition.signature(names)
    if (found > strength) [best, strength] = [definition, found]
  }
  return best
}

/** Kind, node and plugin of each entry by name alone, in the given order. Entries of no known product are `unknown`. */
export function classifyEntries(entries: readonly PacketEntry[]): readonly ClassifiedEntry[] {
  const definition = recogniseProduct(entries.map(entry => entry.name))
  return definition?.classify(entries) ?? entries.map(unknownEntry)
}

function unknownEntry(entry: PacketEntry): ClassifiedEntry {
  return { entry, kind: 'unknown', node: undefined, plugin: undefined, misplacedFrom: undefined }
}

/** A recognised layout with the definitions it came from. */
export interface Recognised {
  readonly layout: Layout
  readonly definition: ProductDefinition
  /** `undefined` when nothing tells it, as in a folder of logs. */
  readonly generation: Generation | undefined
  /** Version that decides which entries belong: the server's, else the oldest of the generation. */
  readonly version: string | undefined
}

/**
 * Which generation a packet is: by the version its documents state, else by the newest thing in it that tells one.
 * `undefined` when no name belongs to a known product.
 */
export function recogniseLayout(
  classified: readonly ClassifiedEntry[],
  read: ReadValue,
): Recognised | undefined {
  const definition = recogniseProduct(classified.map(({ entry }) => entry.name))
  if (definition === undefined) return undefined
  const stated = statedVersion(definition, read)
  const told = stated ?? hintedVersion(definition, classified, read) ?? onlyGeneration(definition)
  const generation = told && generationOf(definition, told.version)
  const nodes = nodesOf(classified)
  const layout: Layout = {
    product: definition.product,
    id: generation?.id ?? `${definition.product}-unknown`,
    title: generation?.title ?? definition.partTitle,
    recognisedBy: told?.by ?? 'entry names',
    serverVersion: stated?.text,
    nodes,
    clustered: nodes.some(node => node !== ''),
  }
  return { layout, definition, generation, version: told?.version }
}

/** Entries that a server of this version writes. */
export function entriesOf(definition: ProductDefinition, version: string): readonly EntrySpec[] {
  return definition.entries.filter(entry => covers(entry, version))
}

/** Settings of this version that name further entries. */
export function namedEntriesOf(definition: ProductDefinition, version: string): readonly NamedEntries[] {
  return definition.namedEntries.filter(named => covers(named, version))
}

/** The generation of a version; versions before the first one count as the first. */
export function generationOf(definition: ProductDefinition, version: string): Generation {
  const newestFirst = [...definition.generations].reverse()
  const found =
    newestFirst.find(generation => isAtLeast(version, generation.from)) ?? definition.generations[0]
  if (found === undefined) throw new Error(`${definition.product} has no generation`)
  return found
}

/** Reads `v10.11.2-rc1`, `10.11`, `Teleport v11.0.0-dev git:…` alike; `undefined` when there is no version in it. */
export function tolerantVersion(text: unknown): string | undefined {
  if (typeof text !== 'string' && typeof text !== 'number') return undefined
  return semver.coerce(String(text).slice(0, 200))?.version
}

/** Node names, sorted; `['']` for a standalone server. */
export function nodesOf(classified: readonly ClassifiedEntry[]): readonly string[] {
  const known = classified.filter(({ kind }) => kind !== 'unknown')
  const nodes = new Set(known.flatMap(({ node }) => (node === undefined ? [] : [node])))
  return nodes.size === 0 ? [''] : [...nodes].sort()
}

interface Told {
  readonly version: string
  readonly by: string
  /** The version as written. */
  readonly text: string
}

function statedVersion(definition: ProductDefinition, read: ReadValue): Told | undefined {
  for (const { kind, path, title } of definition.versionSources) {
    const text = read(kind, path)
    const version = tolerantVersion(text)
    if (version !== undefined) return { version, by: title, text: versionWord(String(text)) }
  }
  return undefined
}

/** `Teleport v11.0.0-dev git:… go1.26.8` → `11.0.0-dev`; a text that is only a version stays as it is. */
function versionWord(text: string): string {
  return text.includes(' ') ? (/\d+(?:\.\d+)+[-+.\w]*/.exec(text.slice(0, 200))?.[0] ?? text) : text
}

function hintedVersion(
  definition: ProductDefinition,
  classified: readonly ClassifiedEntry[],
  read: ReadValue,
): Told | undefined {
  const holding = definition.versionHints.filter(hint => holds(hint, classified, read))
  const newest = holding.reduce<VersionHint | undefined>(
    (best, hint) => (best === undefined || !isAtLeast(best.atLeast, hint.atLeast) ? hint : best),
    undefined,
  )
  return newest && { version: full(newest.atLeast), by: newest.title, text: newest.atLeast }
}

function holds(hint: VersionHint, classified: readonly ClassifiedEntry[], read: ReadValue): boolean {
  if (hint.kind !== undefined && !classified.some(({ kind }) => kind === hint.kind)) return false
  if (hint.inNodeFolder && !classified.some(({ node, entry }) => node && entry.name.startsWith(`${node}/`))) {
    return false
  }
  return hint.value === undefined || read(hint.value.kind, hint.value.path) === hint.value.equals
}

/** A product with one generation needs no evidence for it. */
function onlyGeneration(definition: ProductDefinition): Told | undefined {
  const [only, ...others] = definition.generations
  if (only === undefined || others.length > 0) return undefined
  return { version: full(only.from), by: 'its files', text: only.from }
}

function covers(span: { readonly from: string; readonly until?: string }, version: string): boolean {
  return isAtLeast(version, span.from) && (span.until === undefined || !isAtLeast(version, span.until))
}

/** Compares `10.5` and `10.5.3` alike; a version before the release (`10.5.0-rc1`) counts as the release. */
function isAtLeast(version: string, from: string): boolean {
  return semver.gte(full(version), full(from))
}

function full(version: string): string {
  return semver.coerce(version)?.version ?? '0.0.0'
}
