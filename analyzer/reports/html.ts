// Results as one HTML file for people: read offline, printed, sent along with a ticket. The same parts and words as the report of
// the viewer, without a script.
import type { Analysis, Finding, Severity, Skipped, Validation } from '../analysis.js'
import { severities } from '../severities.js'
import { validationBody } from './html/checks.js'
import { html, type Html, type HtmlValue } from './html/escape.js'
import { findingItem } from './html/finding.js'
import { lackingEntries, passport, problemRow, problemSection } from './html/packet.js'
import { pageText, type Part } from './html/page.js'
import { cutList, fold, mark, rows, section } from './html/pieces.js'
import { endedSuppressions } from './text/ended-suppressions.js'
import { createMoments } from './text/moments.js'
import { coverageText } from './text/coverage.js'
import { foldSymptoms } from './text/symptoms.js'
import { unjudgedLines } from './text/unjudged.js'
import { counted, firstOf, grouped } from './text/words.js'
import type { Report, ReportOptions, Unreadable } from './types.js'

export const htmlReport: Report<Analysis> = {
  name: 'html',
  title: 'one HTML file to read offline or print',
  joins: 'all',
  format: (analyses, options) => pageText([...refusedParts(options), ...analyses.map(analysisPart)]),
}

export const htmlValidation: Report<Validation> = {
  name: 'html',
  title: 'one HTML file to read offline or print',
  joins: 'all',
  format: (validations, options) => pageText([...refusedParts(options), ...validations.map(validationPart)]),
}

/** In full from the start: a person reads three. */
const openFindings = 3
/** More is no report any more. */
const mostFindings = 200
const mostValues = 300

function analysisPart(analysis: Analysis): Part {
  const { packet, summary, problems, findings } = analysis
  const known = findings.filter(({ suppressed }) => suppressed !== undefined)
  const logLines = summary.logLines === undefined ? 'no log was read' : grouped(summary.logLines)
  return {
    source: packet.source,
    light: lightOf(analysis),
    answer: summary.verdict,
    content: html`<h1>${packet.source}</h1>
      <p class="verdict">${summary.verdict}</p>
      ${counts(summary.bySeverity, summary.symptoms, known.length)}
      ${findingSection(analysis)}${suppressedSection(known)}${endedSection(analysis)}${unjudgedSection(analysis)}${problemSection(problems, 'What is wrong with the packet itself')}${passport(packet, logLines)}`,
  }
}

/** That nothing was found is good news only of a packet that could be read. */
function lightOf({ summary, packet, problems }: Analysis): Html {
  const worst = severities.find(severity => summary.bySeverity[severity] > 0)
  if (worst !== undefined) return mark(worst)
  const isWhole = packet.product !== undefined && problems.every(({ severity }) => severity !== 'error')
  return isWhole ? mark('ok', 'no findings') : mark('warning', 'incomplete')
}

function counts(bySeverity: Readonly<Record<Severity, number>>, symptoms: number, suppressed: number): Html {
  const { critical, error, warning, info } = bySeverity
  const marks = [
    critical > 0 ? mark('critical', `${grouped(critical)} critical`) : undefined,
    error > 0 ? mark('error', counted(error, 'error')) : undefined,
    warning > 0 ? mark('warning', counted(warning, 'warning')) : undefined,
    info > 0 ? mark('info', `${grouped(info)} info`) : undefined,
  ]
  const rest = [
    ...(symptoms > 0 ? [counted(symptoms, 'symptom')] : []),
    ...(suppressed > 0 ? [`${grouped(suppressed)} suppressed`] : []),
  ]
  return html`<p class="facts">${marks}${rest.map(text => html`<span class="quiet">${text}</span>`)}</p>`
}

function findingSection({ findings, summary }: Analysis): Html {
  const causes = foldSymptoms(findings.filter(({ suppressed }) => suppressed === undefined))
  if (causes.length === 0) return html``
  const moments = createMoments()
  const shown = causes
    .slice(0, mostFindings)
    .map((cause, index) => findingItem(cause, moments, index < openFindings, summary.verdict))
  const beyond = causes.length - shown.length
  return section(counted(causes.length, 'finding'), [
    html`<ol class="rows">
      ${shown.map(item => html`<li>${item}</li> `)}
    </ol> `,
    ...(beyond > 0 ? [html`<p class="quiet">and ${counted(beyond, 'more finding')}</p> `] : []),
  ])
}

function suppressedSection(findings: readonly Finding[]): Html {
  if (findings.length === 0) return html``
  const items = cutList(findings, mostFindings, suppressedRow, count => `and ${grouped(count)} more`)
  return fold(`${counted(findings.length, 'suppressed finding')}, not counted`, rows(items))
}

const endedSection = (analysis: Analysis): Html => {
  const sentences = endedSuppressions(analysis)
  if (sentences.length === 0) return html``
  const items = cutList(sentences, mostFindings, sentenceRow, count => `and ${grouped(count)} more`)
  return section('Suppressions that ended', [rows(items)])
}

const sentenceRow = (sentence: string): Html => html`<div class="row one">${sentence}</div>`

function suppressedRow({ severity, title, message, suppressed }: Finding): Html {
  const until = suppressed?.until === undefined ? '' : `, until ${suppressed.until}`
  return html`<div class="row">
    ${mark(severity)}
    <div>
      ${title}
      <p>${message}</p>
      <p class="quiet">Suppressed: ${suppressed?.reason}${until}</p>
    </div>
  </div>`
}

function unjudgedSection(analysis: Analysis): Html {
  const { skipped, errors } = analysis
  // No line is that long: each sentence stays one.
  const sentences = unjudgedLines(analysis, Number.MAX_SAFE_INTEGER).map(line => line.trim())
  return section('What could not be judged', [
    ...lackingEntries(analysis.packet),
    html`<p>${coverageText(analysis)}</p> `,
    ...(sentences.length === 0 ? [] : [rows(sentences.map(sentenceRow))]),
    ...missingTable(skipped, analysis.packet.source),
    ...errors
      .slice(0, mostValues)
      .map(({ ruleId, message }) => html`<p><code>${ruleId}</code>: ${message}</p> `),
  ])
}

/** Rules by the value they miss: one line says what to ask for. */
function missingTable(skipped: readonly Skipped[], source: string): readonly HtmlValue[] {
  const rulesByValue = new Map<string, Set<string>>()
  const titles = new Map(skipped.flatMap(skip => Object.entries(skip.titles ?? {})))
  for (const { ruleId, missing } of skipped)
    for (const value of missing) rulesByValue.set(value, (rulesByValue.get(value) ?? new Set()).add(ruleId))
  if (rulesByValue.size === 0) return []
  const values = [...rulesByValue].sort((a, b) => b[1].size - a[1].size)
  const cells = values.slice(0, mostValues).map(([value, rules]) => {
    const title = titles.get(value)
    const named = title === undefined ? undefined : html`<div>${title}</div>`
    return html`<tr>
      <td>${named}<code>${value}</code></td>
      <td>${firstOf([...rules], 20)}</td>
    </tr> `
  })
  const table = html`<div
    class="scroll"
    tabindex="0"
    role="region"
    aria-label="Values missing from ${source}"
  >
    <table>
      <thead>
        <tr>
          <th scope="col">Not in this packet</th>
          <th scope="col">Rules that need it</th>
        </tr>
      </thead>
      <tbody>
        ${cells}
      </tbody>
    </table>
  </div>`
  return [fold(`${counted(values.length, 'value')} missing from this packet`, table, true)]
}

function validationPart(validation: Validation): Part {
  const { packet, checks, valid } = validation
  const failed = checks.filter(({ outcome }) => outcome === 'failed').length
  const answer = valid ? 'The packet is valid.' : `The packet is invalid: ${counted(failed, 'check')} failed.`
  const light = valid ? mark('ok', 'valid') : mark('error', 'invalid')
  return { source: packet.source, light, answer, content: validationBody(validation, answer) }
}

/** Packets that could not be opened have a part of their own. */
function refusedParts({ unreadable = [] }: ReportOptions): readonly Part[] {
  return unreadable.map(({ source, code, message }: Unreadable) => {
    const answer = `The packet could not be read: ${message}`
    const row = problemRow({ code, severity: 'error', message })
    return {
      source,
      light: mark('error', 'not read'),
      answer,
      content: html`<h1>${source}</h1>
        <p class="verdict">The packet could not be read.</p>
        ${rows([row])}`,
    }
  })
}
