// The plugins of a server: which run, which are only installed, what the configuration wants, and what they say of themselves.
import type { PluginManifest, Plugins } from '../documents/plugins.js'
import { isMap, valueAt } from '../documents/shape.js'
import type { Document } from '../documents/types.js'
import type { ViewedPacket } from './read.js'
import type { Cell, TableColumn, TableRow, TablesView } from './types.js'

const columns: readonly TableColumn[] = [
  { id: 'name', title: 'Plugin', kind: 'text', main: true },
  { id: 'state', title: 'State', kind: 'text', choices: true, main: true },
  { id: 'version', title: 'Version', kind: 'code', main: true },
  { id: 'wanted', title: 'Configuration', kind: 'text', choices: true },
  { id: 'min', title: 'Needs server', kind: 'code' },
  { id: 'parts', title: 'Parts', kind: 'text' },
  { id: 'id', title: 'Id', kind: 'code' },
  { id: 'node', title: 'Node', kind: 'text' },
  { id: 'home', title: 'Homepage', kind: 'code', hidden: true },
  { id: 'about', title: 'Description', kind: 'text', hidden: true },
]

const ownColumns: readonly TableColumn[] = [
  { id: 'plugin', title: 'Plugin', kind: 'code', choices: true, main: true },
  { id: 'key', title: 'Key', kind: 'code', main: true },
  { id: 'value', title: 'Value', kind: 'code', main: true },
  { id: 'node', title: 'Node', kind: 'text' },
]

const mostRows = 10_000

export function pluginTables(viewed: ViewedPacket): TablesView {
  const { documents } = viewed
  const installed = documents.of('plugins').flatMap(document => rowsOf(document, viewed))
  const own = documents.of('plugin-diagnostics').flatMap(ownRows).slice(0, mostRows)
  const tables = [
    {
      id: 'plugins',
      title: 'Plugins',
      columns,
      rows: installed.slice(0, mostRows),
      empty: 'This packet lists no plugins.',
    },
    ...(own.length === 0
      ? []
      : [
          {
            id: 'diagnostics',
            title: 'What plugins say of themselves',
            columns: ownColumns,
            rows: own,
            empty: '',
          },
        ]),
  ]
  return { tables, notes: [] }
}

function rowsOf(document: Document, viewed: ViewedPacket): readonly TableRow[] {
  const { enabled, disabled } = document.value as Plugins
  const rows = (list: 'enabled' | 'disabled', plugins: readonly PluginManifest[]) =>
    plugins.map((plugin, index) => rowOf(document, viewed, list, plugin, index))
  return [...rows('enabled', enabled), ...rows('disabled', disabled)]
}

function rowOf(
  document: Document,
  { documents }: ViewedPacket,
  list: 'enabled' | 'disabled',
  plugin: PluginManifest,
  index: number,
): TableRow {
  const config = documents.get('config', document.node)?.value
  const states = valueAt(config, ['PluginSettings', 'PluginStates'])
  const wanted = valueAt(states, [plugin.id ?? '', 'Enable'])
  const isRunning = list === 'enabled'
  const line = document.locate([list, index])?.line
  return {
    id: `${document.node ?? ''}.${list}.${index}`,
    cells: [
      plugin.name ?? plugin.id ?? null,
      isRunning ? 'running' : 'not running',
      plugin.version ?? null,
      wantedWords(states, wanted),
      plugin.min_server_version ?? null,
      partsOf(plugin),
      plugin.id ?? null,
      document.node || null,
      plugin.homepage_url ?? null,
      plugin.description ?? null,
    ],
    ...(wanted === true && !isRunning ? { light: 'warning' as const } : {}),
    place: { entry: document.entry, ...(line === undefined ? {} : { line }) },
  }
}

/** A plugin without an entry there was never switched on or off by hand. */
function wantedWords(states: unknown, wanted: unknown): Cell {
  if (!isMap(states)) return null
  if (typeof wanted !== 'boolean') return 'not set'
  return wanted ? 'enabled' : 'disabled'
}

function partsOf({ server, webapp }: PluginManifest): Cell {
  const parts = [server === undefined ? '' : 'server', webapp === undefined ? '' : 'web app']
  return parts.filter(part => part !== '').join(', ') || null
}

function ownRows(document: Document): readonly TableRow[] {
  const plugin = document.plugin ?? ''
  return Object.entries(isMap(document.value) ? document.value : {}).map(([key, value]) => {
    const line = document.locate([key])?.line
    return {
      id: `${document.entry} ${key}`,
      cells: [plugin, key, textOf(value), document.node || null],
      place: { entry: document.entry, ...(line === undefined ? {} : { line }) },
    }
  })
}

function textOf(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return value === null || value === undefined ? null : JSON.stringify(value)
}
