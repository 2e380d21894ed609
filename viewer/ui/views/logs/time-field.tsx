// One end of the window of time that is looked at, to read and to type.
import { useState } from 'preact/hooks'
import type { LogOverview, LogSelection } from '../../../shared/logs.js'
import { clockOf, typedTime } from '../../logs/log-words.js'
import { updateQuery, zone } from '../../state.js'

interface TimeProps {
  readonly label: string
  readonly overview: LogOverview
  readonly selection: LogSelection
  readonly end: 'sinceMs' | 'untilMs'
}

/** A time of day is one of the day that the window is in. */
export function TimeField({ label, overview, selection, end }: TimeProps) {
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
        placeholder={words(bound).slice(0, 19)}
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
