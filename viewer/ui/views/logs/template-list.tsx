// The messages of what is looked at: how often each came, its course, and whether it is new or came in a burst. One row leads
// to its records.
import { useState } from 'preact/hooks'
import { withChoice } from '../../../shared/log-query.js'
import {
  logPaths,
  type LogSelection,
  type LogTemplateMark,
  type LogTemplateRow,
  type LogTemplates,
} from '../../../shared/logs.js'
import { useLogAnswer } from '../../logs/log-answers.js'
import { barTime, levelClass } from '../../logs/log-words.js'
import { route, updateQuery, zone } from '../../state.js'
import { CopyButton } from '../../widgets/copy-button.js'
import { Failure, Waiting } from '../../widgets/notes.js'
import { PacketText } from '../../widgets/packet-text.js'
import { countWords, numberWords } from '../../words.js'

interface TemplatesProps {
  readonly packet: string
  readonly selection: LogSelection
}

export function TemplateList({ packet, selection }: TemplatesProps) {
  const answer = useLogAnswer<LogTemplates>(logPaths.templates(packet, selection))
  const given = answer.value
  if (given === undefined)
    return (
      <div class="records">
        {answer.failure === undefined ? (
          <Waiting>Counting the messages…</Waiting>
        ) : (
          <Failure>{answer.failure.message}</Failure>
        )}
      </div>
    )
  return <Templates given={given} />
}

const orders = {
  count: { name: 'Most first', by: (a: LogTemplateRow, b: LogTemplateRow) => b.count - a.count },
  new: {
    name: 'Newest first',
    by: (a: LogTemplateRow, b: LogTemplateRow) => (b.firstMs ?? -Infinity) - (a.firstMs ?? -Infinity),
  },
  marked: {
    name: 'Conspicuous first',
    by: (a: LogTemplateRow, b: LogTemplateRow) => b.marks.length - a.marks.length || b.count - a.count,
  },
} as const
type Order = keyof typeof orders

const shownAtFirst = 200

function Templates({ given }: { readonly given: LogTemplates }) {
  const [isWhole, setWhole] = useState(false)
  const { sort } = route.value.query
  const order: Order = sort === 'new' || sort === 'marked' ? sort : 'count'
  const sorted = [...given.templates].sort(orders[order].by)
  const shown = isWhole ? sorted : sorted.slice(0, shownAtFirst)
  if (sorted.length === 0)
    return (
      <div class="records">
        <p class="note">No record fits the query, so there are no messages to count.</p>
      </div>
    )
  return (
    <div class="records is-scrolled" tabIndex={0} role="region" aria-label="Messages">
      <p class="template-head">
        <span class="quiet">{countWords(sorted.length + given.more, 'message')}</span>
        <label class="inline">
          Order
          <select value={order} onChange={event => updateQuery({ sort: event.currentTarget.value })}>
            {(Object.keys(orders) as Order[]).map(key => (
              <option key={key} value={key}>
                {orders[key].name}
              </option>
            ))}
          </select>
        </label>
        <CopyButton text={() => tsvOf(sorted)} what="the messages">
          Copy as TSV
        </CopyButton>
      </p>
      <table class="templates">
        <thead>
          <tr>
            <th scope="col" class="number">
              Records
            </th>
            <th scope="col" class="wide">
              Over time
            </th>
            <th scope="col">Level</th>
            <th scope="col">Message</th>
            <th scope="col" class="wide">
              Caller
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(row => (
            <TemplateRow key={row.id} row={row} />
          ))}
        </tbody>
      </table>
      {shown.length < sorted.length ? (
        <button type="button" class="button" onClick={() => setWhole(true)}>
          Show the other {numberWords(sorted.length - shown.length)}
        </button>
      ) : null}
      {given.more > 0 && isWhole ? (
        <p class="note">
          The {numberWords(given.more)} rarest messages are not listed. Narrow the query to see them.
        </p>
      ) : null}
    </div>
  )
}

function TemplateRow({ row }: { readonly row: LogTemplateRow }) {
  const { q = '' } = route.value.query
  return (
    <tr>
      <td class="number">{numberWords(row.count)}</td>
      <td class="wide">
        <Sparkline trend={row.trend} level={row.level} />
      </td>
      <td class={levelClass(row.level)}>
        <PacketText text={row.level} />
      </td>
      <td>
        <button
          type="button"
          class="template-text"
          data-row
          onClick={() => updateQuery({ q: withChoice(q, 'template', row.id, 'in'), tab: undefined })}
        >
          <Holes text={row.template} />
        </button>
        {row.marks.map(mark => (
          <Mark key={mark.kind} mark={mark} />
        ))}
      </td>
      <td class="wide">
        <code class="quiet">
          <PacketText text={row.caller ?? ''} />
        </code>
      </td>
    </tr>
  )
}

/** What differs from record to record stands as a hole. */
function Holes({ text }: { readonly text: string }) {
  const parts = text.slice(0, 600).split('<*>')
  return (
    <>
      {parts.map((part, position) => (
        <span key={position}>
          {position === 0 ? null : <span class="hole">…</span>}
          <PacketText text={part} />
        </span>
      ))}
    </>
  )
}

function Mark({ mark }: { readonly mark: LogTemplateMark }) {
  return <span class="template-mark">{markWords(mark)}</span>
}

function markWords(mark: LogTemplateMark): string {
  switch (mark.kind) {
    case 'new':
      return `new since ${barTime(mark.sinceMs, 1_000, zone.value)}`
    case 'burst': {
      const usual = mark.usualPerMinute === 0 ? 'never else' : `usually ${rateWords(mark.usualPerMinute)}`
      return `burst at ${barTime(mark.fromMs, 1_000, zone.value)}: ${rateWords(mark.perMinute)}, ${usual}`
    }
    case 'rising':
      return 'rising'
    case 'falling':
      return 'falling'
  }
}

function rateWords(perMinute: number): string {
  const rounded = perMinute < 9.95 ? perMinute.toFixed(1) : numberWords(Math.round(perMinute))
  return `${rounded} a minute`
}

const sparkHeight = 18

function Sparkline({ trend, level }: { readonly trend: readonly number[]; readonly level: string }) {
  const most = Math.max(1, ...trend)
  const path = trend.map((count, step) => {
    const size = count === 0 ? 0 : Math.max(1.5, (count / most) * sparkHeight)
    return size === 0 ? '' : `M${step} ${(sparkHeight - size).toFixed(1)}h.8v${size.toFixed(1)}h-.8z`
  })
  return (
    <svg
      class={`sparkline ${levelClass(level)}`}
      role="img"
      aria-label={`Over time, at most ${numberWords(most)} in one of ${trend.length} steps`}
      viewBox={`0 0 ${trend.length} ${sparkHeight}`}
      preserveAspectRatio="none"
    >
      <path d={path.join('')} />
    </svg>
  )
}

/** For a spreadsheet: tabs between columns, none inside. */
function tsvOf(rows: readonly LogTemplateRow[]): string {
  const lines = rows.map(({ count, level, template, caller, id, firstMs, lastMs }) =>
    [count, level, template, caller, isoOf(firstMs), isoOf(lastMs), id]
      .map(cell => String(cell ?? '').replace(/[\t\r\n]+/g, ' '))
      .join('\t'),
  )
  return `${['records', 'level', 'message', 'caller', 'first', 'last', 'id'].join('\t')}\n${lines.join('\n')}\n`
}

function isoOf(ms: number | undefined): string {
  return ms === undefined || Math.abs(ms) > 8.6e15 ? '' : new Date(ms).toISOString()
}
