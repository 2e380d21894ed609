// The records that are looked at, a row each; only those in sight are in the page, however many there are.
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { parseQuery } from '../../../shared/log-query.js'
import type { LogOverview, LogSelection } from '../../../shared/logs.js'
import { movedTo, select, useCursor } from '../../logs/cursor.js'
import { isUsual } from '../../logs/log-address.js'
import { isManyDays } from '../../logs/log-words.js'
import { marksOf } from '../../logs/marks.js'
import { openRecord, showAll, useRowKeys } from '../../logs/record-keys.js'
import { createRowStore, type RowStore } from '../../logs/row-store.js'
import { barHeight } from '../../scroll-map.js'
import { updateQuery, zone } from '../../state.js'
import { Failure } from '../../widgets/notes.js'
import { PacketText } from '../../widgets/packet-text.js'
import { useLongScroll } from '../../widgets/long-scroll.js'
import { gridOf, Row } from './record-row.js'

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

/** A row that a key went to before it was here. */
interface Awaited {
  readonly position: number
  opens: boolean
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
  // Keys come faster than rows: what they chose is selected, and opened, once its row is here.
  const awaited = useRef<Awaited | undefined>(undefined)
  const go = (position: number) => {
    const to = Math.min(Math.max(position, 0), count - 1)
    store.want(to, to)
    const row = store.row(to)
    const entry = row === undefined ? undefined : overview.files[row.file]?.entry
    awaited.current = row === undefined ? { position: to, opens: false } : undefined
    if (row !== undefined && entry !== undefined) select(packet, selection, to, row, entry, 'replace')
    else bringIntoSight(to)
  }
  const open = () => {
    if (awaited.current === undefined) openRecord()
    else awaited.current.opens = true
  }
  useEffect(() => {
    awaited.current = undefined
  }, [store])
  useEffect(() => {
    const due = awaited.current
    if (due === undefined || store.row(due.position) === undefined) return
    go(due.position)
    if (due.opens) openRecord()
  }, [version])
  const page = Math.max(1, Math.floor(height / rowHeight) - 1)
  useRowKeys({
    packet,
    cursor: () => awaited.current?.position ?? movedTo(packet, selection) ?? cursor.position ?? first - 1,
    go,
    open,
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
