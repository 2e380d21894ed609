// Times for people: UTC with its zone, the date only where it changes. Works on ISO texts; no clock, no local zone.
import { visibleControls } from '../../lib/terminal-text.js'

/** Writes times one after the other and remembers the date it wrote last. */
export interface Moments {
  /** `2026-11-21 08:20:23 UTC`, or `08:20:23 UTC` when the date is the one written last. */
  at(iso: string): string
  /** `2026-11-21 08:20:23 to 08:21:00 UTC`. */
  span(from: string, to: string): string
}

export function createMoments(): Moments {
  let lastDate = ''
  const write = (iso: string): string => {
    const parts = partsOf(iso)
    if (parts === undefined) return visibleControls(iso)
    const known = parts.date === lastDate
    lastDate = parts.date
    return known ? parts.time : `${parts.date} ${parts.time}`
  }
  return {
    at: iso => `${write(iso)}${zone(iso)}`,
    span: (from, to) =>
      sameSecond(from, to) ? `${write(from)}${zone(from)}` : `${write(from)} to ${write(to)}${zone(to)}`,
  }
}

const isoTime = /^(\d{4,6}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/

function partsOf(iso: string): { readonly date: string; readonly time: string } | undefined {
  const [, date, time] = isoTime.exec(iso) ?? []
  return date === undefined || time === undefined ? undefined : { date, time }
}

/** A text that is no time in UTC is shown as it is, and not called UTC. */
const zone = (iso: string): string => (isoTime.test(iso) ? ' UTC' : '')

const sameSecond = (from: string, to: string): boolean => from.slice(0, 19) === to.slice(0, 19)
