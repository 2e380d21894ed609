// The palette on Ctrl-K: type a few letters, go there.
import { useEffect, useRef, useState } from 'preact/hooks'
import { paletteItems } from '../palette-items.js'
import { pagePaths } from '../../shared/pages.js'
import { paletteOpen, route } from '../state.js'
import { askFor } from '../use-api.js'
import { PacketText } from '../widgets/packet-text.js'

export function Palette() {
  return paletteOpen.value ? <OpenPalette /> : null
}

function OpenPalette() {
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const dialog = useRef<HTMLDialogElement>(null)
  const items = paletteItems(words)
  // Settings can be gone to as well: the configuration is asked for while the person types.
  const { packet, view } = route.value
  useEffect(() => {
    if (packet !== undefined && view !== 'packets') askFor(pagePaths.config(packet))
  }, [packet])
  useEffect(() => {
    // A modal dialog keeps the focus inside and gives it back when it closes.
    dialog.current?.showModal()
  }, [])
  useEffect(() => {
    document.getElementById(`palette-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [at])
  const close = () => (paletteOpen.value = false)
  const run = (position: number) => {
    dialog.current?.close()
    close()
    items[position]?.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, items.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0))
    else if (event.key === 'Enter') run(at)
    else return
    event.preventDefault()
  }
  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label="Go to"
      onClose={close}
      onClick={event => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="palette-box">
        <input
          type="text"
          role="combobox"
          aria-label="Go to a page, finding, file or setting"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={items.length === 0 ? undefined : `palette-${at}`}
          placeholder="Go to a page, finding, file or setting"
          autocomplete="off"
          spellcheck={false}
          autofocus
          value={words}
          onInput={event => {
            setWords(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        <ul id="palette-list" role="listbox" aria-label="Places">
          {items.map(({ group, text }, position) => (
            <li
              key={position}
              id={`palette-${position}`}
              role="option"
              aria-selected={position === at}
              onClick={() => run(position)}
            >
              <span class="quiet">{group}</span>
              <span class="text">
                <PacketText text={text} />
              </span>
            </li>
          ))}
        </ul>
        {items.length === 0 ? <p class="note">Nothing has these words.</p> : null}
      </div>
    </dialog>
  )
}
