// The logs of all nodes and files as one list in order of time: a query line, a histogram, facets, rows; and their messages
// as a second tab. Everything that is chosen is in the address.
import { useEffect, useMemo } from 'preact/hooks'
import { logPaths, type LogOverview, type LogSelection } from '../../../shared/logs.js'
import { columnsOf, selectionOf } from '../../logs/log-address.js'
import { useLogAnswer, type LogAnswer } from '../../logs/log-answers.js'
import { matchedWords, percentWords, readingWords } from '../../logs/log-words.js'
import { ask } from '../../api.js'
import { route, updateQuery } from '../../state.js'
import { Failure, Waiting } from '../../widgets/notes.js'
import { PacketText } from '../../widgets/packet-text.js'
import { ColumnMenu } from './column-menu.js'
import { ExportMenu } from './export-menu.js'
import { Facets } from './facets.js'
import { Histogram } from './histogram.js'
import { QueryLine } from './query-line.js'
import { RecordList } from './record-list.js'
import { TemplateList } from './template-list.js'

export { RecordPanel as Panel } from './record-panel.js'

export function Page() {
  const { packet = '', query } = route.value
  const { q, since, until, ic } = query
  const selection = useMemo(() => selectionOf(query), [q, since, until, ic])
  const again = query.part === 'again'
  const answer = useLogAnswer<LogOverview>(logPaths.overview(packet, selection, again))
  const overview = answer.value
  if (overview === undefined) return <NotYet answer={answer} />
  if (overview.files.length === 0) return <NoLogs />
  const isCurrent = answer.path === logPaths.overview(packet, selection, again)
  return (
    <div class="logs-page">
      <Head packet={packet} selection={selection} overview={overview} isCurrent={isCurrent} />
      <QueryLine selection={selection} failure={answer.failure?.message} />
      <Histogram overview={overview} selection={selection} />
      <div class="logs-body">
        <Facets packet={packet} selection={selection} facets={overview.facets} />
        {query.tab === 'templates' ? (
          <TemplateList packet={packet} selection={selection} />
        ) : (
          <RecordList
            key={JSON.stringify([packet, selection, columnsOf(query, nodesOf(overview))])}
            packet={packet}
            selection={selection}
            overview={overview}
            isCurrent={isCurrent}
            columns={columnsOf(query, nodesOf(overview))}
          />
        )}
      </div>
      <Notes notes={overview.notes} />
    </div>
  )
}

function nodesOf({ files }: LogOverview): number {
  return new Set(files.map(({ node }) => node)).size
}

function NotYet({ answer }: { readonly answer: LogAnswer<LogOverview> }) {
  return (
    <>
      <header class="page-head">
        <h1>Logs</h1>
      </header>
      {answer.failure === undefined ? (
        <Waiting>{answer.reading === undefined ? 'Opening the logs…' : readingWords(answer.reading)}</Waiting>
      ) : (
        <>
          <Failure>{answer.failure.message}</Failure>
          {answer.failure.code === 'QUERY_MISTAKE' ? (
            <p>
              <button type="button" class="button" onClick={() => updateQuery({ q: undefined })}>
                Clear the query
              </button>
            </p>
          ) : null}
        </>
      )}
    </>
  )
}

function NoLogs() {
  return (
    <>
      <header class="page-head">
        <h1>Logs</h1>
      </header>
      <p class="note">
        This packet has no logs. Servers write them into a packet when logging to files is on; Files lists
        what the packet holds.
      </p>
    </>
  )
}

interface HeadProps {
  readonly packet: string
  readonly selection: LogSelection
  readonly overview: LogOverview
  readonly isCurrent: boolean
}

function Head({ packet, selection, overview, isCurrent }: HeadProps) {
  return (
    <header class="page-head logs-head">
      <h1>Logs</h1>
      <p class="quiet logs-count" role="status">
        {isCurrent ? countWordsOf(overview) : 'Searching…'}
      </p>
      {isCurrent ? <SearchControl packet={packet} selection={selection} overview={overview} /> : null}
      <div class="actions">
        <Tabs />
        <ColumnMenu nodes={nodesOf(overview)} />
        <ExportMenu packet={packet} selection={selection} matched={overview.matched} />
      </div>
    </header>
  )
}

function countWordsOf(overview: LogOverview): string {
  const words = matchedWords(overview)
  if (overview.state === 'ready') return words
  const part = percentWords(overview.searched)
  return overview.state === 'searching'
    ? `${words} so far, ${part} searched`
    : `${words} in the ${part} that was searched`
}

/** A search can be ended before its end, and taken up again. */
function SearchControl({ packet, selection, overview }: Omit<HeadProps, 'isCurrent'>) {
  useEffect(() => {
    if (overview.state === 'ready' && route.value.query.part === 'again')
      updateQuery({ part: undefined }, 'replace')
  }, [overview.state])
  if (overview.state === 'searching')
    return (
      <button type="button" class="button" onClick={() => void ask(logPaths.stop(packet, selection))}>
        Stop
      </button>
    )
  if (overview.state !== 'stopped') return null
  return (
    <button type="button" class="button" onClick={() => updateQuery({ part: 'again' }, 'replace')}>
      Search all
    </button>
  )
}

const tabs = [
  { tab: undefined, name: 'Records' },
  { tab: 'templates', name: 'Messages' },
] as const

/** Two views of the same selection. */
function Tabs() {
  const { tab: shown } = route.value.query
  return (
    <div class="toggles" role="group" aria-label="View">
      {tabs.map(({ tab, name }) => (
        <button
          type="button"
          key={name}
          class="toggle"
          aria-pressed={shown === tab}
          onClick={() => updateQuery({ tab })}
        >
          {name}
        </button>
      ))}
    </div>
  )
}

function Notes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null
  return (
    <ul class="logs-notes">
      {notes.slice(0, 5).map((note, position) => (
        <li key={position} class="is-warning">
          <PacketText text={note} />
        </li>
      ))}
      {notes.length > 5 ? <li class="quiet">and {notes.length - 5} more, see Overview.</li> : null}
    </ul>
  )
}
