// One series over time, drawn by uPlot in the colours of the theme. Dragging over it narrows the time of all charts.
import { useEffect, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import { metricValueWords, type ChartColumns, type MetricUnit } from '../../metrics/columns.js'
import { zone } from '../../state.js'
import { theme } from '../../theme.js'
import { timeWords } from '../../words.js'

interface ChartProps {
  readonly columns: ChartColumns
  readonly unit: MetricUnit
  readonly rate: boolean
  /** What the chart shows, for those who do not see it. */
  readonly label: string
  /** Seconds since 1970: the window of all charts. */
  readonly from: number
  readonly to: number
  readonly onWindow: (from: number, to: number) => void
}

/** Pixels. */
const chartHeight = 132

export function Chart({ columns, unit, rate, label, from, to, onWindow }: ChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const [under, setUnder] = useState('')
  useEffect(() => {
    const element = box.current
    if (element === null) return
    const follow = (plot: uPlot) => setUnder(underCursor(plot, value => metricValueWords(value, unit, rate)))
    // The heading says that it is a rate: along the axis there is no room for it.
    const words = (value: number) => metricValueWords(value, unit, false)
    const options = optionsOf(element, { words, from, to, onWindow, follow })
    const plot = new uPlot(options, [[...columns.seconds], [...columns.values]], element)
    const observer = new ResizeObserver(() =>
      plot.setSize({ width: element.clientWidth, height: chartHeight }),
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
      plot.destroy()
    }
  }, [columns, unit, rate, from, to, theme.value, zone.value])
  return (
    <div class="chart">
      <div ref={box} class="chart-box" role="img" aria-label={label} />
      <p class="chart-under quiet" aria-hidden="true">
        {under}
      </p>
    </div>
  )
}

function underCursor(plot: uPlot, words: (value: number) => string): string {
  const { idx } = plot.cursor
  const second = idx === null || idx === undefined ? undefined : plot.data[0][idx]
  if (second === undefined) return ''
  const value = plot.data[1]?.[idx ?? 0]
  const time = timeWords(new Date(second * 1000).toISOString(), zone.value)
  return `${time}: ${value === null || value === undefined ? 'no sample' : words(value)}`
}

interface Wishes {
  readonly words: (value: number) => string
  readonly from: number
  readonly to: number
  readonly onWindow: (from: number, to: number) => void
  readonly follow: (plot: uPlot) => void
}

function optionsOf(element: HTMLElement, { words, from, to, onWindow, follow }: Wishes): uPlot.Options {
  const style = getComputedStyle(element)
  const quiet = style.color
  const line = style.borderTopColor
  const grid = { stroke: style.borderBottomColor, width: 1 }
  const font = `11px ${style.fontFamily}`
  const axis = { stroke: quiet, grid, ticks: { ...grid, size: 4 }, font }
  return {
    width: element.clientWidth,
    height: chartHeight,
    legend: { show: false },
    // Times are those of the packet unless the person wants their own.
    tzDate: second =>
      zone.value === 'utc' ? uPlot.tzDate(new Date(second * 1000), 'Etc/UTC') : new Date(second * 1000),
    cursor: {
      sync: { key: 'metrics' },
      drag: { x: true, y: false, setScale: false },
      points: { size: 6 },
    },
    scales: { x: { time: true, range: () => [from, to] } },
    axes: [
      { ...axis, size: 26, values: (_plot, seconds) => seconds.map(clockWords) },
      { ...axis, size: 64, values: (_plot, values) => values.map(words) },
    ],
    series: [{}, { stroke: line, width: 1.25, points: { show: false }, spanGaps: false }],
    hooks: {
      setCursor: [follow],
      setSelect: [
        plot => {
          const { left, width } = plot.select
          if (width < 4) return
          onWindow(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'))
        },
      ],
    },
  }
}

/** The time of day; the head of the page names the day and the zone. */
function clockWords(second: number): string {
  return timeWords(new Date(second * 1000).toISOString(), zone.value).split(' ')[1] ?? ''
}
