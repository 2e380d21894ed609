// The short pipeline: packet → documents → inventory → checks → Validation. Knows no rules and parses no logs, so that it starts fast.
import type { Problem, ProblemSeverity, Validation } from './analysis.js'
import type { Asked, Expectations } from './checks/expectations.js'
import { listChecks } from './checks/index.js'
import type { Documents } from './documents/index.js'
import { packetInfo } from './packet-info.js'
import { finishReading, generationTime, openDocuments } from './reading.js'
import type { Inventory } from './packet/layout-types.js'
import type { Packet } from './packet/types.js'

export type { Expectations } from './checks/expectations.js'

export interface ValidateOptions {
  /** Problems of this severity and above make a packet invalid; default `error`, with `strict` `warning`. */
  readonly failOn?: ProblemSeverity
  /** Entries and keys that are not known are problems of severity error, and warnings make a packet invalid. */
  readonly strict?: boolean
  readonly expect?: Expectations
}

/** Format only: layout, completeness, documents, integrity. Reads every entry once and parses no log. */
export async function validateOpened(packet: Packet, options: ValidateOptions = {}): Promise<Validation> {
  const { strict = false, failOn = strict ? 'warning' : 'error' } = options
  const opened = await openDocuments(packet)
  const { inventory, problems: found } = await finishReading(opened)
  const asked = await askedChecks(options, inventory, opened.documents)
  const all = [...found, ...asked.flatMap(({ problems }) => problems)]
  const problems = strict ? all.map(strictly) : all
  const checks = listChecks(inventory, problems, { failAt: failOn, asked: asked.map(({ draft }) => draft) })
  return {
    packet: await packetInfo(packet, inventory, generationTime(packet, opened.documents)),
    problems,
    checks,
    valid: checks.every(({ outcome }) => outcome !== 'failed'),
  }
}

/** Loaded only for those who ask. */
async function askedChecks(
  { strict = false, expect }: ValidateOptions,
  inventory: Inventory,
  documents: Documents,
): Promise<readonly Asked[]> {
  const keys = strict ? (await import('./checks/unknown-keys.js')).checkKeys(documents, inventory.layout) : []
  if (expect === undefined) return keys
  const { checkExpectations } = await import('./checks/expectations.js')
  return [...keys, ...checkExpectations(expect, inventory)]
}

/** What is let pass because somebody may have added it. */
const strictCodes: ReadonlySet<string> = new Set(['ENTRY_UNKNOWN', 'KEY_UNKNOWN', 'TELEPORT_KEY_UNKNOWN'])

const strictly = (problem: Problem): Problem =>
  strictCodes.has(problem.code) ? { ...problem, severity: 'error' } : problem
