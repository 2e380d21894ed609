// The answer: what broke, in one sentence; the first causes; what nobody could judge; and what packet this is.
import { useState } from 'preact/hooks'
import type { Analysis } from '../../shared/wire.js'
import { startMaking } from '../make.js'
import { viewRoute } from '../route.js'
import { allGroups, currentAnalysis, currentGroups, isSoFar, currentPacket, route, zone } from '../state.js'
import type { FindingGroup } from '../finding-groups.js'
import { lazy } from '../widgets/lazy.js'
import { Link } from '../widgets/link.js'
import { whenLoaded } from '../widgets/notes.js'
import { NodeName } from '../widgets/node-name.js'
import { PacketText } from '../widgets/packet-text.js'
import { RuleText } from '../widgets/rule-text.js'
import { SeverityMark } from '../widgets/severity-mark.js'
import { countWords, firstSentence, spanWords, timesWords } from '../words.js'
import { Coverage } from './coverage.js'
import { Passport } from './passport.js'
import { progressWords } from './packet-words.js'

const Report = lazy('Writing the report…', async () => (await import('./report.js')).Report)

export function OverviewView() {
  const { packet = '', query } = route.value
  const isReport = query.part === 'report'
  return (
    <>
      <header class="page-head">
        <h1>{isReport ? 'Report' : 'Overview'}</h1>
        {isReport || isSoFar.value || currentAnalysis.value.kind !== 'ready' ? null : (
          <p class="actions">
            <SafeCopy analysis={currentAnalysis.value.value} />
            <Link class="button" to={viewRoute('overview', packet, { part: 'report' })}>
              Report to print
            </Link>
          </p>
        )}
      </header>
      {whenLoaded(currentAnalysis.value, waitingWords(), analysis =>
        isReport && !isSoFar.value ? <Report analysis={analysis} /> : <Answer analysis={analysis} />,
      )}
    </>
  )
}

/** Secrets are known in packets of Mattermost; a dump of Teleport has none when it is made. */
function SafeCopy({ analysis }: { readonly analysis: Analysis }) {
  const [refusal, setRefusal] = useState<string | undefined>(undefined)
  if (analysis.packet.product !== 'mattermost') return null
  const copy = async () => {
    const answer = await startMaking({ from: 'packet', packet: route.value.packet ?? '' })
    setRefusal(answer.kind === 'failed' ? answer.message : undefined)
  }
  return (
    <>
      {refusal === undefined ? null : (
        <span class="is-failure" role="alert">
          {refusal}
        </span>
      )}
      <button type="button" class="button" onClick={() => void copy()}>
        Make a copy without secrets
      </button>
    </>
  )
}

export function waitingWords(): string {
  const packet = currentPacket.value
  return packet?.state === 'analyzing' ? progressWords(packet.read) : 'Loading the analysis…'
}

/** In place of a verdict: what is shown is not all, and how long that will be so. */
export function SoFar() {
  return (
    <p class="verdict" role="status">
      {waitingWords()}. Below is what can be said without them.
    </p>
  )
}

function Answer({ analysis }: { readonly analysis: Analysis }) {
  const causes = currentGroups.value.filter(({ cause }) => cause.severity !== 'info').slice(0, 3)
  return (
    <>
      {isSoFar.value ? (
        <SoFar />
      ) : (
        <p class="verdict">
          <PacketText text={analysis.summary.verdict} />
        </p>
      )}
      <Causes causes={causes} analysis={analysis} />
      <PacketProblems problems={analysis.problems} />
      {isSoFar.value ? null : <Coverage analysis={analysis} />}
      <Passport packet={analysis.packet} summary={analysis.summary} />
    </>
  )
}

interface CausesProps {
  readonly causes: readonly FindingGroup[]
  readonly analysis: Analysis
}

function Causes({ causes, analysis }: CausesProps) {
  const packet = route.value.packet ?? ''
  const total = currentGroups.value.length
  const aside = allGroups.value.length - total
  return (
    <section aria-labelledby="causes">
      <h2 id="causes">What was found first</h2>
      {causes.length === 0 ? (
        <p class="note">Nothing above severity info was found{isSoFar.value ? ' so far' : ''}.</p>
      ) : (
        <ol class="rows">
          {causes.map(group => (
            <CauseRow key={group.cause.fingerprint} group={group} analysis={analysis} />
          ))}
        </ol>
      )}
      {total > causes.length ? (
        <p>
          <Link to={viewRoute('findings', packet)}>All {countWords(total, 'finding')}</Link>
        </p>
      ) : null}
      {aside === 0 ? null : (
        <p>
          <Link to={viewRoute('findings', packet, { mark: 'suppressed' })}>
            {countWords(aside, 'suppressed finding')}
          </Link>
        </p>
      )}
    </section>
  )
}

function CauseRow({ group, analysis }: { readonly group: FindingGroup; readonly analysis: Analysis }) {
  const { cause, symptoms } = group
  const when = spanWords(cause.firstSeen, cause.lastSeen, zone.value, analysis.packet.generatedAt)
  const target = viewRoute('findings', route.value.packet ?? '', { open: cause.fingerprint })
  return (
    <li class="row cause">
      <SeverityMark severity={cause.severity} />
      <div class="grow">
        <Link to={target} class="strong" row>
          <PacketText text={cause.title} />
        </Link>
        {cause.message === analysis.summary.verdict ? null : (
          <p class="sentence">
            <PacketText text={cause.message} />
          </p>
        )}
        <p class="facts quiet">
          {when === '' ? null : <span>{when}</span>}
          {cause.count > 1 ? <span>{timesWords(cause)}</span> : null}
          {nodesOf(cause.nodes).map(node => (
            <span key={node}>
              node <NodeName node={node} />
            </span>
          ))}
          {symptoms.length > 0 ? <span>explains {countWords(symptoms.length, 'symptom')}</span> : null}
        </p>
        {cause.fix === undefined ? null : (
          <p class="first-step">
            <span class="quiet">First step:</span> <RuleText text={firstSentence(cause.fix)} />
          </p>
        )}
      </div>
    </li>
  )
}

export function nodesOf(nodes: readonly string[] | undefined): readonly string[] {
  return (nodes ?? []).filter(node => node !== '')
}

function PacketProblems({ problems }: { readonly problems: Analysis['problems'] }) {
  if (problems.length === 0) return null
  return (
    <section aria-labelledby="problems">
      <h2 id="problems">What is wrong with the packet itself</h2>
      <ul class="rows">
        {problems.slice(0, 50).map((problem, position) => (
          <li class="row cause" key={position}>
            <SeverityMark severity={problem.severity} />
            <div class="grow">
              <PacketText text={problem.message} />
              <p class="facts quiet">
                {problem.entry === undefined ? null : (
                  <code>
                    <PacketText
                      text={problem.line === undefined ? problem.entry : `${problem.entry}:${problem.line}`}
                    />
                  </code>
                )}
                <code>{problem.code}</code>
              </p>
            </div>
          </li>
        ))}
      </ul>
      {problems.length > 50 ? (
        <p class="quiet">and {countWords(problems.length - 50, 'more problem')}.</p>
      ) : null}
    </section>
  )
}
