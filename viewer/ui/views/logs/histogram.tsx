// How much was logged over time, by level. Dragging over it looks at that window; the fields From and To do the same by keys.
import { signal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { LogHistogram, LogOverview, LogSelection } from '../../../shared/logs.js'
import { lookAt } from '../../logs/log-address.js'
import { barTime, levelClass, widthWords } from '../../logs/log-words.js'
import { zone } from '../../state.js'
import { visibleText } from '../../visible-text.js'
import { numberWords } from '../../words.js'
import { TimeField } from './time-field.js'

interface HistogramProps {
  readonly overview: LogOverview
  readonly selection: LogSelection
}

export function Histogram({ overview, selection }: HistogramProps) {
  const { histogram } = overview
  const isWindow = selection.sinceMs !== undefined || selection.untilMs !== undefined
  return (
    <figure class="histogram">
      {histogram === undefined ? (
        <p class="quiet">No record in this window has a time, so there is nothing to draw over it.</p>
      ) : (
        <Bars histogram={histogram} />
      )}
      <figcaption>
        <TimeField label="From" overview={overview} selection={selection} end="sinceMs" />
        <p class="quiet histogram-said" id="histogram-said">
          {histogram === undefined ? '' : (said.value ?? legend(histogram))}
        </p>
        {isWindow ? (
          <button type="button" class="button is-small" onClick={() => lookAt(undefined)}>
            All times
          </button>
        ) : null}
        <TimeField label="To" overview={overview} selection={selection} end="untilMs" />
      </figcaption>
    </figure>
  )
}

/** Of the bar below the pointer. */
const said = signal<string | undefined>(undefined)

const height = 60

function Bars({ histogram }: { readonly histogram: LogHistogram }) {
  const { bars, totals, most } = summed(histogram)
  const drag = useDrag(bars, histogram)
  useEffect(() => () => void (said.value = undefined), [histogram])
  return (
    <div
      class="histogram-plot"
      onPointerDown={event => drag.start(event)}
      onPointerMove={event => {
        said.value = barWords(histogram, barAt(event, bars), totals)
        drag.move(event)
      }}
      onPointerUp={event => drag.end(event)}
      onPointerLeave={() => (said.value = undefined)}
    >
      <svg
        role="img"
        aria-label={words(histogram, totals)}
        viewBox={`0 0 ${bars} ${height}`}
        preserveAspectRatio="none"
      >
        <Columns histogram={histogram} most={most} />
      </svg>
      {drag.marked === undefined ? null : (
        <div
          class="histogram-window"
          style={{
            left: `${(drag.marked.from / bars) * 100}%`,
            width: `${((drag.marked.to - drag.marked.from + 1) / bars) * 100}%`,
          }}
        />
      )}
    </div>
  )
}

interface Sums {
  readonly bars: number
  readonly totals: readonly number[]
  readonly most: number
}

function summed({ levels }: LogHistogram): Sums {
  const bars = levels[0]?.counts.length ?? 0
  const totals = new Array<number>(bars).fill(0)
  for (const { counts } of levels) counts.forEach((count, bar) => (totals[bar] = (totals[bar] ?? 0) + count))
  return { bars: Math.max(1, bars), totals, most: Math.max(1, ...totals) }
}

/** One path a level, the most urgent at the bottom, where it is seen first. */
function Columns({
  histogram: { levels },
  most,
}: {
  readonly histogram: LogHistogram
  readonly most: number
}) {
  const below = new Array<number>(levels[0]?.counts.length ?? 0).fill(0)
  return (
    <>
      {levels.map(({ level, counts }) => {
        const path = counts.map((count, bar) => {
          if (count === 0) return ''
          // One record among thousands is still seen.
          const size = Math.max(1.5, (count / most) * height)
          const top = height - (below[bar] ?? 0) - size
          below[bar] = (below[bar] ?? 0) + size
          return `M${bar + 0.08} ${top.toFixed(2)}h.84v${size.toFixed(2)}h-.84z`
        })
        return <path key={level} class={`bar ${levelClass(level)}`} d={path.join('')} />
      })}
    </>
  )
}

function words({ widthMs, fromMs }: LogHistogram, totals: readonly number[]): string {
  const most = Math.max(0, ...totals)
  const at = barTime(fromMs + totals.indexOf(most) * widthMs, widthMs, zone.value)
  return `Records over time in ${totals.length} bars of ${widthWords(widthMs)}; most at ${at}: ${numberWords(most)}`
}

function legend({ widthMs, levels }: LogHistogram): string {
  if (levels.length === 0) return ''
  const sums = levels.map(
    ({ level, counts }) =>
      `${visibleText(level)} ${numberWords(counts.reduce((sum, count) => sum + count, 0))}`,
  )
  return [...sums, `a bar is ${widthWords(widthMs)}; drag to look closer`].join(' · ')
}

function barWords({ fromMs, widthMs, levels }: LogHistogram, bar: number, totals: readonly number[]): string {
  const present = levels.flatMap(({ level, counts }) => {
    const count = counts[bar] ?? 0
    return count === 0 ? [] : `${visibleText(level)} ${numberWords(count)}`
  })
  const when = barTime(fromMs + bar * widthMs, widthMs, zone.value)
  return (totals[bar] ?? 0) === 0 ? `${when}: no records` : `${when}: ${present.join(', ')}`
}

type BarEvent = PointerEvent & { readonly currentTarget: HTMLElement }

function barAt(event: BarEvent, bars: number): number {
  const box = event.currentTarget.getBoundingClientRect()
  const share = (event.clientX - box.left) / Math.max(1, box.width)
  return Math.min(bars - 1, Math.max(0, Math.floor(share * bars)))
}

interface Marked {
  readonly from: number
  readonly to: number
}

function useDrag(bars: number, { fromMs, widthMs }: LogHistogram) {
  const begun = useRef<number | undefined>(undefined)
  const [marked, setMarked] = useState<Marked | undefined>(undefined)
  return {
    marked,
    start(event: BarEvent) {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      begun.current = barAt(event, bars)
    },
    move(event: BarEvent) {
      if (begun.current === undefined) return
      const bar = barAt(event, bars)
      setMarked({ from: Math.min(begun.current, bar), to: Math.max(begun.current, bar) })
    },
    /** A click looks at one bar. */
    end(event: BarEvent) {
      if (begun.current === undefined) return
      const bar = barAt(event, bars)
      const from = Math.min(begun.current, bar)
      const to = Math.max(begun.current, bar)
      begun.current = undefined
      setMarked(undefined)
      lookAt({ fromMs: fromMs + from * widthMs, untilMs: fromMs + (to + 1) * widthMs - 1 })
    },
  }
}
