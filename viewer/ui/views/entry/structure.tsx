// A YAML or JSON entry as a tree: folded and unfolded, searched, and every value with its path to copy and its line to open.
import { useMemo, useState } from 'preact/hooks'
import { pagePaths, type StructureRow, type StructureView } from '../../../shared/pages.js'
import { entryRoute } from '../../route.js'
import { barHeight } from '../../scroll-map.js'
import { route, updateQuery } from '../../state.js'
import { foldable, pathOf, pathText, visibleRows } from '../../structure-rows.js'
import { useApi } from '../../use-api.js'
import { CopyButton } from '../../widgets/copy-button.js'
import { Link } from '../../widgets/link.js'
import { useLongScroll } from '../../widgets/long-scroll.js'
import { whenLoaded } from '../../widgets/notes.js'
import { PacketText } from '../../widgets/packet-text.js'
import { SearchBox } from '../../widgets/search-box.js'
import { countWords, numberWords } from '../../words.js'

/** Pixels; the same as `--target` in the style sheet. */
const lineHeight = 24

interface StructureProps {
  readonly packet: string
  readonly entry: number
}

export function Structure({ packet, entry }: StructureProps) {
  const loaded = useApi<StructureView>(pagePaths.structure(packet, entry))
  return whenLoaded(loaded, 'Reading the structure…', view => (
    <Tree view={view} packet={packet} entry={entry} />
  ))
}

interface TreeProps extends StructureProps {
  readonly view: StructureView
}

function Tree({ view: { rows, isWhole, problems }, packet, entry }: TreeProps) {
  const { q = '', row } = route.value.query
  const canFold = useMemo(() => foldable(rows), [rows])
  // Long lists of maps are folded at first: what is in them is seen one by one.
  const [folded, setFolded] = useState<ReadonlySet<number>>(() =>
    rows.length > 400 ? deepOnes(rows, canFold) : new Set(),
  )
  const shown = useMemo(() => visibleRows(rows, folded, q), [rows, folded, q])
  const chosen = row === undefined ? undefined : Number(row)
  const fold = (at: number) => {
    const next = new Set(folded)
    if (!next.delete(at)) next.add(at)
    setFolded(next)
  }
  return (
    <>
      {problems.map(problem => (
        <p class="note is-failure" key={problem}>
          {problem}
        </p>
      ))}
      {isWhole ? null : (
        <p class="note">The first {numberWords(rows.length)} values are shown; see the text for all.</p>
      )}
      <div class="filters">
        <button type="button" class="button" onClick={() => setFolded(new Set())}>
          Unfold all
        </button>
        <button type="button" class="button" onClick={() => setFolded(canFold)}>
          Fold all
        </button>
        <span class="quiet" role="status">
          {q === ''
            ? countWords(rows.length, 'value')
            : `${numberWords(shown.length)} of ${countWords(rows.length, 'value')}`}
        </span>
        <SearchBox
          label="Search keys and values"
          value={q}
          onChange={text => updateQuery({ q: text }, 'replace')}
        />
      </div>
      {chosen === undefined ? null : <Chosen rows={rows} at={chosen} packet={packet} entry={entry} />}
      {shown.length === 0 ? (
        <p class="note">No key or value has these words.</p>
      ) : (
        <TreeRows
          rows={rows}
          shown={shown}
          canFold={canFold}
          folded={q === '' ? folded : new Set()}
          onFold={fold}
        />
      )}
    </>
  )
}

/** The first level stays open. */
function deepOnes(rows: readonly StructureRow[], canFold: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...canFold].filter(at => (rows[at]?.depth ?? 0) > 0))
}

interface ChosenProps extends StructureProps {
  readonly rows: readonly StructureRow[]
  readonly at: number
}

/** The value that was picked: where it is, and all of it. */
function Chosen({ rows, at, packet, entry }: ChosenProps) {
  const row = rows[at]
  if (row === undefined) return null
  const path = pathText(pathOf(rows, at))
  const isValue = row.kind !== 'map' && row.kind !== 'list'
  return (
    <section class="chosen" aria-label="Chosen value">
      <p class="actions">
        <code class="grow">
          <PacketText text={path} />
        </code>
        <CopyButton text={() => path} what="the path">
          Copy path
        </CopyButton>
        {isValue ? (
          <CopyButton text={() => row.text} what="the value">
            Copy value
          </CopyButton>
        ) : null}
        {row.line === undefined ? null : (
          <Link class="button" to={entryRoute(packet, entry, row.line)}>
            Open line {numberWords(row.line)}
          </Link>
        )}
      </p>
      {isValue && row.text.length > 80 ? (
        <pre class="whole" tabIndex={0} aria-label="Whole value">
          <PacketText text={row.text} />
          {row.cutFrom === undefined ? null : (
            <span class="quiet">
              {' '}
              … the first {numberWords(row.text.length)} of {countWords(row.cutFrom, 'character')}; the line
              has all
            </span>
          )}
        </pre>
      ) : null}
    </section>
  )
}

interface RowsProps {
  readonly rows: readonly StructureRow[]
  readonly shown: readonly number[]
  readonly canFold: ReadonlySet<number>
  readonly folded: ReadonlySet<number>
  readonly onFold: (at: number) => void
}

function TreeRows({ rows, shown, canFold, folded, onFold }: RowsProps) {
  const { box, top, height, size, onScroll } = useLongScroll(shown.length, lineHeight)
  const first = Math.floor(top / lineHeight)
  const seen = shown.slice(first, first + Math.ceil(height / lineHeight) + 1)
  return (
    <div class="lines tree" ref={box} tabIndex={0} role="region" aria-label="Values" onScroll={onScroll}>
      <div class="lines-height" style={{ height: `${barHeight(size)}px` }}>
        <div class="lines-window" style={{ height: `${height}px` }}>
          <div style={{ transform: `translateY(${-(top % lineHeight)}px)` }}>
            {seen.map(at => {
              const row = rows[at]
              return row === undefined ? null : (
                <TreeRow
                  key={at}
                  row={row}
                  at={at}
                  open={canFold.has(at) ? !folded.has(at) : undefined}
                  onFold={onFold}
                />
              )
            })}
          </div>
        </div>
      </div>
    </div>
  )
}

interface RowProps {
  readonly row: StructureRow
  readonly at: number
  /** Undefined for a row without others inside. */
  readonly open: boolean | undefined
  readonly onFold: (at: number) => void
}

function TreeRow({ row: { depth, key, kind, text }, at, open, onFold }: RowProps) {
  const isChosen = route.value.query.row === String(at)
  return (
    <div class={isChosen ? 'line is-marked' : 'line'} style={{ paddingLeft: `${depth * 16 + 18}px` }}>
      {open === undefined ? (
        <span class="fold" />
      ) : (
        <button
          type="button"
          class="fold"
          aria-expanded={open}
          aria-label={`${open ? 'Fold' : 'Unfold'} ${key}`}
          onClick={() => onFold(at)}
        >
          {open ? '▾' : '▸'}
        </button>
      )}
      <button
        type="button"
        class="row-button tree-key"
        data-row
        aria-pressed={isChosen}
        onClick={() => updateQuery({ row: isChosen ? undefined : String(at) })}
      >
        <PacketText text={String(key)} />
      </button>
      <code class={kind === 'map' || kind === 'list' || kind === 'null' ? 'quiet' : undefined}>
        <PacketText text={valueWords(kind, text)} />
      </code>
    </div>
  )
}

function valueWords(kind: StructureRow['kind'], text: string): string {
  if (kind === 'map') return countWords(Number(text), 'key')
  if (kind === 'list') return countWords(Number(text), 'item')
  return kind === 'text' && text === '' ? '""' : text
}
