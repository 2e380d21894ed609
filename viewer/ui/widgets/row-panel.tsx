// One row of a table in the panel: all its columns in full, and the way to its line in the packet.
import type { TableRow, TableView } from '../../shared/pages.js'
import { entryRoute } from '../route.js'
import { entryIndex, route, updateQuery, zone } from '../state.js'
import { cellWords, rowsAsTsv, tellingColumns } from '../tables/table-rows.js'
import { CopyButton } from './copy-button.js'
import { Link } from './link.js'
import { PacketLines } from './packet-text.js'
import { PanelFrame } from './panel-frame.js'

interface RowPanelProps {
  readonly table: TableView
  readonly row: TableRow
}

export function RowPanel({ table, row }: RowPanelProps) {
  const fields = tellingColumns(table).map(({ column: { id, title, kind }, at }) => ({
    id,
    title,
    kind,
    words: cellWords(row.cells[at], kind, zone.value),
    isKnown: row.cells[at] !== null,
  }))
  const text = () => fields.map(({ title, words }) => `${title}: ${words}`).join('\n') + '\n'
  return (
    <PanelFrame label={table.title} title={table.title} onClose={() => updateQuery({ row: undefined })}>
      <p class="actions">
        <CopyButton text={text} what="the row">
          Copy
        </CopyButton>
        <CopyButton text={() => rowsAsTsv(table, [row])} what="the row">
          Copy as TSV
        </CopyButton>
        <CopyButton text={() => location.href} what="the link">
          Copy link
        </CopyButton>
        <PlaceLink row={row} />
      </p>
      <dl class="fields">
        {fields.map(({ id, title, kind, words, isKnown }) => (
          <div key={id}>
            <dt>{title}</dt>
            <dd class={!isKnown ? 'is-text quiet' : kind === 'code' ? undefined : 'is-text'}>
              <PacketLines text={words} />
            </dd>
          </div>
        ))}
      </dl>
    </PanelFrame>
  )
}

function PlaceLink({ row: { place } }: { readonly row: TableRow }) {
  const index = place === undefined ? undefined : entryIndex(place.entry)
  if (place === undefined || index === undefined) return null
  return (
    <Link class="button" to={entryRoute(route.value.packet ?? '', index, place.line)}>
      Open {place.line === undefined ? 'the file' : `line ${place.line}`}
    </Link>
  )
}
