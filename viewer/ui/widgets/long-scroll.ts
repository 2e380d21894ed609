// Scrolling through more rows than a browser can make a page high, with a fixed height each; only those in sight are drawn.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { barPosition, contentPosition, contentRange, type ScrollSize } from '../scroll-map.js'

/** `count` rows of `rowHeight` pixels. */
export function useLongScroll(count: number, rowHeight: number) {
  const box = useRef<HTMLDivElement>(null)
  const position = useRef({ bar: 0, content: 0 })
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(600)
  const size: ScrollSize = { contentHeight: count * rowHeight, viewportHeight: height }

  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const measure = () => setHeight(element.clientHeight)
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [])

  function onScroll() {
    const bar = box.current?.scrollTop ?? 0
    // The browser rounds: our own jump comes back a pixel off.
    if (Math.abs(bar - position.current.bar) < 1.5) return
    followed.current = undefined
    position.current = { bar, content: contentPosition(position.current, bar, size) }
    setTop(position.current.content)
  }

  /** The row stays in sight when the box changes its size, until the person scrolls away. */
  const followed = useRef<number | undefined>(undefined)
  useEffect(() => {
    if (followed.current !== undefined) bringIntoSight(followed.current)
  }, [height])

  /** Rows count from 0. */
  function bringIntoSight(row: number) {
    followed.current = row
    const target = row * rowHeight
    const { content } = position.current
    if (target >= content && target + rowHeight * 2 <= content + height) return
    const wanted = Math.min(Math.max(0, target - height / 3), contentRange(size))
    position.current = { bar: barPosition(wanted, size), content: wanted }
    box.current?.scrollTo({ top: position.current.bar })
    setTop(wanted)
  }

  return { box, top: Math.min(top, contentRange(size)), height, size, onScroll, bringIntoSight }
}
