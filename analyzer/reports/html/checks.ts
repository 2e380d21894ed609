// The checks of a validation: what failed with its problems, what else is wrong, what could not be checked, what passed.
import type { Check, Validation } from '../../analysis.js'
import { otherProblems, problemsOf } from '../failed-checks.js'
import { counted, grouped } from '../text/words.js'
import { html, type Html, type HtmlValue } from './escape.js'
import { passport, problemSection, problemWords } from './packet.js'
import { cutList, fold, mark, rows, section } from './pieces.js'

const mostChecks = 200
const mostProblems = 20

/** The answer stands in its heading. */
export function validationBody(validation: Validation, answer: string): Html {
  const { packet, checks } = validation
  const of = (outcome: Check['outcome']): readonly Check[] =>
    checks.filter(check => check.outcome === outcome)
  const [passed, failed, skipped] = [of('passed'), of('failed'), of('skipped')]
  const failures = checkRows(failed, 'error', check => problemList(check, validation))
  return html`<h1>${packet.source}</h1>
    <p class="verdict">${answer}</p>
    <p class="facts">${counts(passed.length, failed.length, skipped.length)}</p>
    ${checkSection('What failed', failed, failures)}
    ${problemSection(otherProblems(validation), failed.length > 0 ? 'What else is wrong' : 'What was noticed')}
    ${checkSection('What could not be checked', skipped, checkRows(skipped, 'info'))}
    ${passed.length === 0 ? undefined : fold(`${counted(passed.length, 'check')} passed`, checkRows(passed, 'ok'), true)}
    ${passport(packet, undefined)}`
}

function counts(passed: number, failed: number, skipped: number): readonly HtmlValue[] {
  return [
    mark('ok', `${grouped(passed)} passed`),
    failed === 0 ? undefined : mark('error', `${grouped(failed)} failed`),
    skipped === 0 ? undefined : html`<span class="quiet">${grouped(skipped)} skipped</span>`,
  ]
}

const checkSection = (title: string, checks: readonly Check[], content: Html): Html =>
  checks.length === 0 ? html`` : section(title, [content])

/** `below`: what stands below a check instead of its reason. */
function checkRows(
  checks: readonly Check[],
  light: 'ok' | 'info' | 'error',
  below: (check: Check) => Html | undefined = reasonOf,
): Html {
  const row = (check: Check): Html =>
    html`<div class="row">
      ${mark(light, check.outcome)}
      <div>${light === 'error' ? html`<strong>${check.title}</strong>` : check.title}${below(check)}</div>
    </div>`
  return rows(cutList(checks, mostChecks, row, count => `and ${counted(count, 'more check')}`))
}

const reasonOf = ({ reason }: Check): Html | undefined =>
  reason === undefined ? undefined : html`<p class="quiet">${reason}</p>`

function problemList(check: Check, { problems }: Validation): Html | undefined {
  const own = problemsOf(check, problems)
  if (own.length === 0) return reasonOf(check)
  const items = cutList(own, mostProblems, problemWords, count => `and ${counted(count, 'more problem')}`)
  return html`${items.map(item => html`<div>${item}</div>`)}`
}
