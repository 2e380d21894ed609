// Metrics: a list of names to search, and a chart for each series of those that were picked.
import {
  pagePaths,
  type MetricInfo,
  type MetricSeries,
  type MetricsList,
  type ViewEntry,
} from '../../../shared/pages.js'
import { isRate } from '../../metrics/columns.js'
import { listed, toggled } from '../../route.js'
import { route, updateQuery, zone } from '../../state.js'
import { useApi } from '../../use-api.js'
import { EntryChoice } from '../../widgets/entry-choice.js'
import { Failure, Waiting, whenLoaded } from '../../widgets/notes.js'
import { PacketText } from '../../widgets/packet-text.js'
import { SearchBox } from '../../widgets/search-box.js'
import { countWords, spanWords } from '../../words.js'
import { SeriesCharts } from './series-charts.js'

export function Page() {
  const entries = useApi<readonly ViewEntry[]>(pagePaths.metricEntries(route.value.packet ?? ''))
  return whenLoaded(entries, 'Looking for metrics…', list => {
    const chosen = list.find(({ index }) => String(index) === route.value.query.file) ?? list[0]
    return chosen === undefined ? (
      <>
        <h1>Metrics</h1>
        <p class="note">This packet holds no metrics that could be read.</p>
      </>
    ) : (
      <Dump key={chosen.index} entries={list} index={chosen.index} />
    )
  })
}

interface DumpProps {
  readonly entries: readonly ViewEntry[]
  readonly index: number
}

function Dump({ entries, index }: DumpProps) {
  const list = useApi<MetricsList>(pagePaths.metrics(route.value.packet ?? '', index))
  return whenLoaded(list, 'Reading the metrics…', value => (
    <Metrics entries={entries} index={index} list={value} />
  ))
}

interface MetricsProps extends DumpProps {
  readonly list: MetricsList
}

function Metrics({ entries, index, list }: MetricsProps) {
  const chosen = chosenMetrics(list)
  const window = timeWindow(list)
  return (
    <>
      <header class="page-head">
        <h1>Metrics</h1>
        <p class="quiet" role="status">
          {countWords(list.metrics.length, 'metric')}, {spanOf(list.fromMs, list.toMs)}
        </p>
        {entries.length < 2 ? null : (
          <EntryChoice
            label="From"
            entries={entries}
            chosen={index}
            onChoose={file => updateQuery({ file })}
          />
        )}
      </header>
      {list.problems.map(problem => (
        <Failure key={problem}>{problem}</Failure>
      ))}
      <div class="metrics">
        <MetricNames list={list} chosen={chosen} />
        <div class="metric-charts">
          {window.isNarrowed ? (
            <p class="filters">
              <span>Shown: {spanOf(window.fromMs, window.toMs)}</span>
              <button
                type="button"
                class="button"
                onClick={() => updateQuery({ since: undefined, until: undefined })}
              >
                Show all the time
              </button>
            </p>
          ) : null}
          {chosen.length === 0 ? (
            <p class="note">Pick a metric from the list to see its series.</p>
          ) : (
            chosen.map(metric => <Metric key={metric.name} index={index} metric={metric} window={window} />)
          )}
        </div>
      </div>
    </>
  )
}

function spanOf(fromMs: number | undefined, toMs: number | undefined): string {
  if (fromMs === undefined || toMs === undefined) return 'time not known'
  return spanWords(new Date(fromMs).toISOString(), new Date(toMs).toISOString(), zone.value)
}

export interface TimeWindow {
  readonly fromMs: number
  readonly toMs: number
  readonly isNarrowed: boolean
}

/** What the address says, else all of it. */
function timeWindow({ fromMs = 0, toMs = 0 }: MetricsList): TimeWindow {
  const { since, until } = route.value.query
  const [from, to] = [Date.parse(since ?? ''), Date.parse(until ?? '')]
  const isNarrowed = from < to
  return isNarrowed ? { fromMs: from, toMs: to, isNarrowed } : { fromMs, toMs, isNarrowed }
}

/** What a person looks at first when a server is slow; those of them that are there. */
const firstOnes = ['go_sql_in_use_connections', 'go_goroutines', 'mattermost_http_requests_total']

function chosenMetrics({ metrics }: MetricsList): readonly MetricInfo[] {
  const { metric } = route.value.query
  const names = metric === undefined ? firstOnes : listed(metric)
  return names.flatMap(name => metrics.find(one => one.name === name) ?? [])
}

interface NamesProps {
  readonly list: MetricsList
  readonly chosen: readonly MetricInfo[]
}

function MetricNames({ list, chosen }: NamesProps) {
  const { q = '' } = route.value.query
  const wanted = q.toLowerCase().split(/\s+/).filter(Boolean)
  const shown = list.metrics.filter(({ name, labels }) => {
    const text = `${name} ${labels.join(' ')}`.toLowerCase()
    return wanted.every(word => text.includes(word))
  })
  const names = chosen.map(({ name }) => name)
  return (
    <section class="metric-names" aria-label="Names of metrics">
      <SearchBox label="Search metrics" value={q} onChange={text => updateQuery({ q: text }, 'replace')} />
      {shown.length === 0 ? <p class="note">No metric has these words in its name or labels.</p> : null}
      <ul>
        {shown.map(({ name, series }) => (
          <li key={name}>
            <button
              type="button"
              class="metric-name"
              data-row
              aria-pressed={names.includes(name)}
              onClick={() => updateQuery({ metric: toggled(names.join(','), name) || '-' })}
            >
              <span class="grow">
                <PacketText text={name} />
              </span>
              <span class="quiet number">{series}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface MetricProps {
  readonly index: number
  readonly metric: MetricInfo
  readonly window: TimeWindow
}

function Metric({ index, metric, window }: MetricProps) {
  const loaded = useApi<MetricSeries>(pagePaths.series(route.value.packet ?? '', index, metric.name))
  return (
    <section class="metric" aria-label={metric.name}>
      <h2>
        <code>
          <PacketText text={metric.name} />
        </code>{' '}
        <span class="quiet">{kindWords(metric)}</span>
      </h2>
      {loaded.kind === 'ready' ? (
        <SeriesCharts metric={loaded.value} window={window} />
      ) : loaded.kind === 'failed' ? (
        <Failure>{loaded.message}</Failure>
      ) : (
        <Waiting>Reading its series…</Waiting>
      )}
    </section>
  )
}

function kindWords({ kind, unit, series }: MetricInfo): string {
  const what = {
    counter: 'counter, shown as a rate',
    gauge: 'gauge',
    buckets: 'histogram up to a bound, shown as a rate',
  }
  const of = unit === undefined ? '' : `, in ${unit}`
  return `${what[kind]}${isRate(kind) ? ' per second' : ''}${of}, ${countWords(series, 'series', 'series')}`
}
