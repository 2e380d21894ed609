// Says whether one finding explains another: the links that rules name, with their conditions on time, node and values.
import { compileExpression, failureOf } from './cel.js'
import { durationMs } from './duration.js'
import type { Found } from './merge-nodes.js'
import type { Explained } from './rule.js'
import { plain } from './watch.js'

/** True when either rule names the other as its cause or symptom and the conditions hold. Unknown is no. */
export function explains(cause: Found, symptom: Found): boolean {
  if (cause === symptom) return false
  const named = (links: readonly Explained[] | undefined, other: Found): boolean =>
    (links ?? []).some(link => names(link, other.rule.id) && conditionsHold(link, cause, symptom))
  return named(cause.rule.explains, symptom) || named(symptom.rule.correlates, cause)
}

function names(link: Explained, ruleId: string): boolean {
  const pattern = typeof link === 'string' ? link : link.rule
  return pattern.endsWith('*') ? ruleId.startsWith(pattern.slice(0, -1)) : ruleId === pattern
}

function conditionsHold(link: Explained, cause: Found, symptom: Found): boolean {
  if (typeof link === 'string') return true
  const { within, node, when } = link
  if (within !== undefined && !isWithin(cause, symptom, durationMs(within) ?? 0)) return false
  if (node === 'same' && !shareNode(cause, symptom)) return false
  return when === undefined || isTrue(when, cause, symptom)
}

/** The symptom was seen from `ms` before the cause's first sight to `ms` after its last one. */
function isWithin(cause: Found, symptom: Found, ms: number): boolean {
  const { firstSeenMs: from, lastSeenMs: to } = cause
  const { firstSeenMs: first, lastSeenMs: last } = symptom
  if (from === undefined || to === undefined || first === undefined || last === undefined) return false
  return first <= to + ms && last >= from - ms
}

/** A finding that names no node concerns them all. */
function shareNode(cause: Found, symptom: Found): boolean {
  if (cause.nodes.length === 0 || symptom.nodes.length === 0) return true
  return cause.nodes.some(node => symptom.nodes.includes(node))
}

function isTrue(when: string, cause: Found, symptom: Found): boolean {
  try {
    const variables = { cause: linkVariable(cause), symptom: linkVariable(symptom) }
    return plain(compileExpression(when).run(variables)) === true
  } catch (error) {
    if (failureOf(error).kind === 'bug') throw error
    return false
  }
}

/** What `when` of a link reads of either finding; what is unknown is absent. */
function linkVariable(found: Found): Record<string, unknown> {
  const { key, count, firstSeenMs, lastSeenMs, nodes, observed } = found
  const times = {
    ...(firstSeenMs === undefined ? {} : { first_seen_ms: firstSeenMs }),
    ...(lastSeenMs === undefined ? {} : { last_seen_ms: lastSeenMs }),
  }
  return {
    key,
    count,
    nodes,
    observed,
    ...times,
    ...(found.match === undefined ? {} : { match: found.match }),
  }
}
