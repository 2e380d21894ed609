// The rail: which packet, which page of it, and the settings. Pages that need a packet are listed only when there is one.
import { useEffect, useRef } from 'preact/hooks'
import { pagesOf } from '../pages.js'
import { packetsRoute, viewRoute } from '../route.js'
import {
  currentAnalysis,
  currentGroups,
  isSoFar,
  keysOpen,
  navigate,
  notice,
  packets,
  paletteOpen,
  removed,
  route,
  zone,
} from '../state.js'
import { nextTheme, theme } from '../theme.js'
import { visibleText } from '../visible-text.js'
import { Link } from '../widgets/link.js'
import { numberWords } from '../words.js'
import { fileName } from './packet-words.js'

export function Rail() {
  const { packet, view } = route.value
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    // On narrow screens the pages stand in a row that scrolls.
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [view, currentAnalysis.value.kind])
  return (
    <nav ref={nav} class="rail" aria-label="Packet and pages">
      <PacketSwitch />
      <ul class="pages">
        {packet === undefined ? null : <PacketPages packet={packet} />}
        <li class="apart">
          <Link to={packetsRoute} current={route.value.view === 'packets' || route.value.view === 'make'}>
            Packets
          </Link>
        </li>
      </ul>
      <Settings />
    </nav>
  )
}

function PacketPages({ packet }: { readonly packet: string }) {
  const { view } = route.value
  const analysis = currentAnalysis.value
  const entries = analysis.kind === 'ready' ? analysis.value.packet.entries : []
  return (
    <>
      {pagesOf(entries, view).map(page => (
        <li key={page.view} class={page.apart ? 'apart' : undefined}>
          <Link
            to={viewRoute(page.view, packet)}
            current={view === page.view || (view === 'entry' && page.view === 'files')}
          >
            <span>{page.name}</span>
            {page.view === 'findings' ? <FindingCount /> : null}
          </Link>
        </li>
      ))}
    </>
  )
}

/** Causes: symptoms are not counted again. */
function FindingCount() {
  if (currentAnalysis.value.kind !== 'ready') return null
  return (
    <span class="number quiet">
      {numberWords(currentGroups.value.length)}
      {isSoFar.value ? ' so far' : ''}
    </span>
  )
}

/** Keeps the page while the packet changes: two packets are often compared view by view. */
function PacketSwitch() {
  const { packet, view } = route.value
  const known = packets.value.filter(({ state, id }) => state !== 'failed' && !removed.value.has(id))
  if (known.length === 0) return <p class="brand">support-packet</p>
  const target = view === 'packets' || view === 'make' || view === 'entry' ? 'overview' : view
  return (
    <label class="switch">
      <span class="quiet">Packet</span>
      <select
        value={packet ?? ''}
        onChange={event => {
          const id = event.currentTarget.value
          if (id !== '') navigate(viewRoute(target, id))
        }}
      >
        {packet === undefined || !known.some(({ id }) => id === packet) ? (
          <option value="">choose…</option>
        ) : null}
        {known.map(({ id, source }) => (
          <option key={id} value={id}>
            {visibleText(fileName(source))}
          </option>
        ))}
      </select>
    </label>
  )
}

function Settings() {
  return (
    <div class="settings">
      <p class="notice" role="status">
        {notice.value}
      </p>
      <button type="button" class="button" onClick={() => (paletteOpen.value = true)}>
        Go to <kbd>Ctrl K</kbd>
      </button>
      <button type="button" class="button" onClick={nextTheme}>
        Theme: {theme.value} <kbd>t</kbd>
      </button>
      <button
        type="button"
        class="button"
        onClick={() => (zone.value = zone.value === 'utc' ? 'local' : 'utc')}
      >
        Times: {zone.value === 'utc' ? 'UTC' : 'local'}
      </button>
      <button
        type="button"
        class="button"
        aria-expanded={keysOpen.value}
        onClick={() => (keysOpen.value = !keysOpen.value)}
      >
        Keys <kbd>?</kbd>
      </button>
    </div>
  )
}
