// How the parts of a rule's condition came out, as lines for people: shared by `rules test` and `rules explain`.
import type { ExplainedNode, ExplainedPart } from '../analyzer/engine/explain.js'
import { counted } from '../analyzer/reports/text/words.js'

/** Each part of the condition with its value, indented as it is nested. */
export function partLines({ logCount, logBounds, each, when }: ExplainedNode): readonly string[] {
  const logs =
    logCount === undefined ? [] : [`  logs: ${counted(logCount, 'record')} matched${boundsText(logBounds)}`]
  return [...logs, ...[...each, ...when].map(partText)]
}

function boundsText(bounds: ExplainedNode['logBounds']): string {
  if (bounds === 'fails') return ', but not as the rate, share or nodes of the block ask'
  return bounds === 'unknown' ? ', but without what the rate or share is measured by' : ''
}

const partText = ({ depth, source, value, failure }: ExplainedPart): string =>
  `  ${'  '.repeat(depth)}${source.replace(/\s+/g, ' ')} = ${value ?? `no value (${failure ?? 'unknown'})`}`
