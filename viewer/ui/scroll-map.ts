// Scrolling through more lines than a browser can make a page high: two million lines are 40 million pixels, browsers stop
// at 16 to 33. The bar then stands for a part of the way, and small moves still go line by line.

export interface ScrollSize {
  /** Pixels that all lines would take. */
  readonly contentHeight: number
  readonly viewportHeight: number
}

/** Below every browser's limit, with room. */
const highest = 8_000_000

/** Height to give the scrolled element. */
export function barHeight({ contentHeight }: ScrollSize): number {
  return Math.min(contentHeight, highest)
}

/** Where the scroll bar stands for a place in the content. */
export function barPosition(contentTop: number, size: ScrollSize): number {
  return scaled(contentTop, contentRange(size), barRange(size))
}

/** Where the content stands after the bar moved: along with a small move, in proportion after a large one. */
export function contentPosition(
  before: { readonly bar: number; readonly content: number },
  bar: number,
  size: ScrollSize,
): number {
  const moved = bar - before.bar
  const atEnd = bar <= 0 || bar >= barRange(size) - 1
  if (atEnd || Math.abs(moved) > size.viewportHeight * 3)
    return scaled(bar, barRange(size), contentRange(size))
  return Math.min(Math.max(before.content + moved, 0), contentRange(size))
}

function barRange(size: ScrollSize): number {
  return Math.max(0, barHeight(size) - size.viewportHeight)
}

export function contentRange({ contentHeight, viewportHeight }: ScrollSize): number {
  return Math.max(0, contentHeight - viewportHeight)
}

function scaled(value: number, from: number, to: number): number {
  return from === 0 ? 0 : Math.min(Math.max(value / from, 0), 1) * to
}
