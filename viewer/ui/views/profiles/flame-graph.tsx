// A flame graph on a canvas: the widest call first, a click or Enter zooms, arrows move from call to call. Its twin in text is
// the line below it, which says what the call under the pointer or the focus costs.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { layOut, nameOf, pathTo, selfOf, type CallTree } from '../../profile/call-tree.js'
import { profileValueWords, shareWords } from '../../profile/values.js'
import { theme } from '../../theme.js'
import { CopyButton } from '../../widgets/copy-button.js'
import { PacketText } from '../../widgets/packet-text.js'
import { blockAt, drawFlame, rowHeight } from './flame-canvas.js'

interface FlameProps {
  readonly tree: CallTree
  readonly unit: string
  readonly label: string
  /** Words whose functions are marked. */
  readonly words: string
  /** The call that fills the width. */
  readonly zoomed: number
  readonly onZoom: (node: number) => void
  readonly onFunction: (name: string) => void
  /** Callers grow upwards from the function at the bottom. */
  readonly upwards?: boolean
}

/** Pixels below which a call is not drawn. */
const leastWidth = 0.6

export function FlameGraph(props: FlameProps) {
  const { tree, words, zoomed, upwards = false } = props
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const width = useWidth(box)
  const [at, setAt] = useState(zoomed)
  useEffect(() => setAt(zoomed), [zoomed, tree])
  const blocks = useMemo(() => layOut(tree, zoomed, width, leastWidth), [tree, zoomed, width])
  const rows = blocks.reduce((most, { depth }) => Math.max(most, depth + 1), 1)
  const flame = { tree, blocks, rows, width, words, at, upwards }
  useLayoutEffect(() => {
    if (canvas.current !== null) drawFlame(canvas.current, flame)
  }, [tree, blocks, rows, width, words, at, upwards, theme.value, useDark()])
  const under = (event: MouseEvent) => blockAt(flame, event.offsetX, event.offsetY)?.node
  return (
    <figure class="flame">
      <div
        ref={box}
        class="flame-box"
        tabIndex={0}
        role="group"
        aria-label={`${props.label}: arrow keys move from call to call, Enter zooms in, Backspace zooms out`}
        onKeyDown={event => onKey(event, { ...props, at, setAt })}
      >
        <canvas
          ref={canvas}
          style={{ height: `${rows * rowHeight}px` }}
          aria-hidden="true"
          onMouseMove={event => {
            const node = under(event)
            if (node !== undefined) setAt(node)
          }}
          onClick={event => {
            const node = under(event)
            if (node !== undefined) props.onZoom(node)
          }}
        />
      </div>
      <Caption {...props} at={at} />
    </figure>
  )
}

interface CaptionProps extends FlameProps {
  readonly at: number
}

function Caption({ tree, unit, at, zoomed, onZoom, onFunction }: CaptionProps) {
  const node = at < tree.name.length ? at : 0
  const name = nameOf(tree, node)
  const total = tree.total[0] ?? 0
  const value = tree.total[node] ?? 0
  return (
    <figcaption>
      <p class="flame-call" aria-live="polite">
        <code>
          <PacketText text={name} />
        </code>{' '}
        <span class="quiet">
          {profileValueWords(value, unit)}, {shareWords(value, total)} of all; itself{' '}
          {profileValueWords(selfOf(tree, node), unit)}
        </span>
      </p>
      <p class="actions">
        <button type="button" class="button" disabled={node === zoomed} onClick={() => onZoom(node)}>
          Zoom in
        </button>
        <button type="button" class="button" disabled={zoomed === 0} onClick={() => onZoom(0)}>
          Show all
        </button>
        <button type="button" class="button" disabled={node === 0} onClick={() => onFunction(name)}>
          Callers and callees
        </button>
        <CopyButton
          text={() =>
            pathTo(tree, node)
              .slice(1)
              .map(step => nameOf(tree, step))
              .reverse()
              .join('\n') + '\n'
          }
          what="the stack"
        >
          Copy stack
        </CopyButton>
      </p>
    </figcaption>
  )
}

interface KeyProps extends FlameProps {
  readonly at: number
  readonly setAt: (node: number) => void
}

function onKey(event: KeyboardEvent, props: KeyProps): void {
  const { tree, at, zoomed, setAt, onZoom, upwards = false } = props
  const go = (node: number | undefined) => {
    if (node !== undefined && node >= 0) setAt(node)
  }
  const siblings = tree.children[tree.parent[at] ?? -1] ?? [at]
  const place = siblings.indexOf(at)
  const inwards = upwards ? 'ArrowUp' : 'ArrowDown'
  const outwards = upwards ? 'ArrowDown' : 'ArrowUp'
  if (event.key === inwards) go(tree.children[at]?.[0])
  else if (event.key === outwards) go(tree.parent[at])
  else if (event.key === 'ArrowRight') go(siblings[place + 1])
  else if (event.key === 'ArrowLeft') go(siblings[place - 1])
  else if (event.key === 'Enter') onZoom(at)
  else if (event.key === 'Backspace') onZoom(Math.max(0, tree.parent[zoomed] ?? 0))
  else return
  event.preventDefault()
  event.stopPropagation()
}

function useWidth(box: { readonly current: HTMLDivElement | null }): number {
  const [width, setWidth] = useState(800)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const measure = () => setWidth(element.clientWidth)
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [])
  return width
}

/** Whether the system is dark; a canvas has to be drawn anew when that changes. */
function useDark(): boolean {
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches)
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)')
    const follow = () => setDark(query.matches)
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [])
  return dark
}
