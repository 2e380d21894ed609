// What a packet lacks, as the report says it: a sentence for each missing part with how many rules wait for it and how to get it.
import type { Analysis } from '../analysis.js'
import { unjudgedLines } from '../reports/text/unjudged.js'
import type { MissingPart } from './types.js'

/** Most wanted first. */
export function missingParts(analysis: Analysis): readonly MissingPart[] {
  // No line is that long: each sentence stays one.
  return unjudgedLines(analysis, Number.MAX_SAFE_INTEGER).map(line => partOf(line.trim()))
}

/** `6 rules: diagnostics.yaml is not in this packet. Make a new packet.` */
function partOf(line: string): MissingPart {
  const [, rules = '0', says = line] = /^([\d,]+) rules?: (.*)$/s.exec(line) ?? []
  return { rules: Number(rules.replaceAll(',', '')), says, canBeAskedFor: canBeAskedFor(says) }
}

/** A document that the server of this version does not write cannot be had; what a document does not say neither. */
function canBeAskedFor(says: string): boolean {
  if (/: servers (?:write|wrote) it /.test(says)) return false
  return / is not in this packet| could not be used/.test(says)
}
