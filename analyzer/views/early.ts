// What can be said of a packet before its logs are read: an analysis by those rules that ask nothing of them. The whole analysis
// takes its place; until then nothing in it is a verdict.
import type { Analysis } from '../analysis.js'
import { assembleAnalysis } from '../assemble.js'
import type { BaselineChoice } from '../baseline/suppress.js'
import { createSuppressor } from '../baseline/suppress.js'
import { takeInventory } from '../documents/inventory.js'
import { evaluateRules } from '../engine/evaluate.js'
import { builtInRules } from '../engine/load.js'
import type { Rule } from '../engine/rule.js'
import { packetSubject } from '../engine/subject-of-packet.js'
import { factDefinitions } from '../facts/index.js'
import { packetInfo } from '../packet-info.js'
import { generationTime } from '../reading.js'
import type { ViewedPacket } from './read.js'

/** As for the whole analysis. */
export interface EarlyOptions {
  /** Default: those built in. */
  readonly rules?: readonly Rule[]
  readonly baseline?: BaselineChoice
}

export async function earlyAnalysis(
  viewed: ViewedPacket,
  { rules, baseline }: EarlyOptions,
): Promise<Analysis> {
  const { packet, classified, documents, facts, nodes } = viewed
  const inventory = takeInventory(packet, classified, documents, new Map())
  const subject = packetSubject({ nodes, documents, inventory, facts, logs: undefined })
  const needsLogs = logReader()
  const suppressor = baseline === undefined ? undefined : createSuppressor(baseline)
  return assembleAnalysis({
    packet: await packetInfo(packet, inventory, generationTime(packet, documents)),
    problems: [...packet.problems, ...documents.problems, ...inventory.problems],
    evaluation: evaluateRules(
      (rules ?? (await builtInRules())).filter(rule => !needsLogs(rule)),
      subject,
      suppressor?.suppress,
    ),
    logs: undefined,
    baseline: suppressor?.use(),
  })
}

/** Whether a rule names a fact that is read from logs, anywhere in it, or looks into logs itself. */
function logReader(): (rule: Rule) => boolean {
  const ids = new Set(
    factDefinitions.filter(({ reads }) => reads?.includes('logs') === true).map(({ id }) => id),
  )
  return rule => {
    if (rule.logs !== undefined) return true
    const named = JSON.stringify(rule).matchAll(/\bfacts((?:\.[a-z_0-9]+)+)/g)
    return [...named].some(([, path = '']) => prefixes(path.slice(1)).some(prefix => ids.has(prefix)))
  }
}

/** `a.b.c` → `a`, `a.b`, `a.b.c`: what follows the id of a fact is a part of its value. */
function prefixes(path: string): readonly string[] {
  const parts = path.split('.')
  return parts.map((_, last) => parts.slice(0, last + 1).join('.'))
}
