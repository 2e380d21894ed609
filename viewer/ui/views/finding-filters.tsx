// What the list of findings is narrowed to: severity, area of the rule, node, mark, words. All of it is in the address.
import { markPaths } from '../../shared/marks.js'
import { countBySeverity, nodesOf, type FindingGroup } from '../finding-groups.js'
import { markOf, stateOf } from '../marks.js'
import { nodeName } from '../nodes.js'
import { listed, toggled } from '../route.js'
import { route, updateQuery } from '../state.js'
import { visibleText } from '../visible-text.js'
import { FilterToggles } from '../widgets/filter-toggles.js'
import { NodeName } from '../widgets/node-name.js'
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
      <SeverityFilter groups={groups.filter(({ cause }) => isShownFirst(cause, query.mark))} />
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

/** Counts are of what the list shows: a suppressed finding counts once somebody asks for it. */
function isShownFirst(cause: Finding, mark: string | undefined): boolean {
  return mark === undefined ? stateOf(cause) !== 'suppressed' : listed(mark).includes(stateOf(cause))
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
  return <ChoiceFrom title="Area" counts={counts} chosen={area} onChoose={id => updateQuery({ area: id })} />
}

interface ChoiceProps extends CountsProps {
  readonly title: string
  readonly chosen: string | undefined
  readonly onChoose: (id: string | undefined) => void
  readonly nameOf?: (id: string) => string
}

/** One of many, from a list that takes no room. */
function ChoiceFrom({ title, counts, chosen, onChoose, nameOf = id => id }: ChoiceProps) {
  return (
    <label class="inline">
      {title}
      <select value={chosen ?? ''} onChange={event => onChoose(event.currentTarget.value || undefined)}>
        <option value="">all</option>
        {counts.map(([id, count]) => (
          <option key={id} value={id}>
            {visibleText(nameOf(id))} ({numberWords(count)})
          </option>
        ))}
      </select>
    </label>
  )
}

/** More nodes than these are chosen from a list. */
const nodeToggles = 6

function NodeFilter({ counts }: CountsProps) {
  const { node } = route.value.query
  if (counts.length < 2) return null
  if (counts.length > nodeToggles)
    return (
      <ChoiceFrom
        title="Node"
        counts={counts}
        chosen={node}
        onChoose={id => updateQuery({ node: id })}
        nameOf={nodeName}
      />
    )
  return (
    <FilterToggles
      label="Node"
      choices={counts.map(([id, count]) => ({ id, count, content: <NodeName node={id} /> }))}
      chosen={listed(node)}
      onToggle={id => updateQuery({ node: toggled(node, id) || undefined })}
    />
  )
}

const markNames = ['new', 'seen', 'dismissed', 'suppressed'] as const

/** Only once something is marked: until then there is nothing to choose. */
function MarkFilter({ groups }: { readonly groups: readonly FindingGroup[] }) {
  const { packet = '', query } = route.value
  const states = groups.map(({ cause }) => stateOf(cause))
  if (states.every(state => state === 'new')) return null
  const names = markNames.filter(name => states.includes(name))
  const isMarked = groups.some(({ cause }) => markOf(cause) !== undefined)
  return (
    <>
      <FilterToggles
        label="Mark"
        choices={names.map(name => ({
          id: name,
          count: states.filter(state => state === name).length,
          content: <span>{name}</span>,
        }))}
        chosen={listed(query.mark)}
        onToggle={id => updateQuery({ mark: toggled(query.mark, id) || undefined })}
      />
      {isMarked ? (
        <a class="button" href={markPaths.file(packet)} download>
          Export marks
        </a>
      ) : null}
    </>
  )
}
