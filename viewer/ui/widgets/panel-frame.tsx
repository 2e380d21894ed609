// The frame of the panel: a title, a way to close it, and an edge that is dragged or moved with the arrow keys.
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'

interface PanelProps {
  readonly title: ComponentChildren
  readonly label: string
  readonly onClose: () => void
  readonly children: ComponentChildren
}

const narrowest = 280
const step = 32

export function PanelFrame({ title, label, onClose, children }: PanelProps) {
  const [width, setWidth] = useState(defaultWidth)
  const resize = (wanted: number) => setWidth(Math.min(Math.max(wanted, narrowest), widest()))
  useEffect(() => document.documentElement.style.setProperty('--panel-width', `${width}px`), [width])
  return (
    <aside class="panel" aria-label={label} tabIndex={-1}>
      <div
        class="panel-edge"
        role="separator"
        aria-orientation="vertical"
        aria-label="Width of the panel"
        aria-valuenow={width}
        aria-valuemin={narrowest}
        aria-valuemax={widest()}
        tabIndex={0}
        onKeyDown={event => {
          if (event.key === 'ArrowLeft') resize(width + step)
          if (event.key === 'ArrowRight') resize(width - step)
        }}
        onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={event => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) resize(innerWidth - event.clientX)
        }}
      />
      <header class="panel-head">
        <h2>{title}</h2>
        <button type="button" class="button" onClick={onClose}>
          Close <kbd>Esc</kbd>
        </button>
      </header>
      <div class="panel-body">{children}</div>
    </aside>
  )
}

function defaultWidth(): number {
  const kept = parseInt(document.documentElement.style.getPropertyValue('--panel-width'))
  return Number.isNaN(kept) ? Math.min(520, Math.round(innerWidth * 0.38)) : kept
}

function widest(): number {
  return Math.round(innerWidth * 0.7)
}
