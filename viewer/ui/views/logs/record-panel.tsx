// One record in the panel: its fields, each a way to choose more like it, and the records around it in its file.
import {
  logPaths,
  type LogPlace,
  type LogRecordView,
  type LogRow,
  type LogRows,
} from '../../../shared/logs.js'
import { formatTerm } from '../../../shared/log-query.js'
import { choose, placeOfAddress, columnsOf } from '../../logs/log-address.js'
import { useLogAnswer } from '../../logs/log-answers.js'
import { levelClass, readingWords, rowTime } from '../../logs/log-words.js'
import { showAll } from '../../logs/record-keys.js'
import { entryRoute, formatRoute } from '../../route.js'
import { route, updateQuery, zone } from '../../state.js'
import { CopyButton } from '../../widgets/copy-button.js'
import { Link } from '../../widgets/link.js'
import { Failure, Waiting } from '../../widgets/notes.js'
import { PacketText } from '../../widgets/packet-text.js'
import { PanelFrame } from '../../widgets/panel-frame.js'
import { visibleText } from '../../visible-text.js'
import { bytesWords, numberWords, timeWords } from '../../words.js'
import { setColumn } from './column-menu.js'
import { PacketLines } from './packet-lines.js'

export function RecordPanel() {
  const { packet = '', query } = route.value
  const place = placeOfAddress(query.at)
  if (place === undefined || query.show !== 'line') return null
  return <PlacePanel packet={packet} entry={place.entry} line={place.line} />
}

interface PlaceProps {
  readonly packet: string
  readonly entry: number
  readonly line: number
}

function PlacePanel({ packet, entry, line }: PlaceProps) {
  const answer = useLogAnswer<LogRecordView>(logPaths.record(packet, entry, line))
  const record = answer.value
  return (
    <PanelFrame
      label="Record"
      title={record === undefined ? 'Record' : `Line ${numberWords(record.line)}`}
      onClose={() => updateQuery({ show: undefined })}
    >
      {answer.failure === undefined ? null : <Failure>{answer.failure.message}</Failure>}
      {record !== undefined ? (
        <Whole packet={packet} record={record} />
      ) : answer.failure === undefined ? (
        <Waiting>
          {answer.reading === undefined ? 'Reading the record…' : readingWords(answer.reading)}
        </Waiting>
      ) : null}
    </PanelFrame>
  )
}

interface RecordProps {
  readonly packet: string
  readonly record: LogRecordView
}

function Whole({ packet, record }: RecordProps) {
  return (
    <>
      <p class="crumbs">
        <span>
          <PacketText text={record.entryName} />
        </span>
        <span>line {record.line}</span>
      </p>
      <p class="facts">
        <span class={levelClass(record.level)}>
          <PacketText text={record.level} />
        </span>
        <span class="quiet">{record.timeMs === undefined ? 'without a time' : exactTime(record.timeMs)}</span>
        {record.caller === undefined ? null : (
          <code class="quiet">
            <PacketText text={record.caller} />
          </code>
        )}
      </p>
      <p class="record-message">
        <PacketLines text={record.whole.slice(0, shownLength)} />
        {record.whole.length > shownLength ? '…' : null}
      </p>
      <Actions packet={packet} record={record} />
      <Fields record={record} />
      <Around packet={packet} record={record} />
      <h3>As it is in the file</h3>
      {record.cut ? (
        <p class="note">
          The first {bytesWords(256 * 1024)} of {bytesWords(record.bytes)} are shown. Export the record, or
          download the file, to see all of it.
        </p>
      ) : null}
      <pre class="whole" tabIndex={0} aria-label="As it is in the file">
        <PacketLines text={record.raw} />
      </pre>
    </>
  )
}

const shownLength = 4_000

function exactTime(ms: number): string {
  const date = new Date(ms)
  if (Number.isNaN(date.getTime())) return 'without a time that can be shown'
  return timeWords(date.toISOString(), zone.value)
}

function Actions({ packet, record }: RecordProps) {
  const { request, user, template } = record
  return (
    <p class="actions">
      <CopyButton text={() => record.raw} what="the line">
        Copy line
      </CopyButton>
      <CopyButton text={linkToRecord} what="the link">
        Copy link
      </CopyButton>
      <button type="button" class="button" onClick={showAll}>
        Show among all <kbd>a</kbd>
      </button>
      {request === undefined ? null : <Follow name="request" value={request} words="Follow request" />}
      {user === undefined ? null : <Follow name="user" value={user} words="Follow user" />}
      {template === undefined ? null : <Follow name="template" value={template} words="Same message" />}
      <Link class="button" to={entryRoute(packet, record.entry, record.line, { show: 'line' })}>
        Open the file
      </Link>
    </p>
  )
}

function linkToRecord(): string {
  return new URL(formatRoute(route.value), location.href).href
}

/** Only what is about the same thing, in all logs and at all times. */
function Follow({
  name,
  value,
  words,
}: {
  readonly name: string
  readonly value: string
  readonly words: string
}) {
  const q = formatTerm({ kind: 'field', name, operator: ':', value, not: false })
  return (
    <button
      type="button"
      class="button"
      onClick={() => updateQuery({ q, since: undefined, until: undefined, tab: undefined })}
    >
      {words}
    </button>
  )
}

function Fields({ record }: { readonly record: LogRecordView }) {
  if (record.fields.length === 0) return null
  return (
    <>
      <h3>Fields</h3>
      <dl class="fields log-fields">
        {record.fields.map(({ name, text }, position) => (
          <div key={position}>
            <dt>
              <PacketText text={name} />
            </dt>
            <dd>
              <PacketLines text={text} />
            </dd>
            <dd class="field-choices">
              <FieldChoices name={name} text={text} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

/** Names that a query can spell, and values that are worth it. */
const queryName = /^[A-Za-z_@][\w.@-]*$/
const longestValue = 300

function FieldChoices({ name, text }: { readonly name: string; readonly text: string }) {
  if (!queryName.test(name)) return null
  const { query } = route.value
  const said = `${visibleText(name)} ${visibleText(text.slice(0, 60))}`
  const columns = columnsOf(query, 1)
  return (
    <>
      {text === '' || text.length > longestValue ? null : (
        <>
          <button
            type="button"
            class="button is-small"
            aria-label={`only records with ${said}`}
            onClick={() => choose(name, text, 'in')}
          >
            only
          </button>
          <button
            type="button"
            class="button is-small"
            aria-label={`not records with ${said}`}
            onClick={() => choose(name, text, 'out')}
          >
            not
          </button>
        </>
      )}
      <button
        type="button"
        class="button is-small"
        aria-pressed={columns.includes(name)}
        aria-label={`${visibleText(name)} as a column`}
        onClick={() => setColumn(columns, name, !columns.includes(name))}
      >
        column
      </button>
    </>
  )
}

/** Records shown before and after. */
const around = 4

function Around({ packet, record }: RecordProps) {
  const q = formatTerm({ kind: 'field', name: 'file', operator: ':', value: record.entryName, not: false })
  const selection = { q, ignoreCase: false }
  const place = useLogAnswer<LogPlace>(logPaths.place(packet, selection, record.entry, record.line)).value
  const from = place === undefined ? 0 : Math.max(0, place.position - around)
  const rows = useLogAnswer<LogRows>(
    place === undefined ? undefined : logPaths.rows(packet, selection, from, 2 * around + 1),
  ).value
  if (rows === undefined) return null
  return (
    <>
      <h3>Around it in this file</h3>
      <ol class="context log-context">
        {rows.rows.map(row => (
          <AroundRow
            key={row.record}
            row={row}
            isMarked={row.record === record.record}
            entry={record.entry}
          />
        ))}
      </ol>
    </>
  )
}

interface AroundProps {
  readonly row: LogRow
  readonly isMarked: boolean
  readonly entry: number
}

function AroundRow({ row, isMarked, entry }: AroundProps) {
  return (
    <li class={isMarked ? 'line is-marked' : 'line'}>
      <button
        type="button"
        class="line-number is-plain"
        aria-label={`Line ${row.line}`}
        onClick={() => updateQuery({ at: `${entry}.${row.line}` })}
      >
        {row.line}
      </button>
      <code>
        <span class="quiet">{rowTime(row, zone.value, false)}</span>{' '}
        <span class={levelClass(row.level)}>
          <PacketText text={row.level === 'unknown' ? 'no level' : row.level} />
        </span>{' '}
        <PacketText text={row.message.slice(0, 300)} />
      </code>
    </li>
  )
}
