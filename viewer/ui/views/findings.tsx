// All findings in one list: causes first, each with its symptoms folded under it; a row opens in place.
import { useState } from 'preact/hooks'
import { countBySeverity, filterGroups, type FindingGroup } from '../finding-groups.js'
import { findingMarkdown } from '../markdown.js'
import { listed, toggled } from '../route.js'
import { currentAnalysis, currentGroups, route, updateQuery } from '../state.js'
import { CopyButton } from '../widgets/copy-button.js'
import { FilterToggles } from '../widgets/filter-toggles.js'
import { whenLoaded } from '../widgets/notes.js'
import { SearchBox } from '../widgets/search-box.js'
import { Shape } from '../widgets/severity-mark.js'
import { countWords, numberWords, severities } from '../words.js'
import { FindingRow } from './finding-row.js'
import { waitingWords } from './overview.js'

/** Rows drawn at once; the rest on request, so that ten thousand findings do not hold the page up. */
const rowsAtOnce = 200

export function FindingsView() {
  return whenLoaded(currentAnalysis.value, waitingWords(), () => <Findings />)
}

function Findings() {
  const { sev, q = '' } = route.value.query
  const chosen = listed(sev)
  const groups = currentGroups.value
  const shown = filterGroups(groups, chosen, q)
  const counts = countBySeverity(groups)
  const choices = severities
    .filter(severity => counts[severity] > 0 || chosen.includes(severity))
    .map(severity => ({
      id: severity,
      count: counts[severity],
      content: (
        <span class={`mark is-${severity}`}>
          <Shape of={severity} />
          {severity}
        </span>
      ),
    }))
  return (
    <>
      <header class="page-head">
        <h1>Findings</h1>
        <p class="quiet" role="status">
          {countText(shown.length, groups.length)}
        </p>
        <CopyButton
          text={() => shown.map(({ cause }) => findingMarkdown(cause)).join('\n')}
          what={countWords(shown.length, 'finding')}
        >
          Copy all as Markdown
        </CopyButton>
      </header>
      <div class="filters">
        <FilterToggles
          label="Severity"
          choices={choices}
          chosen={chosen}
          onToggle={id => updateQuery({ sev: toggled(sev, id) })}
        />
        <SearchBox label="Search findings" value={q} onChange={text => updateQuery({ q: text }, 'replace')} />
      </div>
      <FindingList groups={shown} total={groups.length} />
    </>
  )
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
  const [limit, setLimit] = useState(rowsAtOnce)
  if (total === 0) return <p class="note">No rule found anything in this packet.</p>
  if (groups.length === 0)
    return (
      <p class="note">
        No finding fits these filters.{' '}
        <button type="button" class="button" onClick={() => updateQuery({ sev: undefined, q: undefined })}>
          Show all {numberWords(total)}
        </button>
      </p>
    )
  // A finding that the address names is drawn, however far down it stands.
  const named = groups.findIndex(({ cause, symptoms }) =>
    [cause, ...symptoms].some(({ fingerprint }) => fingerprint === route.value.query.open),
  )
  const drawn = Math.max(limit, named + 1)
  const rest = groups.length - drawn
  return (
    <>
      <ul class="rows">
        {groups.slice(0, drawn).map(({ cause, symptoms }) => (
          <FindingRow key={cause.fingerprint} finding={cause} symptoms={symptoms} />
        ))}
      </ul>
      {rest > 0 ? (
        <button type="button" class="button" onClick={() => setLimit(drawn + rowsAtOnce)}>
          Show {numberWords(Math.min(rest, rowsAtOnce))} more of {numberWords(rest)}
        </button>
      ) : null}
    </>
  )
}
