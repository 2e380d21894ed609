// What agents serve: databases and applications, with the hosts that do.
import type { Facts } from '../../facts/index.js'
import type { TableColumn, TableRow, TableView } from '../types.js'
import { labelWords, mostRows, none, objectRow, objectsOf, type ObjectOf } from './rows.js'

const servedColumns: readonly TableColumn[] = [
  { id: 'name', title: 'Resource', kind: 'text', main: true },
  { id: 'kind', title: 'Kind', kind: 'text', choices: true, main: true },
  { id: 'uri', title: 'Address', kind: 'code' },
  { id: 'protocol', title: 'Protocol', kind: 'text', choices: true },
  { id: 'hosts', title: 'Served by', kind: 'text' },
  { id: 'labels', title: 'Labels', kind: 'code' },
]

interface Served {
  readonly row: TableRow
  readonly hosts: Set<string>
}

/** Registered ones and those that agents serve, each once. */
export function servedTable(facts: Facts): TableView {
  const byName = new Map<string, Served>()
  const serve = (
    kind: string,
    object: ObjectOf<'db' | 'app' | 'db_server' | 'app_server'>,
    thing: Thing,
    host?: string,
  ) => {
    const key = `${kind} ${thing.name}`
    const known = byName.get(key)
    if (host !== undefined && known !== undefined) known.hosts.add(host)
    if (known !== undefined) return
    const cells = [
      thing.name,
      kind,
      thing.uri || null,
      thing.protocol || none,
      null,
      labelWords(thing.labels),
    ]
    const row = { ...objectRow(object, cells, byName.size), id: key }
    byName.set(key, { row, hosts: new Set(host === undefined ? [] : [host]) })
  }
  for (const one of objectsOf(facts, 'db')) serve('database', one, thingOf(one))
  for (const one of objectsOf(facts, 'app')) serve('application', one, thingOf(one))
  for (const one of objectsOf(facts, 'db_server'))
    serve('database', one, served(one, one.value.spec?.database), hostOf(one))
  for (const one of objectsOf(facts, 'app_server'))
    serve('application', one, served(one, one.value.spec?.app), hostOf(one))
  const rows = [...byName.values()].map(({ row, hosts }) => withHosts(row, [...hosts]))
  return {
    id: 'served',
    title: 'Databases and applications',
    columns: servedColumns,
    rows: rows.slice(0, mostRows),
    empty: 'This dump lists no databases and no applications.',
  }
}

interface Thing {
  readonly name: string
  readonly uri: string | undefined
  readonly protocol: string | undefined
  readonly labels: Readonly<Record<string, unknown>> | undefined
}

function thingOf({ name, value }: ObjectOf<'db' | 'app'>): Thing {
  const spec: { readonly uri?: string; readonly protocol?: string } = value.spec ?? {}
  return { name, uri: spec.uri, protocol: spec.protocol, labels: value.metadata?.labels }
}

interface Proxied {
  readonly metadata?: { readonly name?: string; readonly labels?: Readonly<Record<string, unknown>> }
  readonly spec?: { readonly uri?: string; readonly protocol?: string }
}

function served({ name, value }: ObjectOf<'db_server' | 'app_server'>, inner: Proxied | undefined): Thing {
  return {
    name: inner?.metadata?.name ?? name,
    uri: inner?.spec?.uri ?? value.spec?.uri,
    protocol: inner?.spec?.protocol ?? value.spec?.protocol,
    labels: inner?.metadata?.labels ?? value.metadata?.labels,
  }
}

const hostOf = ({ value }: ObjectOf<'db_server' | 'app_server'>): string | undefined =>
  value.spec?.hostname || value.spec?.host_id

/** Nobody serves it: what a person should look at. */
function withHosts(row: TableRow, hosts: readonly string[]): TableRow {
  const text =
    hosts.length === 0
      ? 'no agent'
      : hosts.slice(0, 10).join(', ') + (hosts.length > 10 ? ` and ${hosts.length - 10} more` : '')
  const cells = row.cells.map((cell, at) => (at === 4 ? text : cell))
  return { ...row, cells, ...(hosts.length === 0 ? { light: 'info' as const } : {}) }
}
