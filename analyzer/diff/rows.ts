// Things with values, by name: how the sections of `diff` are made comparable, and their comparison.
import type { DiffChange, DiffValue } from './types.js'
import { valueOf, type Value } from './values.js'

/** A setting, a role, a table, an entry of one packet. */
export interface Row {
  /** What makes it the same thing in both packets; unique in its section and node. */
  readonly key: string
  /** What people call it. */
  readonly name: string
  /** The node whose it is; absent for what the whole server has. */
  readonly node?: string
  /** What is told of it where it appears or disappears; without it, its one value. */
  readonly told?: DiffValue
  /** By name; `''` for the one value of a thing that has only one. */
  readonly values: Readonly<Record<string, Value>>
  /** It is as the release has it by default, so that another release explains a change. */
  readonly isDefault?: boolean
  /** That it is gone is never explained by the release alone. */
  readonly isMissed?: boolean
  /** Of a number that never stands still: from which difference on it counts as another. */
  readonly tolerance?: Tolerance
  /** Names a list that leaves nothing out: a packet that has others of it, of the same node, has 0 of what it lacks. */
  readonly countedIn?: string
  /** Its masked value says nothing: the server masks it whether it is set or not. */
  readonly saysNothing?: boolean
}

/** A number is another one when it differs by `least`, in its unit, and by `factor`. */
export interface Tolerance {
  readonly least: number
  readonly factor: number
}

export interface RowChanges {
  readonly changes: readonly DiffChange[]
  readonly same: number
  readonly unknown: readonly string[]
}

/** The nodes of both packets, and what the second calls each node of the first. */
export interface NodePairs {
  /** Node of the second packet → node of the first. */
  readonly toFirst: ReadonlyMap<string, string>
  readonly nameOf: (node: string) => string
}

interface Tally {
  readonly changes: DiffChange[]
  readonly unknown: Set<string>
  same: number
}

/** Rows of nodes that are in one packet only are left out: that the node is new says it all. */
export function compareRows(before: readonly Row[], after: readonly Row[], nodes: NodePairs): RowChanges {
  const shared = new Set(nodes.toFirst.values())
  const earlier = byKey(before.filter(({ node }) => node === undefined || shared.has(node)))
  const later = byKey(
    after.flatMap(row => {
      if (row.node === undefined) return [row]
      const node = nodes.toFirst.get(row.node)
      return node === undefined ? [] : [{ ...row, node }]
    }),
  )
  const tally: Tally = { changes: [], unknown: new Set(), same: 0 }
  const [earlierLists, laterLists] = [listsOf(earlier), listsOf(later)]
  for (const [key, row] of earlier) compareOne(row, later.get(key) ?? absent(row, laterLists), tally, nodes)
  for (const [key, row] of later)
    if (!earlier.has(key)) compareOne(absent(row, earlierLists), row, tally, nodes)
  return { changes: joinNodes(tally.changes, nodes), same: tally.same, unknown: [...tally.unknown] }
}

function byKey(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map(row => [`${row.node ?? ''}\u0000${row.key}`, row]))
}

const listsOf = (rows: ReadonlyMap<string, Row>): ReadonlySet<string> =>
  new Set([...rows.values()].filter(({ countedIn }) => countedIn !== undefined).map(listOf))

const listOf = ({ node = '', countedIn = '' }: Row): string => `${node}\u0000${countedIn}`

/** The row in a packet that lacks it, where that says something. */
const absent = (row: Row, lists: ReadonlySet<string>): Row | undefined =>
  row.countedIn !== undefined && lists.has(listOf(row)) ? { ...row, values: { '': valueOf(0) } } : undefined

function compareOne(before: Row | undefined, after: Row | undefined, tally: Tally, nodes: NodePairs): void {
  if (before !== undefined && after !== undefined) {
    compareValues(before, after, tally, nodes)
    return
  }
  const row = after ?? before
  // What was measured once is not compared: that the other packet does not tell it is no change.
  if (row === undefined || row.tolerance !== undefined) return
  const kind = before === undefined ? 'added' : 'removed'
  const shown = row.told ?? ownValue(row, '')?.shown
  tally.changes.push({
    kind,
    name: nameOf(row),
    ...nodeOf(row, nodes),
    ...(shown === undefined ? {} : kind === 'added' ? { after: shown } : { before: shown }),
    ...(row.isDefault === true && (kind === 'added' || row.isMissed !== true) ? { ofRelease: true } : {}),
  })
}

function compareValues(before: Row, after: Row, tally: Tally, nodes: NodePairs): void {
  const properties = new Set([...Object.keys(before.values), ...Object.keys(after.values)])
  for (const property of properties) {
    const [old, now] = [ownValue(before, property), ownValue(after, property)]
    const verdict = isNear(old, now, after.tolerance)
      ? 'same'
      : judge(old, now, before.saysNothing === true || after.saysNothing === true)
    if (verdict === 'same') tally.same += 1
    else if (verdict === 'unknown') tally.unknown.add(nameOf(after))
    else
      tally.changes.push({
        ...changeOf(property, old, now),
        name: nameOf(after),
        ...nodeOf(before, nodes),
        ...release(before, after),
      })
  }
}

/** Names of values come from packets: `constructor` is no value of every thing. */
const ownValue = ({ values }: Row, property: string): Value | undefined =>
  Object.hasOwn(values, property) ? values[property] : undefined

/** Characters of a name that is told. */
const longestName = 300

const nameOf = ({ name }: Row): string =>
  name.length > longestName ? `${name.slice(0, longestName).toWellFormed()}…` : name

function isNear(old: Value | undefined, now: Value | undefined, tolerance: Tolerance | undefined): boolean {
  const [a, b] = [old?.shown, now?.shown]
  if (tolerance === undefined || typeof a !== 'number' || typeof b !== 'number') return false
  return Math.abs(a - b) < tolerance.least || Math.max(a, b) < tolerance.factor * Math.min(a, b)
}

function judge(
  old: Value | undefined,
  now: Value | undefined,
  saysNothing: boolean,
): 'same' | 'changed' | 'unknown' {
  if (old === undefined || now === undefined) return old === now ? 'same' : 'changed'
  if (old.hiding !== 'masked' && now.hiding !== 'masked') return old.same === now.same ? 'same' : 'changed'
  const isSetOnce = old.empty !== now.empty && !saysNothing
  return isSetOnce ? 'changed' : 'unknown'
}

function changeOf(
  property: string,
  old: Value | undefined,
  now: Value | undefined,
): Omit<DiffChange, 'name'> {
  const hidden =
    old !== undefined && now !== undefined && JSON.stringify(old.shown) === JSON.stringify(now.shown)
  return {
    kind: 'changed',
    ...(property === '' ? {} : { property }),
    ...(old === undefined ? {} : { before: old.shown }),
    ...(now === undefined ? {} : { after: now.shown }),
    ...ratioOf(old?.shown, now?.shown),
    ...listChange(old?.shown, now?.shown),
    ...(hidden ? { hidden: true as const } : {}),
  }
}

function ratioOf(old: unknown, now: unknown): Pick<DiffChange, 'ratio'> {
  if (typeof old !== 'number' || typeof now !== 'number' || old <= 0 || now <= 0) return {}
  return { ratio: Math.round((now / old) * 1000) / 1000 }
}

function listChange(old: unknown, now: unknown): Pick<DiffChange, 'gained' | 'lost'> {
  if (!Array.isArray(old) || !Array.isArray(now)) return {}
  const [earlier, later] = [new Set<string>(old), new Set<string>(now)]
  return {
    gained: [...later].filter(item => !earlier.has(item)),
    lost: [...earlier].filter(item => !later.has(item)),
  }
}

const release = (before: Row, after: Row): Pick<DiffChange, 'ofRelease'> =>
  before.isDefault === true && after.isDefault === true ? { ofRelease: true } : {}

const nodeOf = ({ node }: Row, { nameOf }: NodePairs): Pick<DiffChange, 'nodes'> =>
  node === undefined || nameOf(node) === '' ? {} : { nodes: [nameOf(node)] }

/** The same change on several nodes is one; on all of them, none is named. */
function joinNodes(changes: readonly DiffChange[], { toFirst }: NodePairs): readonly DiffChange[] {
  const joined = new Map<string, { readonly change: DiffChange; readonly nodes: string[] }>()
  for (const { nodes = [], ...change } of changes) {
    const key = JSON.stringify(change)
    const known = joined.get(key)
    if (known === undefined) joined.set(key, { change, nodes: [...nodes] })
    else known.nodes.push(...nodes)
  }
  return [...joined.values()].map(({ change, nodes }) =>
    nodes.length === 0 || nodes.length === toFirst.size ? change : { ...change, nodes },
  )
}
