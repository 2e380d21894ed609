// The findings that are known, at the end of a report: they do not count, and are not hidden.
import type { Finding } from '../../analysis.js'
import { visibleControls } from '../../lib/terminal-text.js'
import { counted, grouped } from './words.js'
import { hangText, label } from './wrap.js'
import type { FindingLayout } from './finding.js'

/** Lines; the reader wants to know that they are there, not to read them again. */
const shownAsLines = 5

/** Nothing when nothing is suppressed. */
export function suppressedLines(findings: readonly Finding[], layout: FindingLayout): readonly string[] {
  const suppressed = findings.filter(finding => finding.suppressed !== undefined)
  if (suppressed.length === 0) return []
  const shown = layout.all ? suppressed : suppressed.slice(0, shownAsLines)
  const beyond = suppressed.length - shown.length
  return [
    `${counted(suppressed.length, 'suppressed finding')}, not counted:`,
    ...shown.flatMap(finding => suppressedLine(finding, layout)),
    ...(beyond > 0 ? [`  and ${grouped(beyond)} more; --all shows them`] : []),
  ]
}

function suppressedLine(finding: Finding, { style, width }: FindingLayout): readonly string[] {
  const { severity, title, message, suppressed } = finding
  const word = label(`  ${severity}`, 12, text => style.severity(severity, text))
  const until = suppressed?.until === undefined ? '' : `, until ${suppressed.until}`
  return hangText(word, visibleControls(`${title}: ${message} (${suppressed?.reason ?? ''}${until})`), width)
}
