// What was looked at: rules by outcome, log lines, entries by state. Lets a reader weigh a report that finds little.
import type { Analysis } from '../../analysis.js'
import { statesText } from './passport.js'
import { counted, grouped } from './words.js'

export function coverageText(analysis: Analysis): string {
  return [rulesText(analysis), logsText(analysis), entriesText(analysis)]
    .filter(part => part !== '')
    .join(' ')
}

function rulesText({ summary: { rules }, findings }: Analysis): string {
  const found = new Set(findings.map(finding => finding.ruleId)).size
  const parts = [
    `${grouped(rules.passed)} passed`,
    found === 0 ? '' : `${grouped(found)} found something`,
    rules.skipped === 0 ? '' : `${grouped(rules.skipped)} could not tell`,
    rules.errors === 0 ? '' : `${grouped(rules.errors)} failed`,
  ]
  return `Judged by ${counted(rules.evaluated, 'rule')}: ${parts.filter(part => part !== '').join(', ')}.`
}

function logsText({ summary: { logLines } }: Analysis): string {
  return logLines === undefined ? 'No log was read.' : `Read ${counted(logLines, 'log line')}.`
}

function entriesText({ packet }: Analysis): string {
  return packet.entries.length === 0 ? '' : `Entries: ${statesText(packet)}.`
}
