// Adds the metrics of a packet to its documents, when a rule asks for a fact of them.
import { readMetrics } from './documents/metrics/read-metrics.js'
import { documentsOf } from './documents/parse.js'
import type { Rule } from './engine/rule.js'
import type { OpenedDocuments } from './reading.js'

/** The same packet with more documents; unchanged where no rule speaks of metrics. */
export async function withMetrics(opened: OpenedDocuments, rules: readonly Rule[]): Promise<OpenedDocuments> {
  if (!rules.some(asksForMetrics)) return opened
  const { documents, problems } = await readMetrics(opened.packet, opened.classified)
  if (documents.length === 0 && problems.length === 0) return opened
  const { all, problems: known } = opened.documents
  return { ...opened, documents: documentsOf([...all, ...documents], [...known, ...problems]) }
}

function asksForMetrics({ when, each, message, key }: Rule): boolean {
  return [when, each, message, key].some(text => text !== undefined && /\bfacts\.metrics\b/.test(text))
}
