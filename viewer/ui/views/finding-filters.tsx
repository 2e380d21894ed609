// What the list of findings is narrowed to: severity, area of the rule, node, mark, words. All of it is in the address.
import { markPaths } from '../../shared/marks.js'
import { countBySeverity, nodesOf, type FindingGroup } from '../finding-groups.js'
import { markOf } from '../marks.js'
import { listed, toggled } from '../route.js'
import { route, updateQuery } from '../state.js'
import { visibleText } from '../visible-text.js'
import { FilterToggles } from '../widgets/filter-toggles.js'
import { PacketText } from '../widgets/packet-text.js'
import { SearchBox } from '../widgets/search-box.js'
import { Shape } from '../widgets/severity-mark.js'
import { numberWords, severities, type Finding } from '../words.js'

interface FiltersProps {
  readonly groups: readonly FindingGroup[]
  readonly areaOf: (finding: Finding) => string
}

export function FindingFilters({ groups, areaOf }: FiltersProps) {
  const { query } = route.value
  return (
    <div class="filters">
      <SeverityFilter groups={groups} />
      <AreaFilter counts={counted(groups, ({ cause }) => [areaOf(cause)])} />
      <NodeFilter counts={counted(groups, groupNodes)} />
      <MarkFilter groups={groups} />
      <SearchBox
        label="Search findings"
        value={query.q ?? ''}
        onChange={text => updateQuery({ q: text }, 'replace')}
      />
    </div>
  )
}

function groupNodes({ cause, symptoms }: FindingGroup): readonly string[] {
  return [...new Set([cause, ...symptoms].flatMap(nodesOf))]
}

/** Most frequent first. */
function counted(
  groups: readonly FindingGroup[],
  namesOf: (group: FindingGroup) => readonly string[],
): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const group of groups) for (const name of namesOf(group)) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])
}

function SeverityFilter({ groups }: { readonly groups: readonly FindingGroup[] }) {
  const { sev } = route.value.query
  const chosen = listed(sev)
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
    <FilterToggles
      label="Severity"
      choices={choices}
      chosen={chosen}
      onToggle={id => updateQuery({ sev: toggled(sev, id) })}
    />
  )
}

interface CountsProps {
  readonly counts: readonly (readonly [string, number])[]
}

function AreaFilter({ counts }: CountsProps) {
  const { area } = route.value.query
  if (counts.length < 2) return null
  return (
    <label class="inline">
      Area
      <select
        value={area ?? ''}
        onChange={event => updateQuery({ area: event.currentTarget.value || undefined })}
      >
        <option value="">all</option>
        {counts.map(([name, count]) => (
          <option key={name} value={name}>
            {visibleText(name)} ({numberWords(count)})
          </option>
        ))}
      </select>
    </label>
  )
}

function NodeFilter({ counts }: CountsProps) {
  const { node } = route.value.query
  if (counts.length < 2) return null
  return (
    <FilterToggles
      label="Node"
      choices={counts.map(([name, count]) => ({ id: name, count, content: <PacketText text={name} /> }))}
      chosen={listed(node)}
      onToggle={id => updateQuery({ node: toggled(node, id) || undefined })}
    />
  )
}

const markNames = { new: 'new', seen: 'seen', dismissed: 'dismissed' } as const

/** Only once something is marked: until then there is nothing to choose. */
function MarkFilter({ groups }: { readonly groups: readonly FindingGroup[] }) {
  const { packet = '', query } = route.value
  const states = groups.map(({ cause }) => markOf(cause)?.state ?? 'new')
  if (states.every(state => state === 'new')) return null
  const names = (['new', 'seen', 'dismissed'] as const).filter(name => states.includes(name))
  return (
    <>
      <FilterToggles
        label="Mark"
        choices={names.map(name => ({
          id: name,
          count: states.filter(state => state === name).length,
          content: <span>{markNames[name]}</span>,
        }))}
        chosen={listed(query.mark)}
        onToggle={id => updateQuery({ mark: toggled(query.mark, id) || undefined })}
      />
      <a class="button" href={markPaths.file(packet)} download>
        Export marks
      </a>
    </>
  )
}
