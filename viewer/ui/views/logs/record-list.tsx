// The records that are looked at, a row each; only those in sight are in the page, however many there are.
import { useEffect, useMemo } from 'preact/hooks'
import { parseQuery } from '../../../shared/log-query.js'
import {
  logPaths,
  type LogOverview,
  type LogRecordView,
  type LogRow,
  type LogSelection,
} from '../../../shared/logs.js'
import { ask } from '../../api.js'
import { copyText } from '../../clipboard.js'
import { movedTo, select, useCursor } from '../../logs/cursor.js'
import { isUsual, placeOfAddress } from '../../logs/log-address.js'
import { isManyDays, levelClass, rowTime } from '../../logs/log-words.js'
import { marksOf, type Marks } from '../../logs/marks.js'
import { createRowStore, type RowStore } from '../../logs/row-store.js'
import { barHeight } from '../../scroll-map.js'
import { paletteOpen, route, updateQuery, zone } from '../../state.js'
import { Failure } from '../../widgets/notes.js'
import { PacketText } from '../../widgets/packet-text.js'
import { useLongScroll } from '../../widgets/long-scroll.js'
import { MarkedText } from './marked-text.js'

interface ListProps {
  readonly packet: string
  readonly selection: LogSelection
  readonly overview: LogOverview
  /** False while the overview is that of the query before. */
  readonly isCurrent: boolean
  readonly columns: readonly string[]
}

/** Pixels; the same as in the style sheet. */
const rowHeight = 22

export function RecordList(props: ListProps) {
  const { packet, selection, overview, isCurrent, columns } = props
  const fields = columns.filter(column => !isUsual(column))
  const store = useMemo(() => createRowStore(packet, selection, fields), [])
  useEffect(() => () => store.close(), [store])
  useEffect(() => {
    if (overview.state === 'searching') store.refresh()
  }, [overview])
  const count = isCurrent ? overview.matched : 0
  const { status } = store
  if (isCurrent && count === 0 && overview.state !== 'searching')
    return <NothingFound selection={selection} overview={overview} />
  return (
    <div class="records">
      {status.value.failure === undefined ? null : <Failure>{status.value.failure}</Failure>}
      {count === 0 && isCurrent ? <p class="note">Nothing found so far.</p> : null}
      <Rows {...props} store={store} count={count} />
    </div>
  )
}

function NothingFound({ selection, overview }: Pick<ListProps, 'selection' | 'overview'>) {
  const hasWindow = selection.sinceMs !== undefined || selection.untilMs !== undefined
  return (
    <div class="records">
      <p class="note">
        {overview.total === 0
          ? 'The logs of this packet hold no records.'
          : hasWindow
            ? 'No record in this window fits the query.'
            : 'No record fits the query.'}
      </p>
      <p class="actions">
        {hasWindow ? (
          <button
            type="button"
            class="button"
            onClick={() => updateQuery({ since: undefined, until: undefined })}
          >
            Look at all times
          </button>
        ) : null}
        {selection.q === '' ? null : (
          <button type="button" class="button" onClick={() => updateQuery({ q: undefined })}>
            Clear the query
          </button>
        )}
      </p>
    </div>
  )
}

interface RowsProps extends ListProps {
  readonly store: RowStore
  readonly count: number
}

function Rows({ packet, selection, overview, columns, store, count }: RowsProps) {
  const { box, top, height, size, onScroll, bringIntoSight } = useLongScroll(count, rowHeight)
  const cursor = useCursor(packet, selection)
  const first = Math.floor(top / rowHeight)
  const last = Math.min(count - 1, first + Math.ceil(height / rowHeight))
  // Drawn anew when rows come.
  const { version } = store.status.value
  useEffect(() => {
    if (count > 0) store.want(first, last)
  }, [store, first, last, overview, count])
  const isKnown = cursor.position !== undefined && cursor.position < count
  useEffect(() => {
    if (isKnown) bringIntoSight(cursor.position)
  }, [cursor.position, isKnown])
  const go = (position: number) => {
    const to = Math.min(Math.max(position, 0), count - 1)
    store.want(to, to)
    const row = store.row(to)
    const entry = row === undefined ? undefined : overview.files[row.file]?.entry
    if (row !== undefined && entry !== undefined) select(packet, selection, to, row, entry, 'replace')
    else bringIntoSight(to)
  }
  const page = Math.max(1, Math.floor(height / rowHeight) - 1)
  useRowKeys({
    packet,
    cursor: () => movedTo(packet, selection) ?? cursor.position ?? first - 1,
    go,
    page,
    last: count - 1,
  })
  const withDate = isManyDays(overview, zone.value)
  const template = gridOf(columns, withDate)
  const marks = useMemo(() => marksOf(parseQuery(selection.q), selection.ignoreCase), [selection])
  const positions = Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset)
  return (
    <>
      {cursor.chosen ? null : (
        <p class="note">
          The selected record is not among these.{' '}
          <button type="button" class="button is-small" onClick={showAll}>
            Show it among all records
          </button>
        </p>
      )}
      <div class="record-head" style={{ gridTemplateColumns: template }} aria-hidden="true">
        {columns.map(column => (
          <span key={column}>
            <PacketText text={column} />
          </span>
        ))}
      </div>
      <div
        class="record-list"
        ref={box}
        tabIndex={0}
        role="listbox"
        aria-label="Log records"
        aria-activedescendant={isKnown ? `record-${cursor.position}` : undefined}
        data-version={version}
        onScroll={onScroll}
      >
        <div role="presentation" style={{ height: `${barHeight(size)}px` }}>
          <div role="presentation" class="record-window" style={{ height: `${height}px` }}>
            <div role="presentation" style={{ transform: `translateY(${-(top % rowHeight)}px)` }}>
              {positions.map(position => (
                <Row
                  key={position}
                  position={position}
                  count={count}
                  row={store.row(position)}
                  overview={overview}
                  columns={columns}
                  template={template}
                  withDate={withDate}
                  marks={marks}
                  isSelected={position === cursor.position && cursor.chosen}
                  onSelect={go}
                />
              ))}
            </div>
          </div>
        </div>
      </div>
    </>
  )
}

/** Nothing chosen, nothing left out: the record among those around it on all nodes. */
export function showAll(): void {
  updateQuery({ q: undefined, since: undefined, until: undefined, tab: undefined })
}

const widths: Readonly<Record<string, string>> = {
  level: '6ch',
  node: 'minmax(0, 13ch)',
  file: 'minmax(0, 20ch)',
  line: '8ch',
  caller: 'minmax(0, 1fr)',
  message: 'minmax(24ch, 3fr)',
}

function gridOf(columns: readonly string[], withDate: boolean): string {
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

function Row({ position, count, row, columns, template, isSelected, onSelect, ...rest }: RowProps) {
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
          <PacketText text={row.level === 'unknown' ? '-' : row.level} />
        </span>
      )
    case 'message':
      return (
        <span>
          <MarkedText text={row.message} marks={marks} />
          {row.found === undefined ? null : (
            <span class="quiet">
              {' … '}
              <MarkedText text={row.found} marks={marks} />
            </span>
          )}
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
  if (column === 'node') return file?.node ?? ''
  if (column === 'file') return file?.name ?? ''
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

interface KeyParts {
  readonly packet: string
  readonly cursor: () => number
  readonly go: (position: number) => void
  readonly page: number
  readonly last: number
}

/** Keys of the list, before those of the page see them. */
function useRowKeys({ packet, cursor, go, page, last }: KeyParts): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event
      if (event.ctrlKey || event.metaKey || event.altKey || paletteOpen.value) return
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return
      const isOnList = target instanceof HTMLElement && target.matches('.record-list')
      const isFree = isOnList || target === document.body || (target as HTMLElement).id === 'main'
      const to = targetOf(event.key, cursor(), page, last, isOnList)
      if (to !== undefined) go(to)
      else if (event.key === 'Enter' && isFree && route.value.query.at !== undefined) openRecord()
      else if (event.key === 'c' && route.value.query.at !== undefined) void copyRecord(packet)
      else if (event.key === 'a' && route.value.query.at !== undefined) showAll()
      else return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    addEventListener('keydown', onKey, true)
    return () => removeEventListener('keydown', onKey, true)
  })
}

function targetOf(
  key: string,
  cursor: number,
  page: number,
  last: number,
  isOnList: boolean,
): number | undefined {
  if (key === 'j') return cursor + 1
  if (key === 'k') return Math.max(0, cursor - 1)
  if (!isOnList) return undefined
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: cursor + 1,
    ArrowUp: cursor - 1,
    PageDown: cursor + page,
    PageUp: cursor - page,
    Home: 0,
    End: last,
  }
  return steps[key]
}

function openRecord(): void {
  if (route.value.query.at !== undefined) updateQuery({ show: 'line', ev: undefined })
}

/** The line as it was, whole. */
async function copyRecord(packet: string): Promise<void> {
  const place = placeOfAddress(route.value.query.at)
  if (place === undefined) return
  const answer = await ask<LogRecordView>(logPaths.record(packet, place.entry, place.line))
  if (answer.kind === 'ok') await copyText(answer.value.raw, 'the line')
}
