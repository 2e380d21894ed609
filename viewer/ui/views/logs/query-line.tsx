// The query line of the logs, the window of time beside it, and what went wrong with either.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { LogOverview, LogSelection } from '../../../shared/logs.js'
import { lookAt } from '../../logs/log-address.js'
import { clockOf, typedTime } from '../../logs/log-words.js'
import { route, updateQuery, zone } from '../../state.js'

interface QueryProps {
  readonly overview: LogOverview
  readonly selection: LogSelection
  readonly failure: string | undefined
}

export function QueryLine({ overview, selection, failure }: QueryProps) {
  return (
    <div class="logs-query">
      <QueryField />
      <button
        type="button"
        class="toggle"
        aria-pressed={selection.ignoreCase}
        title="Upper and lower case are the same in text and patterns"
        onClick={() => updateQuery({ ic: selection.ignoreCase ? undefined : '1' })}
      >
        Ignore case
      </button>
      <TimeField label="From" overview={overview} selection={selection} end="sinceMs" />
      <TimeField label="To" overview={overview} selection={selection} end="untilMs" />
      {selection.sinceMs === undefined && selection.untilMs === undefined ? null : (
        <button type="button" class="button" onClick={() => lookAt(undefined)}>
          All times
        </button>
      )}
      {failure === undefined ? null : (
        <p class="note is-failure" role="alert">
          {failure}
        </p>
      )}
      <QueryHelp />
    </div>
  )
}

/** So long after the last letter the query is asked. */
const typingMs = 250

/** Each query that somebody stayed with is a step back; its letters are not. */
function QueryField() {
  const { q = '' } = route.value.query
  const [text, setText] = useState(q)
  const isTyping = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => {
    // Changed elsewhere: by a facet, or by going back.
    if (timer.current === undefined) setText(q)
  }, [q])
  useEffect(() => () => clearTimeout(timer.current), [])

  function apply(query: string) {
    clearTimeout(timer.current)
    timer.current = undefined
    if (query === (route.value.query.q ?? '')) return
    updateQuery({ q: query === '' ? undefined : query }, isTyping.current ? 'replace' : 'push')
    isTyping.current = true
  }

  return (
    <input
      type="search"
      class="search logs-search"
      data-search
      aria-label="Query"
      placeholder='Query, such as level:error "connection refused"  /'
      autocomplete="off"
      spellcheck={false}
      value={text}
      onInput={event => {
        const query = event.currentTarget.value
        setText(query)
        clearTimeout(timer.current)
        timer.current = setTimeout(() => apply(query), typingMs)
      }}
      onKeyDown={event => {
        if (event.key !== 'Enter') return
        apply(event.currentTarget.value)
        isTyping.current = false
        event.currentTarget.blur()
        document.querySelector<HTMLElement>('.record-list')?.focus()
      }}
      onBlur={event => {
        apply(event.currentTarget.value)
        isTyping.current = false
      }}
    />
  )
}

interface TimeProps {
  readonly label: string
  readonly overview: LogOverview
  readonly selection: LogSelection
  readonly end: 'sinceMs' | 'untilMs'
}

/** A time of day is one of the day that the window is in. */
function TimeField({ label, overview, selection, end }: TimeProps) {
  const bound = end === 'sinceMs' ? overview.firstMs : overview.lastMs
  const shown = selection[end]
  const text = shown === undefined ? '' : words(shown)
  const [isWrong, setWrong] = useState(false)
  const set = (typed: string) => {
    const ms = typedTime(typed, zone.value, shown ?? bound ?? 0, end === 'untilMs')
    setWrong(ms === undefined && typed.trim() !== '')
    if (ms === undefined && typed.trim() !== '') return
    const iso = ms === undefined ? undefined : new Date(ms).toISOString()
    updateQuery(end === 'sinceMs' ? { since: iso } : { until: iso })
  }
  if (bound === undefined) return null
  return (
    <label class="inline">
      {label}
      <input
        class="search is-time"
        aria-invalid={isWrong}
        title={isWrong ? 'Not a time: 2026-11-21 08:40, 08:40 or 08:40:25' : undefined}
        placeholder={words(bound)}
        value={text}
        onChange={event => set(event.currentTarget.value)}
      />
      {isWrong ? <span class="is-error">not a time</span> : null}
    </label>
  )
}

function words(ms: number): string {
  const clock = clockOf(ms, zone.value)
  return clock === undefined ? '' : `${clock.date} ${clock.time.slice(0, ms % 1000 === 0 ? 8 : 12)}`
}

const examples = [
  ['connection refused', 'records with both words; "connection refused" with the two as one text'],
  ['/dial tcp .*refused/', 'an RE2 pattern, as of --grep; /…/i in any case'],
  ['level:error', 'this level; level>=warn is this one and everything more urgent'],
  ['node:mm-app-2 file:audit.log', 'a node, a log by its name or kind (audit-log)'],
  ['caller:app/post.go template:2e0d78a7b71e859e', 'records from one place in the code, or of one message'],
  ['route:/api/v4/posts user:…', 'requests by route, records that name a user'],
  ['request:…', 'what all logs say of one request, as --follow-request'],
  ['status_code>=500 duration>1.5s', 'fields compared as numbers or durations, as of --field'],
  ['error~refused a.b:text plugin_id:*', 'a pattern on a field, a field in nested JSON, any value'],
  ['-level:debug -"slow query"', 'a minus leaves records out'],
] as const

function QueryHelp() {
  return (
    <details class="query-help">
      <summary>How to query</summary>
      <dl>
        {examples.map(([query, does]) => (
          <div key={query}>
            <dt>
              <code>{query}</code>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">
        All terms must hold; of several for the same level, node, file, caller, template, route or user, one
        is enough.
      </p>
    </details>
  )
}
