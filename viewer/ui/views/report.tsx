// The whole answer as one document, to be read from top to bottom or printed: every finding in full, what is missing, the passport.
import { useEffect } from 'preact/hooks'
import type { Analysis } from '../../shared/wire.js'
import type { FindingGroup } from '../finding-groups.js'
import { digestOf } from '../log-fields.js'
import { findingMarkdown, placeWords } from '../markdown.js'
import { loadMarks, markOf } from '../marks.js'
import { nodeName } from '../nodes.js'
import { viewRoute } from '../route.js'
import { allGroups, currentGroups, route, zone } from '../state.js'
import { CopyButton } from '../widgets/copy-button.js'
import { Link } from '../widgets/link.js'
import { PacketText } from '../widgets/packet-text.js'
import { RuleText } from '../widgets/rule-text.js'
import { SeverityMark } from '../widgets/severity-mark.js'
import { countWords, numberWords, spanWords, timesWords, type Finding } from '../words.js'
import { Coverage } from './coverage.js'
import { Passport } from './passport.js'

interface ReportProps {
  readonly analysis: Analysis
}

/** More is no report any more; the list of findings has them all. */
const mostFindings = 200
/** Evidence of a finding; one line proves it, a few show that it is no accident. */
const mostEvidence = 5

export function Report({ analysis }: ReportProps) {
  const packet = route.value.packet ?? ''
  useEffect(() => void loadMarks(packet), [packet])
  const groups = currentGroups.value.filter(({ cause }) => markOf(cause)?.state !== 'dismissed')
  const shown = groups.slice(0, mostFindings)
  const aside = allGroups.value.length - currentGroups.value.length
  return (
    <article class="report">
      <p class="actions">
        <button type="button" class="button" onClick={() => print()}>
          Print
        </button>
        <CopyButton
          text={() => shown.map(({ cause }) => findingMarkdown(cause, markOf(cause))).join('\n')}
          what="the findings as Markdown"
        >
          Copy findings as Markdown
        </CopyButton>
        <Link class="button" to={viewRoute('overview', packet)}>
          Back to the overview
        </Link>
      </p>
      <p class="verdict">
        <PacketText text={analysis.summary.verdict} />
      </p>
      <Passport packet={analysis.packet} summary={analysis.summary} />
      <section aria-labelledby="report-findings">
        <h2 id="report-findings">{countWords(groups.length, 'finding')}</h2>
        <ol class="rows">
          {shown.map(group => (
            <ReportFinding key={group.cause.fingerprint} group={group} />
          ))}
        </ol>
        {groups.length > shown.length ? (
          <p class="note">The first {numberWords(shown.length)} are in this report.</p>
        ) : null}
        {aside === 0 ? null : (
          <p class="note">
            {countWords(aside, 'suppressed finding')} {aside === 1 ? 'is' : 'are'} not in this report.
          </p>
        )}
      </section>
      <Coverage analysis={analysis} />
    </article>
  )
}

function ReportFinding({ group: { cause, symptoms } }: { readonly group: FindingGroup }) {
  const note = markOf(cause)?.note ?? ''
  return (
    <li class="row cause">
      <SeverityMark severity={cause.severity} />
      <div class="grow report-finding">
        <h3>
          <PacketText text={cause.title} />
        </h3>
        <p>
          <PacketText text={cause.message} />
        </p>
        <Facts finding={cause} />
        {cause.why === undefined ? null : (
          <p>
            <span class="quiet">Why:</span> <RuleText text={cause.why} />
          </p>
        )}
        {cause.fix === undefined ? null : (
          <p>
            <span class="quiet">Fix:</span> <RuleText text={cause.fix} />
          </p>
        )}
        {note === '' ? null : (
          <p>
            <span class="quiet">Note:</span> {note}
          </p>
        )}
        <Evidence finding={cause} />
        {symptoms.length === 0 ? null : (
          <p class="quiet">
            Explains: <PacketText text={symptoms.map(({ title }) => title).join('; ')} />
          </p>
        )}
      </div>
    </li>
  )
}

function Facts({ finding }: { readonly finding: Finding }) {
  const when = spanWords(finding.firstSeen, finding.lastSeen, zone.value)
  const nodes = (finding.nodes ?? []).filter(node => node !== '')
  const facts = [
    timesWords(finding),
    when,
    nodes.length === 0 ? '' : `nodes ${nodes.map(nodeName).join(', ')}`,
  ]
  if (facts.every(fact => fact === '')) return null
  return (
    <p class="facts quiet">
      {facts
        .filter(fact => fact !== '')
        .map(fact => (
          <span key={fact}>
            <PacketText text={fact} />
          </span>
        ))}
    </p>
  )
}

function Evidence({ finding: { evidence } }: { readonly finding: Finding }) {
  if (evidence.length === 0) return null
  const rest = evidence.length - mostEvidence
  return (
    <ul class="plain">
      {evidence.slice(0, mostEvidence).map((one, position) => (
        <li key={position}>
          <span class="quiet">
            <PacketText text={placeWords(one)} />
          </span>
          {one.excerpt === undefined ? null : (
            <code class="excerpt">
              <PacketText text={digestOf(one.excerpt) ?? one.excerpt} />
            </code>
          )}
        </li>
      ))}
      {rest > 0 ? <li class="quiet">and {countWords(rest, 'more place')}</li> : null}
    </ul>
  )
}
