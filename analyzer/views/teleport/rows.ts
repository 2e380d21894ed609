// Rows of tables made from the objects of a Teleport cluster: one an object, in the order of its list, with its place.
import { resourceIndex, type Placed } from '../../facts/teleport/resource-index.js'
import { askedFor, type ListOutcome } from '../../facts/teleport/resource-outcomes.js'
import type { ResourceKind, ResourceOf } from '../../documents/teleport/resource-shapes.js'
import type { Facts, Source } from '../../facts/index.js'
import { valueOf } from '../read.js'
import type { Cell, TableRow, TableView, ViewPlace } from '../types.js'

/** A list of 100,000 objects is searched in its file. */
export const mostRows = 10_000

export type ObjectOf<K extends ResourceKind> = Placed<ResourceOf<K>>

/** What is listed of these kinds, one kind after the other. */
export function objectsOf<K extends ResourceKind>(
  facts: Facts,
  ...kinds: readonly K[]
): readonly ObjectOf<K>[] {
  const all = valueOf(facts, resourceIndex)
  return kinds.flatMap(kind => (all?.get(kind) ?? []) as readonly ObjectOf<K>[])
}

/** A row an object; `at`: the part of it that its place leads to. */
export function objectRow<T>(
  { at, name }: Placed<T>,
  cells: readonly Cell[],
  position: number,
  light?: TableRow['light'],
): TableRow {
  const place = placeOf(at('metadata', 'name'))
  return {
    id: `${name} ${position}`,
    cells,
    ...(light === undefined ? {} : { light }),
    ...(place === undefined ? {} : { place }),
  }
}

export function placeOf(source: Source | undefined): ViewPlace | undefined {
  if (source === undefined) return undefined
  return { entry: source.entry, ...(source.line === undefined ? {} : { line: source.line }) }
}

/** Why a table of a kind is empty: it was asked for and there is none, or nobody knows. */
export function emptyWords(facts: Facts, kind: string, plural: string): string {
  const asked = valueOf(facts, askedFor)?.find(one => one.kind === kind)
  const words = asked === undefined ? undefined : outcomeWords[asked.outcome]
  if (words !== undefined) return `${words(plural)}${asked?.message ? ` It said: ${asked.message}` : ''}`
  return `This dump does not say which ${plural} there are.`
}

const outcomeWords: Partial<Readonly<Record<ListOutcome, (plural: string) => string>>> = {
  none: plural => `The cluster has no ${plural}.`,
  hidden: plural => `No ${plural} were listed; there may be some that the user who collected may not see.`,
  denied: plural => `Listing ${plural} was denied to the user who collected.`,
  unsupported: plural => `This version of Teleport does not know ${plural}.`,
  damaged: plural => `The list of ${plural} could not be read.`,
}

/** Said where an object was listed and has nothing of it: that is known. */
export const none = 'none'

export function words(list: readonly string[] | undefined): string {
  return list === undefined || list.length === 0 ? none : list.join(', ')
}

/** Labels as Teleport writes them: `env=prod, tier=[web, app]`. */
export function labelWords(labels: Readonly<Record<string, unknown>> | undefined): string {
  const texts = Object.entries(labels ?? {}).map(([key, value]) =>
    key === '*' && value === '*'
      ? '*'
      : `${key}=${Array.isArray(value) ? `[${value.join(', ')}]` : String(value)}`,
  )
  return texts.join(', ') || none
}

/** A table with a row an object. */
export function tableOf<T>(
  start: Pick<TableView, 'id' | 'title' | 'columns' | 'empty'> & Partial<Pick<TableView, 'says'>>,
  objects: readonly T[],
  rowOf: (object: T, position: number) => TableRow,
): TableView {
  return { ...start, rows: objects.slice(0, mostRows).map(rowOf) }
}
