// A finding of the HTML report: what is so in the row, the rest below, its symptoms folded.
import type { Evidence, Finding } from '../../analysis.js'
import { placeOf } from '../place.js'
import { excerptText } from '../text/excerpt.js'
import type { Moments } from '../text/moments.js'
import { whenText } from '../text/seen.js'
import type { Cause } from '../text/symptoms.js'
import { counted, firstOf, grouped } from '../text/words.js'
import { html, type Html } from './escape.js'
import { cutList, fold, link, mark, rows, ruleText, term } from './pieces.js'

/** Evidence of a finding; one line proves it, a few show that it is no accident. */
const mostEvidence = 5
const mostSymptoms = 50
/** Enough of a log line to read what happened; `cat` has the whole. */
const longestExcerpt = 1000

/** `open`: in full from the start. `verdict` stands above already and is not repeated. */
export function findingItem(cause: Cause, moments: Moments, open: boolean, verdict: string): Html {
  const { finding } = cause
  const says = finding.message === verdict ? undefined : html`<p>${finding.message}</p>`
  return html`<details class="finding" ${open ? html` open` : undefined}>
    <summary class="row">
      ${mark(finding.severity)}
      <div>
        <h3>${finding.title}</h3>
        ${says}
      </div>
    </summary>
    <div class="body">${body(cause, moments)}</div>
  </details> `
}

function body({ finding, symptoms }: Cause, moments: Moments): Html {
  const { why, fix, docs, evidence, ruleId } = finding
  return html`<dl>
      ${term('When', whenText(finding, moments))}${term('Nodes', nodesText(finding))}${term('Seen in', places(evidence))}${term('Why', why === undefined ? undefined : ruleText(why))}${term('Fix', fix === undefined ? undefined : ruleText(fix))}${term(
        'See',
        docs.length === 0
          ? undefined
          : docs.map((address, index) => html`${index === 0 ? undefined : html`<br />`}${link(address)}`),
      )}${term('Rule', html`<code>${ruleId}</code>`)}
    </dl>
    ${symptoms.length === 0 ? undefined : explained(symptoms)}`
}

function places(evidence: readonly Evidence[]): Html | undefined {
  if (evidence.length === 0) return undefined
  const items = cutList(evidence, mostEvidence, place, count => `and ${counted(count, 'more place')}`)
  return html`<ul class="places">
    ${items.map(item => html`<li>${item}</li>`)}
  </ul>`
}

function place(piece: Evidence): Html {
  const excerpt =
    piece.excerpt === undefined
      ? undefined
      : html`<code class="excerpt">${shortened(excerptText(piece.excerpt))}</code>`
  return html`<code class="place">${placeOf(piece)}</code>${excerpt}`
}

const shortened = (text: string): string =>
  text.length > longestExcerpt ? `${text.slice(0, longestExcerpt)}…` : text

function explained(symptoms: readonly Finding[]): Html {
  const items = cutList(symptoms, mostSymptoms, symptomRow, count => `and ${grouped(count)} more`)
  return fold(`Explains ${counted(symptoms.length, 'symptom')}`, rows(items))
}

const symptomRow = ({ severity, title, message }: Finding): Html =>
  html`<div class="row">
    ${mark(severity)}
    <div>
      ${title}
      <p class="quiet">${message}</p>
    </div>
  </div>`

function nodesText({ nodes = [] }: Finding): string {
  return firstOf(
    nodes.filter(node => node !== ''),
    20,
  )
}
