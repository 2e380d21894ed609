// One finding: a line that opens in place into why, fix, documentation and the evidence.
import { useEffect, useRef, useState } from 'preact/hooks'
import { digestOf } from '../log-fields.js'
import { placeWords } from '../markdown.js'
import { markOf } from '../marks.js'
import { currentAnalysis, currentEvidence, route, showEvidence, updateQuery, zone } from '../state.js'
import { DocsLinks } from '../widgets/docs-links.js'
import { NodeName } from '../widgets/node-name.js'
import { PacketText } from '../widgets/packet-text.js'
import { RuleText } from '../widgets/rule-text.js'
import { SeverityMark } from '../widgets/severity-mark.js'
import { countWords, spanWords, timesWords, type Finding } from '../words.js'
import { FindingMark, MarkWords } from './finding-mark.js'
import { nodesOf } from './overview.js'

interface FindingRowProps {
  readonly finding: Finding
  readonly symptoms: readonly Finding[]
}

export function FindingRow({ finding, symptoms }: FindingRowProps) {
  const { fingerprint } = finding
  const open = route.value.query.open === fingerprint
  const head = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (open) head.current?.scrollIntoView({ block: 'nearest' })
  }, [open])
  return (
    <li class={rowClass(finding, open)}>
      <button
        ref={head}
        type="button"
        class="finding-head"
        data-row
        data-finding={fingerprint}
        aria-expanded={open}
        onClick={() => updateQuery({ open: open ? undefined : fingerprint })}
      >
        <SeverityMark severity={finding.severity} />
        <span class="grow">
          <span class="strong">
            <PacketText text={finding.title} />
          </span>
          <span class="sentence">
            <PacketText text={finding.message} />
          </span>
          <FindingFacts finding={finding} />
          <MarkWords finding={finding} />
        </span>
      </button>
      {open ? <FindingBody finding={finding} /> : null}
      <Symptoms symptoms={symptoms} />
    </li>
  )
}

function rowClass(finding: Finding, open: boolean): string {
  const mark = markOf(finding)
  return ['row', open ? 'is-open' : '', mark === undefined ? '' : `is-${mark.state}`]
    .filter(Boolean)
    .join(' ')
}

function FindingFacts({ finding }: { readonly finding: Finding }) {
  const day =
    currentAnalysis.value.kind === 'ready' ? currentAnalysis.value.value.packet.generatedAt : undefined
  const when = spanWords(finding.firstSeen, finding.lastSeen, zone.value, day)
  return (
    <span class="facts quiet">
      {finding.count > 1 ? <span>{timesWords(finding)}</span> : null}
      {when === '' ? null : <span>{when}</span>}
      {nodesOf(finding.nodes).map(node => (
        <span key={node}>
          node <NodeName node={node} />
        </span>
      ))}
    </span>
  )
}

function FindingBody({ finding }: { readonly finding: Finding }) {
  return (
    <div class="finding-body">
      <dl class="passport">
        {finding.why === undefined ? null : (
          <div>
            <dt>Why</dt>
            <dd>
              <RuleText text={finding.why} />
            </dd>
          </div>
        )}
        {finding.fix === undefined ? null : (
          <div>
            <dt>Fix</dt>
            <dd>
              <RuleText text={finding.fix} />
            </dd>
          </div>
        )}
        {finding.docs.length === 0 ? null : (
          <div>
            <dt>Docs</dt>
            <dd>
              <DocsLinks links={finding.docs} />
            </dd>
          </div>
        )}
        <div>
          <dt>Rule</dt>
          <dd>
            <code>{finding.ruleId}</code>
          </dd>
        </div>
      </dl>
      <EvidenceList finding={finding} />
      <FindingMark finding={finding} />
    </div>
  )
}

function EvidenceList({ finding }: { readonly finding: Finding }) {
  if (finding.evidence.length === 0) return <p class="quiet">This finding names no place in the packet.</p>
  const shown = currentEvidence.value
  return (
    <ol class="evidence" aria-label="Evidence">
      {finding.evidence.map((evidence, position) => (
        <li key={position}>
          <button
            type="button"
            class="evidence-line"
            data-row
            aria-pressed={shown?.finding === finding && shown.position === position}
            onClick={() => showEvidence(finding, position)}
          >
            <span class="place">
              <PacketText text={placeWords(evidence)} />
            </span>
            {evidence.excerpt === undefined ? null : (
              <code class="excerpt">
                <PacketText text={digestOf(evidence.excerpt) ?? evidence.excerpt} />
              </code>
            )}
          </button>
        </li>
      ))}
    </ol>
  )
}

/** Symptoms stay folded until asked for, or until the address names one of them. */
function Symptoms({ symptoms }: { readonly symptoms: readonly Finding[] }) {
  const named = symptoms.some(({ fingerprint }) => fingerprint === route.value.query.open)
  const [unfolded, setUnfolded] = useState(false)
  if (symptoms.length === 0) return null
  const open = unfolded || named
  return (
    <div class="symptoms">
      <button type="button" class="button" data-row aria-expanded={open} onClick={() => setUnfolded(!open)}>
        Explains {countWords(symptoms.length, 'symptom')}
      </button>
      {open ? (
        <ul class="rows">
          {symptoms.map(symptom => (
            <FindingRow key={symptom.fingerprint} finding={symptom} symptoms={[]} />
          ))}
        </ul>
      ) : null}
    </div>
  )
}
