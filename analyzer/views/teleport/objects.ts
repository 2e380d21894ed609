// The objects of a Teleport cluster that people ask about, a table a kind, and how each list ended.
import type { Resource } from '../../documents/teleport/resource-shapes.js'
import { resourceIndex } from '../../facts/teleport/resource-index.js'
import { askedFor, type AskedKind } from '../../facts/teleport/resource-outcomes.js'
import type { Facts } from '../../facts/index.js'
import { generationTime } from '../../reading.js'
import { valueOf, type ViewedPacket } from '../read.js'
import type { TableColumn, TableRow, TablesView, TableView } from '../types.js'
import { clusterFacts } from './facts.js'
import { authoritiesTable, connectorsTable, tokensTable } from './joining.js'
import { locksTable, rolesTable, usersTable } from './people.js'
import { mostRows, placeOf } from './rows.js'
import { servedTable } from './served.js'

export function resourceTables(viewed: ViewedPacket): TablesView {
  const facts = clusterFacts(viewed)
  const generatedAtMs = generationTime(viewed.packet, viewed.documents)
  const tables = [
    usersTable(facts),
    rolesTable(facts),
    tokensTable(facts, generatedAtMs),
    authoritiesTable(facts),
    connectorsTable(facts),
    locksTable(facts),
    servedTable(facts),
    askedTable(facts),
  ]
  return { tables, notes: [] }
}

const askedColumns: readonly TableColumn[] = [
  { id: 'kind', title: 'Kind', kind: 'code', main: true },
  { id: 'outcome', title: 'How its list ended', kind: 'text', choices: true, main: true },
  { id: 'count', title: 'Objects', kind: 'number' },
  { id: 'message', title: 'What was said', kind: 'text' },
]

/** Every kind that was asked for: an empty list is not always none. */
function askedTable(facts: Facts): TableView {
  const counts = valueOf(facts, resourceIndex)
  return {
    id: 'asked',
    title: 'All kinds',
    says: 'Every kind of object that was asked for. A list that was denied or hidden may have objects all the same.',
    columns: askedColumns,
    rows: (valueOf(facts, askedFor) ?? []).slice(0, mostRows).map(one => askedRow(one, counts)),
    empty: 'This dump has no objects of the cluster.',
  }
}

const outcomeWords: Partial<Readonly<Record<AskedKind['outcome'], string>>> = {
  none: 'there are none',
  hidden: 'none that the user may see',
  absent: 'not in this packet',
  damaged: 'cannot be read whole',
  unsupported: 'not known to this version',
  'name-unknown': 'host name unknown',
  usage: 'command not understood',
  other: 'failed',
}

function askedRow(
  { kind, outcome, message, from }: AskedKind,
  counts: ReadonlyMap<string, readonly { readonly value: Resource }[]> | undefined,
): TableRow {
  const isFailed = !['listed', 'none', 'unsupported', 'absent'].includes(outcome)
  const place = placeOf(from)
  const count = outcome === 'listed' || outcome === 'none' ? (counts?.get(kind)?.length ?? 0) : null
  return {
    id: kind,
    cells: [kind, outcomeWords[outcome] ?? outcome, kind === 'connectors' ? null : count, message || null],
    ...(isFailed ? { light: 'warning' as const } : {}),
    ...(place === undefined || place.entry === '' ? {} : { place }),
  }
}
