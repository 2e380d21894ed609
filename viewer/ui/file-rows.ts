// Entries of the packet joined with what the analysis says of them: a row each, also for an entry that should be there.
import type { EntryRow } from '../shared/wire.js'
import { listed, type Query } from './route.js'
import type { EntryInfo } from './words.js'

export interface FileRow {
  /** What the analysis says; undefined when there is no analysis. */
  readonly info: EntryInfo | undefined
  /** How to read it; undefined for an entry that is not there. */
  readonly entry: EntryRow | undefined
  readonly name: string
}

/** Names may repeat: the second row of a name goes with the second entry of that name. */
export function fileRows(infos: readonly EntryInfo[], entries: readonly EntryRow[]): readonly FileRow[] {
  const waiting = new Map<string, EntryRow[]>()
  for (const entry of entries) waiting.set(entry.name, [...(waiting.get(entry.name) ?? []), entry])
  const rows: FileRow[] = infos.map(info => ({
    info,
    name: info.name,
    entry: info.status === 'absent' ? undefined : waiting.get(info.name)?.shift(),
  }))
  const rest = [...waiting.values()].flat().map(entry => ({ info: undefined, entry, name: entry.name }))
  return [...rows, ...rest].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

export function filterRows(rows: readonly FileRow[], { q = '', status }: Query): readonly FileRow[] {
  const wanted = listed(status)
  const text = q.trim().toLowerCase()
  return rows.filter(
    ({ name, info }) =>
      (wanted.length === 0 || wanted.includes(info?.status ?? 'unknown')) &&
      (text === '' || `${name} ${info?.kind ?? ''} ${info?.node ?? ''}`.toLowerCase().includes(text)),
  )
}

/** For a spreadsheet: tabs between columns, none inside. */
export function rowsAsTsv(rows: readonly FileRow[]): string {
  const lines = rows.map(({ name, info, entry }) =>
    [
      name,
      info?.kind,
      info?.node,
      entry?.sizeBytes ?? info?.sizeBytes,
      info?.status,
      info?.reason ?? entry?.damage,
    ].map(cell),
  )
  return (
    [['name', 'kind', 'node', 'bytes', 'state', 'reason'], ...lines].map(line => line.join('\t')).join('\n') +
    '\n'
  )
}

function cell(value: string | number | undefined): string {
  return String(value ?? '').replace(/[\t\r\n]+/g, ' ')
}
