// Which rows of a long table are in sight. Short tables are drawn whole, with rows as high as they need.
import { useEffect, useRef, useState } from 'preact/hooks'

/** Pixels; the same as `--row-height` in the style sheet. */
const rowHeight = 26
/** Beyond so many, rows have one height and only those in sight are drawn. */
export const drawnWhole = 300
/** Rows drawn above and below, so that the next one can be reached with the keyboard. */
const beyond = 20

export interface RowWindow {
  readonly isWindowed: boolean
  readonly first: number
  /** Exclusive. */
  readonly last: number
  /** Pixels that the rows before and after would take. */
  readonly before: number
  readonly after: number
}

/** `count` rows below the element that gets `ref`, inside of the page that scrolls. */
export function useRowWindow(count: number) {
  const ref = useRef<HTMLTableSectionElement>(null)
  const [range, setRange] = useState({ first: 0, last: 80 })
  const isWindowed = count > drawnWhole

  useEffect(() => {
    const page = ref.current?.closest<HTMLElement>('.page')
    if (!isWindowed || page === null || page === undefined) return
    const measure = () => {
      const top = ref.current?.getBoundingClientRect().top ?? 0
      const hidden = page.getBoundingClientRect().top - top
      const first = Math.max(0, Math.floor(hidden / rowHeight) - beyond)
      const last = first + Math.ceil(page.clientHeight / rowHeight) + 2 * beyond
      setRange(known => (known.first === first && known.last === last ? known : { first, last }))
    }
    const observer = new ResizeObserver(measure)
    observer.observe(page)
    page.addEventListener('scroll', measure, { passive: true })
    measure()
    return () => {
      observer.disconnect()
      page.removeEventListener('scroll', measure)
    }
  }, [isWindowed, count])

  const first = isWindowed ? Math.min(range.first, count) : 0
  const last = isWindowed ? Math.min(range.last, count) : count
  const rows: RowWindow = {
    isWindowed,
    first,
    last,
    before: first * rowHeight,
    after: (count - last) * rowHeight,
  }
  /** Brings a row into sight that may not be drawn. */
  const show = (position: number) => {
    const page = ref.current?.closest<HTMLElement>('.page')
    const section = ref.current
    if (!isWindowed || !page || !section) return
    const top = section.getBoundingClientRect().top - page.getBoundingClientRect().top + page.scrollTop
    const target = top + position * rowHeight
    if (target < page.scrollTop || target > page.scrollTop + page.clientHeight - 2 * rowHeight)
      page.scrollTo({ top: target - page.clientHeight / 3 })
  }
  return { ref, rows, show }
}
