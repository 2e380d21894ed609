// The values that occur most in what is looked at. A click takes only these records, "not" leaves them out; so do Enter and
// Alt+Enter, or a click with Alt.
import { useState } from 'preact/hooks'
import { choiceOf, parseQuery, type Term } from '../../../shared/log-query.js'
import { logPaths, type LogFacet, type LogFacetValue, type LogSelection } from '../../../shared/logs.js'
import { choose } from '../../logs/log-address.js'
import { useLogAnswer } from '../../logs/log-answers.js'
import { levelClass } from '../../logs/log-words.js'
import { nodeName, shortPath } from '../../nodes.js'
import { visibleText } from '../../visible-text.js'
import { PacketText } from '../../widgets/packet-text.js'
import { numberWords } from '../../words.js'

interface FacetsProps {
  readonly packet: string
  readonly selection: LogSelection
  readonly facets: readonly LogFacet[]
}

const titles: Readonly<Record<string, string>> = {
  level: 'Level',
  node: 'Node',
  file: 'File',
  caller: 'Caller',
  template: 'Message',
  route: 'Route',
  user: 'User',
}

export function Facets({ packet, selection, facets }: FacetsProps) {
  const [isOpen, setOpen] = useState(false)
  const terms = parseQuery(selection.q)
  return (
    <div class={isOpen ? 'facets is-open' : 'facets'}>
      <button
        type="button"
        class="button facets-switch"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? 'Hide filters' : 'Filter by level, caller, message…'}
      </button>
      <div class="facets-list">
        {facets.map(facet => (
          <Facet key={facet.name} packet={packet} selection={selection} facet={facet} terms={terms} />
        ))}
      </div>
    </div>
  )
}

interface FacetProps {
  readonly packet: string
  readonly selection: LogSelection
  readonly facet: LogFacet
  readonly terms: readonly Term[]
}

function Facet({ packet, selection, facet, terms }: FacetProps) {
  const [isWhole, setWhole] = useState(false)
  const whole = useLogAnswer<LogFacet>(
    isWhole ? logPaths.facet(packet, selection, facet.name) : undefined,
  ).value
  const { values, moreValues } = isWhole ? (whole ?? facet) : facet
  const title = titles[facet.name] ?? facet.name
  return (
    <section class="facet" aria-label={title}>
      <h2>{title}</h2>
      {facet.complete ? null : <p class="quiet">still being counted…</p>}
      <ul>
        {values.map(value => (
          <Value key={value.value} name={facet.name} value={value} terms={terms} />
        ))}
      </ul>
      {moreValues > 0 || isWhole ? (
        <button type="button" class="button is-small is-plain" onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Fewer' : `${numberWords(moreValues)} more`}
        </button>
      ) : null}
      {isWhole && moreValues > 0 ? (
        <p class="quiet">and {numberWords(moreValues)} more: name one in the query</p>
      ) : null}
    </section>
  )
}

interface ValueProps {
  readonly name: string
  readonly value: LogFacetValue
  readonly terms: readonly Term[]
}

/** Nodes and files under the name of their host; what is chosen stays the name in the packet. */
function labelOf(name: string, value: string): string {
  if (name === 'node') return nodeName(value)
  return name === 'file' ? shortPath(value) : value
}

function Value({ name, value: { value, label, level, count }, terms }: ValueProps) {
  const choice = choiceOf(terms, name, value)
  const shown = label ?? labelOf(name, value)
  const text = visibleText(shown)
  const whole = visibleText(label ?? value)
  const isLevel = name === 'level'
  const colour = isLevel ? levelClass(value) : ''
  return (
    <li class={choice === 'out' ? 'is-out' : undefined}>
      <button
        type="button"
        class={`facet-value ${colour}`}
        aria-pressed={choice === 'in'}
        title={level === undefined ? whole : `${level}: ${whole}`}
        onClick={event => choose(name, value, event.altKey ? 'out' : 'in')}
      >
        <span class={name === 'template' || isLevel ? 'facet-text' : 'facet-text is-code'}>
          <PacketText text={shown.slice(0, 200)} />
        </span>
        <span class="number quiet">{numberWords(count)}</span>
      </button>
      <button
        type="button"
        class="facet-not"
        aria-pressed={choice === 'out'}
        aria-label={`not ${text}`}
        onClick={() => choose(name, value, 'out')}
      >
        not
      </button>
    </li>
  )
}
