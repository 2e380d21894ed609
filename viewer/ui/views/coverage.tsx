// What could not be judged, and what the packet lacks for it: unknown is never "pass".
import type { Analysis } from '../../shared/wire.js'
import { pagePaths, type MissingPart } from '../../shared/pages.js'
import { questionDraft } from '../question.js'
import { viewRoute } from '../route.js'
import { route } from '../state.js'
import { useApi } from '../use-api.js'
import { CopyButton } from '../widgets/copy-button.js'
import { Link } from '../widgets/link.js'
import { PacketLines, PacketText } from '../widgets/packet-text.js'
import { StateMark } from '../widgets/severity-mark.js'
import { countWords, isLacking, lightOf } from '../words.js'

export function Coverage({ analysis }: { readonly analysis: Analysis }) {
  const { rules } = analysis.summary
  const gone = analysis.packet.entries.filter(isLacking)
  return (
    <section aria-labelledby="coverage">
      <h2 id="coverage">What could not be judged</h2>
      {gone.length === 0 ? null : (
        <ul class="rows">
          {gone.slice(0, shownAtOnce).map(entry => (
            <li class="row cause" key={`${entry.node ?? ''} ${entry.name}`}>
              <StateMark light={lightOf(entry)} word={entry.status} />
              <div class="grow">
                <code>
                  <PacketText text={entry.name} />
                </code>
                {entry.reason === undefined ? null : (
                  <p class="quiet">
                    <PacketText text={entry.reason} />
                  </p>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      {gone.length > shownAtOnce ? (
        <p>
          <Link to={viewRoute('files', route.value.packet ?? '', { status: lackingStates.join(',') })}>
            All {countWords(gone.length, 'entry', 'entries')} that are not as they should be
          </Link>
        </p>
      ) : null}
      <p>
        {rules.skipped === 0
          ? `All ${countWords(rules.evaluated, 'rule')} could be judged.`
          : `${countWords(rules.skipped, 'rule')} of ${rules.evaluated} could not be judged: what they look at is not in this packet.`}
        {rules.errors === 0
          ? ''
          : ` ${countWords(rules.errors, 'rule')} failed: that is a fault of this tool.`}
      </p>
      <MissingParts analysis={analysis} />
      <Missing skipped={analysis.skipped} />
      <RuleErrors errors={analysis.errors} />
    </section>
  )
}

/** What to ask for, most wanted first, and the question ready to be sent. */
function MissingParts({ analysis }: { readonly analysis: Analysis }) {
  const loaded = useApi<readonly MissingPart[]>(pagePaths.missing(route.value.packet ?? ''))
  if (loaded.kind !== 'ready' || loaded.value.length === 0) return null
  const draft = questionDraft(analysis.packet, loaded.value)
  return (
    <>
      <ul class="rows">
        {loaded.value.map(({ rules, says }) => (
          <li class="row" key={says}>
            <PacketText
              text={says.replace(/^(?:the|a) /, start => start.charAt(0).toUpperCase() + start.slice(1))}
            />{' '}
            <span class="quiet">{countWords(rules, 'rule')}</span>
          </li>
        ))}
      </ul>
      {draft === undefined ? null : (
        <details>
          <summary>Question to the customer</summary>
          <pre class="whole draft" tabIndex={0} aria-label="Draft of the question">
            <PacketLines text={draft} />
          </pre>
          <p class="note">
            <CopyButton text={() => draft} what="the question">
              Copy question
            </CopyButton>
          </p>
        </details>
      )}
    </>
  )
}

/** More are listed under Files. */
const shownAtOnce = 8

const lackingStates: readonly string[] = ['absent', 'failed', 'empty', 'truncated', 'damaged']

/** Rules by the value they miss: one line says what to ask the customer for. */
function Missing({ skipped }: { readonly skipped: Analysis['skipped'] }) {
  if (skipped.length === 0) return null
  const rulesByValue = new Map<string, Set<string>>()
  const titles = new Map(skipped.flatMap(skip => Object.entries(skip.titles ?? {})))
  for (const { ruleId, missing } of skipped)
    for (const value of missing) rulesByValue.set(value, (rulesByValue.get(value) ?? new Set()).add(ruleId))
  const rows = [...rulesByValue].sort((a, b) => b[1].size - a[1].size)
  return (
    <details>
      <summary>{countWords(rows.length, 'value')} missing from this packet</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Not in this packet</th>
            <th scope="col">Rules that need it</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([value, rules]) => (
            <tr key={value}>
              <td>
                {titles.has(value) ? <div>{titles.get(value)}</div> : null}
                <code>{value}</code>
              </td>
              <td>{[...rules].join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

function RuleErrors({ errors }: { readonly errors: Analysis['errors'] }) {
  if (errors.length === 0) return null
  return (
    <ul class="plain">
      {errors.map(({ ruleId, message }) => (
        <li key={ruleId}>
          <code>{ruleId}</code>: <PacketText text={message} />
        </li>
      ))}
    </ul>
  )
}
