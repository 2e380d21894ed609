// One entry as text with line numbers; the address holds the line, so a link shows a colleague the same one.
import { useEffect, useMemo } from 'preact/hooks'
import { apiPaths, type EntryRow } from '../../shared/wire.js'
import { createLineStore, type LineStatus } from '../line-store.js'
import { entryRoute, formatRoute, viewRoute } from '../route.js'
import { currentAnalysis, currentEntries, navigate, route } from '../state.js'
import { CopyButton } from '../widgets/copy-button.js'
import { FilterToggles } from '../widgets/filter-toggles.js'
import { lazy } from '../widgets/lazy.js'
import { LineList, lineCountWords } from '../widgets/line-list.js'
import { Link } from '../widgets/link.js'
import { Failure, Waiting, whenLoaded } from '../widgets/notes.js'
import { PacketText } from '../widgets/packet-text.js'
import { StateMark } from '../widgets/severity-mark.js'
import { visibleText } from '../visible-text.js'
import { bytesWords, kindWords, lightOf } from '../words.js'
import { waitingWords } from './overview.js'

const Hex = lazy('Reading the bytes…', async () => (await import('./entry/hex.js')).Hex)
const Structure = lazy('Reading the structure…', async () => (await import('./entry/structure.js')).Structure)

export function EntryView() {
  const { packet = '', entry: index } = route.value
  return whenLoaded(currentEntries.value, waitingWords(), entries => {
    const entry = entries.find(candidate => candidate.index === index)
    return entry === undefined ? (
      <Failure>
        This packet has no entry with that number. <Link to={viewRoute('files', packet)}>See its files</Link>.
      </Failure>
    ) : (
      <EntryText key={`${packet} ${entry.index}`} packet={packet} entry={entry} />
    )
  })
}

function EntryText({ packet, entry }: { readonly packet: string; readonly entry: EntryRow }) {
  const lines = useMemo(() => createLineStore(packet, entry.index), [packet, entry.index])
  useEffect(() => () => lines.close(), [lines])
  // Also in sight: nothing is drawn before the first answer says how many lines there are.
  useEffect(() => lines.want(route.value.line ?? 1, route.value.line ?? 1), [lines])
  const status = lines.status.value
  const { line } = route.value
  const at = (number: number) => entryRoute(packet, entry.index, number, { show: 'line' })
  return (
    <div class="entry-page">
      <EntryHead packet={packet} entry={entry} status={status} />
      {entry.damage === undefined ? null : <Failure>{entry.damage}</Failure>}
      {status.problem === undefined ? null : <Failure>{status.problem}</Failure>}
      {status.failure === undefined ? null : <Failure>{status.failure}</Failure>}
      {line !== undefined && status.complete && line > status.lineCount ? (
        <Failure>
          Line {line} is beyond the end: this entry has {lineCountWords(status.lineCount, true)}.
        </Failure>
      ) : null}
      {isTree(entry) ? (
        <Structure packet={packet} entry={entry.index} />
      ) : status.binary ? (
        <Hex packet={packet} entry={entry.index} />
      ) : (
        <EntryBody status={status}>
          <LineList
            lines={lines}
            label={`Lines of ${visibleText(entry.name)}`}
            selected={line}
            addressOf={number => formatRoute(at(number))}
            onSelect={number => navigate(at(number), line === undefined ? 'push' : 'replace')}
          />
        </EntryBody>
      )}
    </div>
  )
}

/** YAML and JSON can be read as a tree; a link to a line leads to the text. */
function isTree(entry: EntryRow): boolean {
  return hasTree(entry) && route.value.query.part === 'tree' && route.value.line === undefined
}

function hasTree({ name, readable }: EntryRow): boolean {
  return readable && /\.(?:json|ya?ml)$/i.test(name)
}

function EntryBody({
  status,
  children,
}: {
  readonly status: LineStatus
  readonly children: preact.ComponentChildren
}) {
  if (status.pagesLoaded === 0)
    return status.failure === undefined ? <Waiting>Unpacking this entry…</Waiting> : null
  if (status.lineCount === 0 && status.complete)
    return <p class="note">This entry is empty: it has 0 bytes.</p>
  return <>{children}</>
}

interface HeadProps {
  readonly packet: string
  readonly entry: EntryRow
  readonly status: LineStatus
}

function EntryHead({ packet, entry, status }: HeadProps) {
  const analysis = currentAnalysis.value
  const info =
    analysis.kind === 'ready'
      ? analysis.value.packet.entries.find(({ name }) => name === entry.name)
      : undefined
  return (
    <header class="page-head">
      <h1 class="entry-name">
        <PacketText text={entry.name} />
      </h1>
      <p class="facts quiet" role="status">
        {info === undefined ? null : <span>{kindWords(info.kind)}</span>}
        {info === undefined ? null : <StateMark light={lightOf(info)} word={info.status} />}
        {entry.sizeBytes === undefined ? null : <span>{bytesWords(entry.sizeBytes)}</span>}
        {status.pagesLoaded === 0 || status.binary ? null : (
          <span>{lineCountWords(status.lineCount, status.complete)}</span>
        )}
      </p>
      <div class="actions">
        {hasTree(entry) ? <TreeSwitch packet={packet} entry={entry} /> : null}
        {status.binary || isTree(entry) ? null : (
          <GoToLine packet={packet} entry={entry} most={status.lineCount} />
        )}
        <CopyButton text={() => entry.name} what="the name">
          Copy name
        </CopyButton>
        {entry.readable ? (
          <a class="button" href={apiPaths.raw(packet, entry.index)} download>
            Download
          </a>
        ) : null}
      </div>
    </header>
  )
}

function TreeSwitch({ packet, entry }: { readonly packet: string; readonly entry: EntryRow }) {
  const tree = isTree(entry)
  return (
    <FilterToggles
      label="View"
      choices={[
        { id: 'text', content: <span>Text</span> },
        { id: 'tree', content: <span>Structure</span> },
      ]}
      chosen={[tree ? 'tree' : 'text']}
      onToggle={part => navigate(entryRoute(packet, entry.index, undefined, part === 'tree' ? { part } : {}))}
    />
  )
}

function GoToLine({
  packet,
  entry,
  most,
}: {
  readonly packet: string
  readonly entry: EntryRow
  readonly most: number
}) {
  const go = (event: Event & { readonly currentTarget: HTMLInputElement }) => {
    const line = Number(event.currentTarget.value.replace(/[\s,.]/g, ''))
    if (Number.isInteger(line) && line > 0)
      navigate(entryRoute(packet, entry.index, most > 0 ? Math.min(line, most) : line, route.value.query))
  }
  return (
    <label class="inline">
      Line
      <input
        class="search is-short"
        data-search
        inputMode="numeric"
        placeholder="/"
        value={route.value.line === undefined ? '' : String(route.value.line)}
        onChange={go}
      />
    </label>
  )
}
