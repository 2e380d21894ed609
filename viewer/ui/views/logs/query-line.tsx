// The query line of the logs, what went wrong with it, and how to write it.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { LogSelection } from '../../../shared/logs.js'
import { route, updateQuery } from '../../state.js'

interface QueryProps {
  readonly selection: LogSelection
  readonly failure: string | undefined
}

export function QueryLine({ selection, failure }: QueryProps) {
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
