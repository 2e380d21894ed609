// Results as one JSON object a line, for streams and `grep`: first the packet, then what was found, last the summary. Each
// line has a `type` and the `source` of its packet.
import type { Analysis, PacketInfo, Validation } from '../analysis.js'
import { stableJson } from './stable-json.js'
import type { Report } from './types.js'

export const ndjsonReport: Report<Analysis> = {
  name: 'ndjson',
  title: 'one JSON object a line: packet, problem, finding, skipped, error, baseline, summary',
  joins: 'each',
  format: analyses => analyses.flatMap(analysisLines).join(''),
}

export const ndjsonValidation: Report<Validation> = {
  name: 'ndjson',
  title: 'one JSON object a line: packet, problem, check, summary',
  joins: 'each',
  format: validations => validations.flatMap(validationLines).join(''),
}

function analysisLines(analysis: Analysis): readonly string[] {
  const line = lineOf(analysis.packet)
  return [
    line('packet', { tool: analysis.tool, ...analysis.packet }),
    ...analysis.problems.map(problem => line('problem', problem)),
    ...analysis.findings.map(finding => line('finding', finding)),
    ...analysis.skipped.map(skipped => line('skipped', skipped)),
    ...analysis.errors.map(error => line('error', error)),
    ...(analysis.baseline === undefined ? [] : [line('baseline', analysis.baseline)]),
    line('summary', { ...analysis.summary, passed: analysis.passed }),
  ]
}

function validationLines({ packet, problems, checks, valid }: Validation): readonly string[] {
  const line = lineOf(packet)
  return [
    line('packet', packet),
    ...problems.map(problem => line('problem', problem)),
    ...checks.map(check => line('check', check)),
    line('summary', { valid, problems: problems.length }),
  ]
}

type LineType = 'packet' | 'problem' | 'finding' | 'skipped' | 'error' | 'check' | 'baseline' | 'summary'

function lineOf({ source }: PacketInfo): (type: LineType, content: object) => string {
  return (type, content) => `${stableJson({ ...content, type, source })}\n`
}
