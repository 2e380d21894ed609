// The rows of a table in groups, each a mark with its name: hosts of a cluster by what they serve. What is wrong stands first; of a
// large group the rest is a number that leads to its rows.
import type { TableMap, TableRow, TableView } from '../../../shared/pages.js'
import { route, updateQuery } from '../../state.js'
import { choiceText, formatChoices } from '../../tables/table-rows.js'
import { PacketText } from '../../widgets/packet-text.js'
import { Shape } from '../../widgets/severity-mark.js'
import { countWords, numberWords } from '../../words.js'

interface MapProps {
  readonly table: TableView
  readonly map: TableMap
}

/** Marks of one group; with a thousand hosts those that work are told by their number. */
const marksAtOnce = 24

export function TableMapView({ table, map }: MapProps) {
  if (table.rows.length === 0) return null
  const at = (id: string) => table.columns.findIndex(column => column.id === id)
  const places = { lane: at(map.lane), name: at(map.name), state: at(map.state), detail: at(map.detail) }
  const lanes = groups(table.rows, places.lane)
  return (
    <section class="map" aria-label="Map">
      {[...lanes].map(([lane, rows]) => (
        <Lane key={lane} lane={lane} rows={rows} map={map} places={places} />
      ))}
    </section>
  )
}

/** In the order of the table. */
function groups(rows: readonly TableRow[], at: number): ReadonlyMap<string, readonly TableRow[]> {
  const found = new Map<string, TableRow[]>()
  for (const row of rows) {
    const name = choiceText(row.cells[at])
    const same = found.get(name)
    if (same === undefined) found.set(name, [row])
    else same.push(row)
  }
  return found
}

interface Places {
  readonly lane: number
  readonly name: number
  readonly state: number
  readonly detail: number
}

interface LaneProps {
  readonly lane: string
  readonly rows: readonly TableRow[]
  readonly map: TableMap
  readonly places: Places
}

function Lane({ lane, rows, map, places }: LaneProps) {
  const rest = rows.length - marksAtOnce
  return (
    <div class="lane">
      <h2>
        <PacketText text={lane} />
      </h2>
      <p class="facts quiet">
        {sums(rows, places.state).map(([state, count]) => (
          <span key={state}>
            {numberWords(count)} {state}
          </span>
        ))}
        <Details rows={rows} at={places.detail} />
      </p>
      <ul class="marks">
        {rows.slice(0, marksAtOnce).map(row => (
          <li key={row.id}>
            <MapMark row={row} places={places} />
          </li>
        ))}
        {rest > 0 ? (
          <li>
            <button
              type="button"
              class="button"
              onClick={() =>
                updateQuery({ is: formatChoices(new Map([[map.lane, new Set([lane])]])), row: undefined })
              }
            >
              List all {numberWords(rows.length)}
            </button>
          </li>
        ) : null}
      </ul>
    </div>
  )
}

function MapMark({ row, places }: { readonly row: TableRow; readonly places: Places }) {
  const isOpen = route.value.query.row === row.id
  const name = choiceText(row.cells[places.name])
  return (
    <button
      type="button"
      class="map-mark"
      aria-expanded={isOpen}
      onClick={() => updateQuery({ row: isOpen ? undefined : row.id, ev: undefined })}
    >
      {row.light === undefined ? <span class="map-dot" aria-hidden="true" /> : <Shape of={row.light} />}
      <PacketText text={name.slice(0, 60)} />
      {row.light === undefined ? null : (
        <span class={`is-${row.light}`}>{choiceText(row.cells[places.state])}</span>
      )}
    </button>
  )
}

/** Most frequent first. */
function sums(rows: readonly TableRow[], at: number): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const { cells } of rows) {
    const text = cells[at] === null ? 'of unknown state' : choiceText(cells[at])
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1])
}

/** Such as the versions of a group, when they are few. */
function Details({ rows, at }: { readonly rows: readonly TableRow[]; readonly at: number }) {
  const texts = [...new Set(rows.flatMap(({ cells }) => (cells[at] === null ? [] : [String(cells[at])])))]
  if (texts.length === 0) return null
  return (
    <span>
      {texts.length > 3 ? countWords(texts.length, 'version') : <PacketText text={texts.join(', ')} />}
    </span>
  )
}
