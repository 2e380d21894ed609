// One row of the list of records.
import type { LogOverview, LogRow } from '../../../shared/logs.js'
import { openRecord } from '../../logs/record-keys.js'
import { isUsual } from '../../logs/log-address.js'
import { levelClass, rowTime } from '../../logs/log-words.js'
import type { Marks } from '../../logs/marks.js'
import { nodeName, shortPath } from '../../nodes.js'
import { zone } from '../../state.js'
import { PacketText } from '../../widgets/packet-text.js'
import { MarkedText } from './marked-text.js'

const widths: Readonly<Record<string, string>> = {
  level: '6ch',
  node: 'minmax(0, 13ch)',
  file: 'minmax(0, 20ch)',
  line: '8ch',
  caller: 'minmax(0, 1fr)',
  message: 'minmax(24ch, 3fr)',
}

/** How wide the columns are, as the style sheet writes it. */
export function gridOf(columns: readonly string[], withDate: boolean): string {
  return columns
    .map(column => (column === 'time' ? (withDate ? '19ch' : '13ch') : (widths[column] ?? 'minmax(0, 14ch)')))
    .join(' ')
}

interface RowProps {
  readonly position: number
  readonly count: number
  readonly row: LogRow | undefined
  readonly overview: LogOverview
  readonly columns: readonly string[]
  readonly template: string
  readonly withDate: boolean
  readonly marks: Marks | undefined
  readonly isSelected: boolean
  readonly onSelect: (position: number) => void
}

export function Row({ position, count, row, columns, template, isSelected, onSelect, ...rest }: RowProps) {
  return (
    <div
      id={`record-${position}`}
      class={isSelected ? 'record is-selected' : 'record'}
      role="option"
      aria-selected={isSelected}
      aria-setsize={count}
      aria-posinset={position + 1}
      style={{ gridTemplateColumns: template }}
      onClick={() => {
        // Text that was marked to copy it is no choice of a row.
        if (getSelection()?.isCollapsed !== false) onSelect(position)
      }}
      onDblClick={openRecord}
    >
      {row === undefined
        ? columns.map(column => <span key={column} class="record-wait" />)
        : columns.map(column => <Cell key={column} column={column} row={row} columns={columns} {...rest} />)}
    </div>
  )
}

type CellProps = Pick<RowProps, 'overview' | 'withDate' | 'marks' | 'columns'> & {
  readonly column: string
  readonly row: LogRow
}

function Cell({ column, row, overview, withDate, marks, columns }: CellProps) {
  const file = overview.files[row.file]
  switch (column) {
    case 'time':
      return <span class="quiet">{rowTime(row, zone.value, withDate)}</span>
    case 'level':
      return (
        <span class={levelClass(row.level)}>
          {row.level === 'unknown' ? <span class="quiet">none</span> : <PacketText text={row.level} />}
        </span>
      )
    case 'message':
      return row.found === undefined ? (
        <MarkedText text={row.message} marks={marks} />
      ) : (
        <span class="record-found">
          <MarkedText text={row.message} marks={marks} />
          <span class="quiet">
            … <MarkedText text={row.found} marks={marks} />
          </span>
        </span>
      )
    case 'line':
      return <span class="quiet">{row.line}</span>
    default:
      return <PacketCell text={textOf(column, row, columns, file)} />
  }
}

function textOf(
  column: string,
  row: LogRow,
  columns: readonly string[],
  file: LogOverview['files'][number] | undefined,
): string {
  if (column === 'caller') return row.caller ?? ''
  if (column === 'node') return nodeName(file?.node ?? '')
  if (column === 'file') return shortPath(file?.name ?? '')
  const fields = columns.filter(other => !isUsual(other))
  return row.cells?.[fields.indexOf(column)] ?? ''
}

function PacketCell({ text }: { readonly text: string }) {
  return (
    <span class="quiet" title={text.slice(0, 200)}>
      <PacketText text={text} />
    </span>
  )
}
