// The frame: rail, the page the address names, and the panel. Packets pasted anywhere are opened.
import { useEffect } from 'preact/hooks'
import { currentAnalysis, currentPacket, listFailure, listKnown, route, uploadFiles } from '../state.js'
import { visibleText } from '../visible-text.js'
import { Failure } from '../widgets/notes.js'
import { loadNodeNames } from '../nodes.js'
import { pageNamed } from '../pages.js'
import { packetsRoute, type ViewName } from '../route.js'
import { Link } from '../widgets/link.js'
import { EntryView } from './entry.js'
import { FilesView } from './files.js'
import { FindingsView } from './findings.js'
import { LazyPage } from './lazy-page.js'
import { OverviewView } from './overview.js'
import { fileName } from './packet-words.js'
import { PacketsView } from './packets.js'
import { Palette } from './palette.js'
import { Panel } from './panel.js'
import { Rail } from './rail.js'

export function App() {
  useEffect(openPasted, [])
  const { view, packet: shown } = route.value
  useEffect(loadNodeNames, [shown, currentAnalysis.value])
  const packet = currentPacket.value
  const title =
    packet === undefined ? titleOf(view) : `${titleOf(view)} · ${visibleText(fileName(packet.source))}`
  useEffect(() => {
    document.title = `${title} · support-packet`
  }, [title])
  return (
    <div class="frame">
      <a class="skip" href="#main" onClick={skipToMain}>
        Skip to the page
      </a>
      <Rail />
      <main id="main" tabIndex={-1} class={`page is-${view}`}>
        <Page view={view} />
      </main>
      <Panel />
      <Palette />
    </div>
  )
}

function titleOf(view: ViewName): string {
  if (view === 'entry') return 'Entry'
  if (view === 'make') return 'Make a packet'
  return pageNamed(view)?.name ?? 'Packets'
}

function skipToMain(event: Event) {
  event.preventDefault()
  document.getElementById('main')?.focus()
}

function Page({ view }: { readonly view: ViewName }) {
  const { packet } = route.value
  if (view === 'packets') return <PacketsView />
  if (listFailure.value !== undefined) return <Failure>{listFailure.value}</Failure>
  if (listKnown.value && packet !== undefined && currentPacket.value === undefined) return <NotOpen />
  const summary = currentPacket.value
  // The documents may be sound all the same.
  if (summary?.state === 'failed' && (view === 'overview' || view === 'findings'))
    return <Failure>{summary.reason}</Failure>
  switch (view) {
    case 'overview':
      return <OverviewView />
    case 'findings':
      return <FindingsView />
    case 'files':
      return <FilesView />
    case 'entry':
      return <EntryView />
    default:
      return <LazyPage view={view} />
  }
}

function NotOpen() {
  return (
    <Failure>
      This packet is not open here. Open the same file again under <Link to={packetsRoute}>Packets</Link>, and
      this link shows its place.
    </Failure>
  )
}

function openPasted() {
  const onPaste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    void uploadFiles(files)
  }
  // A file dropped beside the drop zone must not replace the page.
  const onDrag = (event: DragEvent) => event.preventDefault()
  addEventListener('paste', onPaste)
  addEventListener('dragover', onDrag)
  addEventListener('drop', onDrag)
  return () => {
    removeEventListener('paste', onPaste)
    removeEventListener('dragover', onDrag)
    removeEventListener('drop', onDrag)
  }
}
