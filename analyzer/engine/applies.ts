// Decides which rules concern a server at all. The others are not evaluated, not counted and cost nothing.
import type { Rule } from './rule.js'
import type { Subject } from './subject.js'
import { versionInRange } from './versions.js'

/** `unknown`: the rule is for some versions only, and nobody knows this server's. */
export type Applicability = 'yes' | 'no' | 'unknown'

export function applicability(
  rule: Pick<Rule, 'product' | 'versions'>,
  subject: Pick<Subject, 'product' | 'serverVersion'>,
): Applicability {
  // Logs without metadata do not say whose they are: then every rule looks, and finds or skips.
  if (subject.product !== undefined && subject.product !== rule.product) return 'no'
  if (rule.versions === undefined) return 'yes'
  if (subject.serverVersion === undefined) return 'unknown'
  switch (versionInRange(subject.serverVersion, rule.versions)) {
    case true:
      return 'yes'
    case false:
      return 'no'
    case undefined:
      return 'unknown'
  }
}
