// The charts of one metric: the series that reach highest first, a dozen at once; each with its figures in words.
import { useMemo, useState } from 'preact/hooks'
import type { MetricSeries } from '../../../shared/pages.js'
import {
  chartColumns,
  isRate,
  labelWords,
  metricValueWords,
  ownLabels,
  samplesAsTsv,
  summaryOf,
  type ChartColumns,
} from '../../metrics/columns.js'
import { updateQuery, zone } from '../../state.js'
import { CopyButton } from '../../widgets/copy-button.js'
import { PacketText } from '../../widgets/packet-text.js'
import { countWords, numberWords, timeWords } from '../../words.js'
import { Chart } from './chart.js'
import type { TimeWindow } from './metrics-page.js'

interface ChartsProps {
  readonly metric: MetricSeries
  readonly window: TimeWindow
}

/** Charts drawn at once. */
const atOnce = 6

export function SeriesCharts({ metric, window }: ChartsProps) {
  const [limit, setLimit] = useState(atOnce)
  const charts = useMemo(() => chartsOf(metric), [metric])
  const shared = sharedLabels(metric)
  const rest = charts.length - limit
  return (
    <>
      {shared === '' ? null : (
        <p class="quiet">
          <code>
            <PacketText text={shared} />
          </code>
        </p>
      )}
      {charts.slice(0, limit).map(chart => (
        <OneSeries key={chart.title} chart={chart} metric={metric} window={window} />
      ))}
      {rest > 0 ? (
        <button type="button" class="button" onClick={() => setLimit(limit + atOnce * 2)}>
          Show {numberWords(Math.min(rest, atOnce * 2))} more of {countWords(rest, 'series', 'series')}
        </button>
      ) : null}
      {metric.series > metric.shown.length ? (
        <p class="note">
          {metric.shown.length} of {countWords(metric.series, 'series', 'series')} were read.
        </p>
      ) : null}
    </>
  )
}

interface SeriesChart {
  readonly title: string
  readonly series: MetricSeries['shown'][number]
  readonly columns: ChartColumns
}

function chartsOf(metric: MetricSeries): readonly SeriesChart[] {
  const charts = metric.shown.map(series => ({
    title: labelWords(ownLabels(series.labels, metric.shown)),
    series,
    columns: chartColumns(series, metric.kind),
  }))
  const height = ({ columns }: SeriesChart) => summaryOf(columns)?.most ?? -Infinity
  return charts.sort((a, b) => height(b) - height(a))
}

function sharedLabels({ shown }: MetricSeries): string {
  const [first] = shown
  if (first === undefined) return ''
  const own = new Set(ownLabels(first.labels, shown).map(([name]) => name))
  return labelWords(Object.entries(first.labels).filter(([name]) => !own.has(name)))
}

interface OneProps extends ChartsProps {
  readonly chart: SeriesChart
}

function OneSeries({ chart: { title, series, columns }, metric, window }: OneProps) {
  const words = figuresOf(columns, metric, series)
  return (
    <figure class="series">
      <figcaption>
        {title === '' ? null : (
          <span class="series-title">
            <PacketText text={title} />
          </span>
        )}
        <span class="quiet">{words}</span>
        <CopyButton text={() => samplesAsTsv(`${metric.name} ${title}`, series)} what="the samples" small>
          Copy as TSV
        </CopyButton>
      </figcaption>
      <Chart
        columns={columns}
        unit={metric.unit}
        rate={isRate(metric.kind)}
        label={`${[metric.name, title].filter(Boolean).join(', ')}: ${words}`}
        from={window.fromMs / 1000}
        to={window.toMs / 1000}
        onWindow={(from, to) =>
          updateQuery({
            since: new Date(from * 1000).toISOString(),
            until: new Date(to * 1000).toISOString(),
          })
        }
      />
    </figure>
  )
}

/** `last 4, least 2, most 300 at 10:02:13 UTC; 120 samples, 1 gap`. */
function figuresOf(
  columns: ChartColumns,
  metric: MetricSeries,
  series: MetricSeries['shown'][number],
): string {
  const summary = summaryOf(columns)
  if (summary === undefined) return 'no sample is a number'
  const words = (value: number) => metricValueWords(value, metric.unit, isRate(metric.kind))
  const { last, least, most, mostAtMs } = summary
  const at = timeWords(new Date(mostAtMs).toISOString(), zone.value).split(' ').slice(1).join(' ')
  const figures =
    least === most
      ? `always ${words(last)}`
      : `last ${words(last)}, least ${words(least)}, most ${words(most)} at ${at}`
  const thinned = series.samples > series.times.length ? ', thinned out to draw them' : ''
  const gaps = columns.gaps === 0 ? '' : `, ${countWords(columns.gaps, 'gap')}`
  return `${figures}; ${countWords(series.samples, 'sample')}${thinned}${gaps}`
}
