// All findings in one list: causes first, each with its symptoms folded under it; a row opens in place.
import { useEffect, useState } from 'preact/hooks'
import { pagePaths } from '../../shared/pages.js'
import { filterGroups, type FindingGroup } from '../finding-groups.js'
import { findingMarkdown } from '../markdown.js'
import { loadMarks, markOf, marksFailure, stateOf, type FindingState } from '../marks.js'
import { listed, type Query } from '../route.js'
import { allGroups, currentAnalysis, isSoFar, route, updateQuery } from '../state.js'
import { CopyButton } from '../widgets/copy-button.js'
import { useApi } from '../use-api.js'
import { Failure, whenLoaded } from '../widgets/notes.js'
import { countWords, numberWords, type Finding } from '../words.js'
import { FindingFilters } from './finding-filters.js'
import { FindingRow } from './finding-row.js'
import { waitingWords } from './overview.js'

/** Rows drawn at once; the rest on request, so that ten thousand findings do not hold the page up. */
const rowsAtOnce = 200

export function FindingsView() {
  return whenLoaded(currentAnalysis.value, waitingWords(), () => <Findings />)
}

function Findings() {
  const { packet = '', query } = route.value
  useEffect(() => void loadMarks(packet), [packet])
  const areas = useApi<Readonly<Record<string, string>>>(pagePaths.areas)
  const areaOf = ({ ruleId }: Finding) =>
    (areas.kind === 'ready' ? areas.value[ruleId] : undefined) ?? 'other'
  const groups = allGroups.value
  const marks = listed(query.mark)
  const total = groups.filter(({ cause }) => isCounted(stateOf(cause), marks)).length
  const shown = filterGroups(groups, {
    severities: listed(query.sev),
    areas: listed(query.area),
    nodes: listed(query.node),
    words: query.q ?? '',
    isMarkWanted: finding => isStateWanted(stateOf(finding), marks),
    areaOf,
  })
  return (
    <>
      <header class="page-head">
        <h1>Findings</h1>
        <p class="quiet" role="status">
          {countText(shown.length, total)}
        </p>
        <CopyButton
          text={() => shown.map(({ cause }) => findingMarkdown(cause, markOf(cause))).join('\n')}
          what={countWords(shown.length, 'finding')}
        >
          Copy all as Markdown
        </CopyButton>
      </header>
      {isSoFar.value ? (
        <p class="note" role="status">
          {waitingWords()}. Below is what can be said without them.
        </p>
      ) : null}
      <FindingFilters groups={groups} areaOf={areaOf} />
      {marksFailure.value === undefined ? null : <Failure>{marksFailure.value}</Failure>}
      <FindingList key={filterKey(query)} groups={shown} total={groups.length} />
      <PutAside groups={groups} state="dismissed" />
      <PutAside groups={groups} state="suppressed" />
    </>
  )
}

/** What was dismissed, or is suppressed by a baseline, is out of the way until somebody asks for it. */
function isStateWanted(state: FindingState, wanted: readonly string[]): boolean {
  if (wanted.length === 0) return state !== 'dismissed' && state !== 'suppressed'
  return wanted.includes(state)
}

/** What was dismissed is part of all findings; what is suppressed counts for nothing until it is asked for. */
function isCounted(state: FindingState, wanted: readonly string[]): boolean {
  return state !== 'suppressed' || wanted.includes(state)
}

interface PutAsideProps {
  readonly groups: readonly FindingGroup[]
  readonly state: 'dismissed' | 'suppressed'
}

function PutAside({ groups, state }: PutAsideProps) {
  const { mark } = route.value.query
  const count = groups.filter(({ cause }) => stateOf(cause) === state).length
  if (count === 0 || mark !== undefined) return null
  return (
    <p class="note quiet">
      {countWords(count, `${state} finding`)} {count === 1 ? 'is' : 'are'} not shown.{' '}
      <button type="button" class="button" onClick={() => updateQuery({ mark: state })}>
        Show {state} ones
      </button>
    </p>
  )
}

/** Another filter is another list: it begins at its top. */
function filterKey({ sev, q, area, node, mark }: Query): string {
  return JSON.stringify([sev, q, area, node, mark])
}

function countText(shown: number, total: number): string {
  return shown === total
    ? countWords(total, 'finding')
    : `${numberWords(shown)} of ${countWords(total, 'finding')}`
}

function FindingList({
  groups,
  total,
}: {
  readonly groups: readonly FindingGroup[]
  readonly total: number
}) {
  const [asked, setAsked] = useState<Drawn | undefined>(undefined)
  if (total === 0)
    return <p class="note">No rule found anything in this packet{isSoFar.value ? ' so far' : ''}.</p>
  if (groups.length === 0)
    return (
      <p class="note">
        No finding fits these filters.{' '}
        <button
          type="button"
          class="button"
          onClick={() =>
            updateQuery({ sev: undefined, q: undefined, area: undefined, node: undefined, mark: undefined })
          }
        >
          Show all {numberWords(total)}
        </button>
      </p>
    )
  const { from, to } = asked ?? drawnAtFirst(groups)
  const rest = groups.length - to
  return (
    <>
      {from > 0 ? (
        <button
          type="button"
          class="button"
          onClick={() => setAsked({ from: Math.max(0, from - rowsAtOnce), to })}
        >
          Show {numberWords(Math.min(from, rowsAtOnce))} before these, of {numberWords(from)}
        </button>
      ) : null}
      <ul class="rows">
        {groups.slice(from, to).map(({ cause, symptoms }) => (
          <FindingRow key={cause.fingerprint} finding={cause} symptoms={symptoms} />
        ))}
      </ul>
      {rest > 0 ? (
        <button type="button" class="button" onClick={() => setAsked({ from, to: to + rowsAtOnce })}>
          Show {numberWords(Math.min(rest, rowsAtOnce))} more of {numberWords(rest)}
        </button>
      ) : null}
    </>
  )
}

/** Positions of the rows that are drawn; `to` is exclusive. */
interface Drawn {
  readonly from: number
  readonly to: number
}

/** A finding that the address names is among the drawn ones, however far down it stands. */
function drawnAtFirst(groups: readonly FindingGroup[]): Drawn {
  const { open } = route.value.query
  const named =
    open === undefined
      ? -1
      : groups.findIndex(({ cause, symptoms }) =>
          [cause, ...symptoms].some(({ fingerprint }) => fingerprint === open),
        )
  const from = named < rowsAtOnce ? 0 : named - 20
  return { from, to: from + rowsAtOnce }
}
