// Evidence of a finding where it stands: the line with those around it, and the way to the next one.
import { placeWords } from '../markdown.js'
import type { TextLine } from '../../shared/wire.js'
import { useLines } from '../excerpt.js'
import { digestOf } from '../log-fields.js'
import { dotted, placeOf } from '../places.js'
import { entryRoute } from '../route.js'
import { currentEntries, entryIndex, navigate, route, showEvidence, updateQuery } from '../state.js'
import { CopyButton } from '../widgets/copy-button.js'
import { Link } from '../widgets/link.js'
import { Failure, Waiting } from '../widgets/notes.js'
import { PacketText } from '../widgets/packet-text.js'
import { PanelFrame } from '../widgets/panel-frame.js'
import { bytesWords, type Evidence, type Finding } from '../words.js'

interface EvidenceProps {
  readonly finding: Finding
  readonly evidence: Evidence
  readonly position: number
}

/** Lines shown before and after the one that is meant. */
const around = 4
/** Characters of a line beside it; the rest is on the page. */
const neighbourLength = 400

export function EvidencePanel({ finding, evidence, position }: EvidenceProps) {
  const { packet = '' } = route.value
  const index = entryIndex(evidence.entry)
  const place = evidence.line ?? (evidence.pointer === undefined ? undefined : 1)
  return (
    <PanelFrame
      label="Evidence"
      title={
        <>
          Evidence {position + 1} of {finding.evidence.length}
        </>
      }
      onClose={() => updateQuery({ ev: undefined })}
    >
      <Place evidence={evidence} />
      <p class="quiet">
        <PacketText text={finding.message} />
      </p>
      <p class="actions">
        <button
          type="button"
          class="button"
          disabled={position === 0}
          onClick={() => goTo(finding, position - 1)}
        >
          Previous
        </button>
        <button
          type="button"
          class="button"
          disabled={position + 1 >= finding.evidence.length}
          onClick={() => goTo(finding, position + 1)}
        >
          Next <kbd>.</kbd>
        </button>
        <CopyButton text={() => copyOf(evidence)} what="the evidence">
          Copy
        </CopyButton>
        {index === undefined ? null : (
          <Link class="button" to={placeOf(packet, evidence, index)}>
            Open in page
          </Link>
        )}
      </p>
      {evidence.excerpt === undefined || (index !== undefined && evidence.line !== undefined) ? null : (
        <pre class="whole" tabIndex={0} aria-label="Excerpt">
          <PacketText text={evidence.excerpt} />
        </pre>
      )}
      <Surroundings evidence={evidence} entry={index} line={place} />
    </PanelFrame>
  )
}

/** Moves to another evidence; on the page of an entry, to the page and line of that evidence. */
export function goTo(finding: Finding, position: number): void {
  const { view, packet = '', query } = route.value
  const evidence = finding.evidence[position]
  const index = evidence === undefined ? undefined : entryIndex(evidence.entry)
  if (evidence !== undefined && index !== undefined && view === 'logs') {
    const place = placeOf(packet, evidence, index)
    if (place.view === 'logs')
      return navigate({ ...place, query: { ...place.query, ev: `${finding.fingerprint}~${position}` } })
  }
  if (view !== 'entry' || evidence === undefined || index === undefined)
    return showEvidence(finding, position)
  navigate(entryRoute(packet, index, evidence.line, { ...query, ev: `${finding.fingerprint}~${position}` }))
}

function copyOf(evidence: Evidence): string {
  return evidence.excerpt === undefined
    ? placeWords(evidence)
    : `${placeWords(evidence)}\n${evidence.excerpt}`
}

/** entry › path › line */
function Place({ evidence }: { readonly evidence: Evidence }) {
  const steps = [
    evidence.entry,
    evidence.pointer && dotted(evidence.pointer),
    evidence.line && `line ${evidence.line}`,
  ]
  return (
    <p class="crumbs">
      {steps.filter(Boolean).map((text, position) => (
        <span key={position}>
          <PacketText text={String(text)} />
        </span>
      ))}
    </p>
  )
}

interface SurroundingsProps {
  readonly evidence: Evidence
  readonly entry: number | undefined
  readonly line: number | undefined
}

function Surroundings({ evidence, entry, line }: SurroundingsProps) {
  const from = Math.max(1, (line ?? 1) - around)
  const loaded = useLines({
    packet: route.value.packet ?? '',
    entry: line === undefined ? undefined : entry,
    from,
    count: (line ?? 1) - from + 1 + around,
  })
  if (currentEntries.value.kind === 'ready' && entry === undefined)
    return <p class="note">This entry is not in the packet, which is what the finding speaks of.</p>
  if (loaded === undefined) return null
  if (loaded.kind === 'loading') return <Waiting>Reading the lines around it…</Waiting>
  if (loaded.kind === 'failed') return <Failure>{loaded.message}</Failure>
  if (loaded.value.binary) return <p class="note">The entry is not text.</p>
  const { lines } = loaded.value
  return (
    <ol class="context" aria-label="Lines around the evidence">
      {lines.map((line, offset) => (
        <ContextLine
          key={offset}
          number={from + offset}
          line={line}
          marked={from + offset === evidence.line}
        />
      ))}
    </ol>
  )
}

interface ContextProps {
  readonly number: number
  readonly line: TextLine
  readonly marked: boolean
}

/** The line that is meant in full; those around it as one row each, structured ones without their small print. */
function ContextLine({ number, line: { text, cutFromBytes }, marked }: ContextProps) {
  return (
    <li class={marked ? 'line is-marked' : 'line'}>
      <span class="line-number">{number}</span>
      <code>
        <PacketText text={marked ? text : (digestOf(text) ?? text.slice(0, neighbourLength))} />
        {!marked || cutFromBytes === undefined ? null : (
          <span class="quiet"> … cut; the whole line has {bytesWords(cutFromBytes)}</span>
        )}
      </code>
    </li>
  )
}
