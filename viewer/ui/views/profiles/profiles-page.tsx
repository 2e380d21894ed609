// Profiles: where the server spent its time or memory, as a flame graph, as a table of functions, and compared with another.
import { useMemo } from 'preact/hooks'
import {
  pagePaths,
  type ProfileChanges,
  type ProfileView,
  type TableView,
  type ViewEntry,
} from '../../../shared/pages.js'
import { openTree, type CallTree } from '../../profile/call-tree.js'
import { kindTitles, profileValueWords, shareWords, typeWords } from '../../profile/values.js'
import { changesTable, functionsTable } from '../../profile/function-tables.js'
import { route, updateQuery, zone } from '../../state.js'
import { rowsAsTsv } from '../../tables/table-rows.js'
import { useApi } from '../../use-api.js'
import { visibleText } from '../../visible-text.js'
import { CopyButton } from '../../widgets/copy-button.js'
import { DataTable, shownRows, TableFilters } from '../../widgets/data-table.js'
import { EntryChoice } from '../../widgets/entry-choice.js'
import { FilterToggles } from '../../widgets/filter-toggles.js'
import { Failure, Waiting, whenLoaded } from '../../widgets/notes.js'
import { SearchBox } from '../../widgets/search-box.js'
import { countWords, durationWords, timeWords } from '../../words.js'
import { FlameGraph } from './flame-graph.js'
import { FunctionPanel } from './function-panel.js'

function useEntries() {
  return useApi<readonly ViewEntry[]>(pagePaths.profiles(route.value.packet ?? ''))
}

/** The profile the address names, or the first. */
function chosenIndex(entries: readonly ViewEntry[]): number | undefined {
  const { file } = route.value.query
  return entries.find(({ index }) => String(index) === file)?.index ?? entries[0]?.index
}

function useProfile(index: number) {
  return useApi<ProfileView>(pagePaths.profile(route.value.packet ?? '', index, route.value.query.type))
}

export function Page() {
  return whenLoaded(useEntries(), 'Looking for profiles…', entries => {
    const index = chosenIndex(entries)
    return index === undefined ? (
      <>
        <h1>Profiles</h1>
        <p class="note">This packet has no profile that could be read.</p>
      </>
    ) : (
      <Profile entries={entries} index={index} />
    )
  })
}

export function Panel() {
  const entries = useEntries()
  const index = entries.kind === 'ready' ? chosenIndex(entries.value) : undefined
  const { row } = route.value.query
  return index === undefined || row === undefined ? null : <OpenFunction index={index} name={row} />
}

function OpenFunction({ index, name }: { readonly index: number; readonly name: string }) {
  const loaded = useProfile(index)
  const tree = useTree(loaded.kind === 'ready' ? loaded.value : undefined)
  if (loaded.kind !== 'ready' || tree === undefined) return null
  return <FunctionPanel profile={loaded.value} tree={tree} name={name} />
}

const noTree = { names: [], name: [], parent: [], total: [] }

function useTree(profile: ProfileView | undefined): CallTree | undefined {
  const tree = useMemo(() => openTree(profile?.tree ?? noTree), [profile])
  return profile === undefined ? undefined : tree
}

interface ProfileProps {
  readonly entries: readonly ViewEntry[]
  readonly index: number
}

type Part = 'flame' | 'functions' | 'changes'

function partOf(): Part {
  const { part, base } = route.value.query
  if (part === 'changes' || (base !== undefined && part === undefined)) return 'changes'
  return part === 'functions' ? 'functions' : 'flame'
}

function Profile({ entries, index }: ProfileProps) {
  const loaded = useProfile(index)
  const part = partOf()
  return (
    <>
      <header class="page-head">
        <h1>Profiles</h1>
        <p class="quiet" role="status">
          {loaded.kind === 'ready' ? headline(loaded.value) : ''}
        </p>
      </header>
      <div class="filters">
        <EntryChoice
          label="Profile"
          entries={entries}
          chosen={index}
          onChoose={file =>
            updateQuery({ file, type: undefined, row: undefined, fn: undefined, base: undefined })
          }
        />
        <FilterToggles
          label="View"
          choices={[
            { id: 'flame', content: <span>Flame graph</span> },
            { id: 'functions', content: <span>Functions</span> },
            ...(othersOf(entries, index).length > 0
              ? [{ id: 'changes', content: <span>Compare</span> }]
              : []),
          ]}
          chosen={[part]}
          onToggle={id => updateQuery({ part: id, sort: undefined, base: undefined, fn: undefined })}
        />
        {loaded.kind === 'ready' ? <TypeChoice profile={loaded.value} /> : null}
      </div>
      {whenLoaded(loaded, 'Reading the profile…', profile => (
        <ProfilePart profile={profile} part={part} entries={entries} index={index} />
      ))}
    </>
  )
}

/** What it is of, how much it saw, and what that means where a person may misread it. */
function headline(profile: ProfileView): string {
  const { kind, type, unit, total, samples, durationMs, timeMs } = profile
  const of = durationMs === undefined ? '' : ` of ${durationWords(durationMs)}`
  const at = timeMs === undefined ? '' : `, ${timeWords(new Date(timeMs).toISOString(), zone.value)}`
  const used =
    kind === 'cpu' && durationMs !== undefined && unit === 'nanoseconds'
      ? `: ${shareWords(total / 1e6, durationMs)} of one processor`
      : ''
  return `${kindTitles[kind]}${of}${at}. ${typeWords(type)}: ${profileValueWords(total, unit)}${used}, ${countWords(samples, 'sample')}.`
}

function TypeChoice({ profile }: { readonly profile: ProfileView }) {
  return (
    <label class="inline">
      Values
      <select
        value={profile.type}
        onChange={event => updateQuery({ type: event.currentTarget.value, fn: undefined })}
      >
        {profile.types.map(type => (
          <option key={type} value={type}>
            {visibleText(typeWords(type))}
          </option>
        ))}
      </select>
    </label>
  )
}

interface PartProps extends ProfileProps {
  readonly profile: ProfileView
  readonly part: Part
}

function ProfilePart({ profile, part, entries, index }: PartProps) {
  if (part === 'changes') return <Changes profile={profile} entries={entries} index={index} />
  if (profile.total === 0) return <p class="note">The profile saw nothing of these values.</p>
  if (part === 'functions') return <OneTable table={functionsTable(profile)} />
  return <Flames profile={profile} />
}

function OneTable({ table }: { readonly table: TableView }) {
  const rows = shownRows(table)
  return (
    <>
      <div class="filters">
        <p class="quiet">{table.says}</p>
        <CopyButton text={() => rowsAsTsv(table, rows)} what={countWords(rows.length, 'row')}>
          Copy as TSV
        </CopyButton>
      </div>
      <TableFilters table={table} />
      <DataTable table={table} rows={rows} open={route.value.query.row} />
    </>
  )
}

function Flames({ profile }: { readonly profile: ProfileView }) {
  const tree = useTree(profile)
  const { q = '', fn } = route.value.query
  if (tree === undefined) return null
  const zoomed = Math.min(Number(fn ?? 0) || 0, tree.name.length - 1)
  const found = q.trim() === '' ? undefined : foundShare(profile, q)
  return (
    <>
      <div class="filters">
        <p class="quiet">
          The widest calls stand at the left; what a call used is its width.
          {found === undefined ? '' : ` ${found}`}
        </p>
        <SearchBox label="Mark functions" value={q} onChange={text => updateQuery({ q: text }, 'replace')} />
      </div>
      <FlameGraph
        tree={tree}
        unit={profile.unit}
        label="Flame graph"
        words={q}
        zoomed={zoomed}
        onZoom={node => updateQuery({ fn: node === 0 ? undefined : String(node) })}
        onFunction={row => updateQuery({ row })}
      />
      {profile.tree.leftOut === 0 ? null : (
        <p class="note quiet">
          {countWords(profile.tree.leftOut, 'call')} too small to be drawn count to those that made them.
        </p>
      )}
    </>
  )
}

function foundShare({ functions, total, unit }: ProfileView, words: string): string {
  const wanted = words.trim().toLowerCase()
  const found = functions.filter(({ name }) => name.toLowerCase().includes(wanted))
  const flat = found.reduce((sum, one) => sum + one.flat, 0)
  return `${countWords(found.length, 'function')} marked: themselves ${profileValueWords(flat, unit)}, ${shareWords(flat, total)}.`
}

interface ChangesProps extends ProfileProps {
  readonly profile: ProfileView
}

function Changes({ profile, entries, index }: ChangesProps) {
  const { base } = route.value.query
  const others = othersOf(entries, index)
  const chosen =
    others.find(entry => String(entry.index) === base) ?? (others.length === 1 ? others[0] : undefined)
  if (others.length === 0)
    return <p class="note">The packet has no other profile of this kind to compare with.</p>
  return (
    <>
      <div class="filters">
        <EntryChoice
          label="Compared with"
          entries={others}
          chosen={chosen?.index}
          none="choose…"
          onChoose={file => updateQuery({ base: file, part: 'changes' })}
        />
      </div>
      {chosen === undefined ? (
        <p class="note">Choose the profile to compare with: another node, or an earlier time.</p>
      ) : (
        <ChangeTable index={index} base={chosen.index} type={profile.type} />
      )}
    </>
  )
}

/** Profiles of the same kind. */
function othersOf(entries: readonly ViewEntry[], index: number): readonly ViewEntry[] {
  const own = entries.find(entry => entry.index === index)
  return entries.filter(entry => entry.index !== index && entry.kind === own?.kind)
}

interface ChangeProps {
  readonly index: number
  readonly base: number
  readonly type: string
}

function ChangeTable({ index, base, type }: ChangeProps) {
  const loaded = useApi<ProfileChanges>(pagePaths.changes(route.value.packet ?? '', index, base, type))
  if (loaded.kind === 'loading') return <Waiting>Comparing the profiles…</Waiting>
  if (loaded.kind === 'failed') return <Failure>{loaded.message}</Failure>
  return <OneTable table={changesTable(loaded.value)} />
}
