// Results as JSON: one object for one packet, a list for several. Keys stand in the order of the contract, so that two
// reports can be compared line by line.
import type { Analysis, Validation } from '../analysis.js'
import { stableJson } from './stable-json.js'
import type { Report, ReportOptions } from './types.js'

export const jsonReport: Report<Analysis> = {
  name: 'json',
  title: 'one JSON object (see analysis.schema.json); a list for several packets',
  joins: 'all',
  format,
}

export const jsonValidation: Report<Validation> = {
  name: 'json',
  title: 'one JSON object; a list for several packets',
  joins: 'all',
  format,
}

function format(results: readonly unknown[], { list }: ReportOptions): string {
  const document = list || results.length !== 1 ? results : results[0]
  return `${stableJson(document, 2)}\n`
}
