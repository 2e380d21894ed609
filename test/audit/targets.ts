// Targets for tests: a configuration as people write it, checked like any other.
import { checkAdvancedLogging, recordOf, type AuditRecord, type TargetConfig } from '../../audit/index.js'

export interface GivenTarget {
  readonly type: string
  readonly format?: string
  readonly options?: Readonly<Record<string, unknown>>
  readonly format_options?: Readonly<Record<string, unknown>>
  readonly levels?: readonly unknown[]
  readonly maxqueuesize?: number
}

/** The levels that support-packet writes. */
export const levels = [
  { id: 100, name: 'audit-api' },
  { id: 101, name: 'audit-content' },
  { id: 102, name: 'audit-permissions' },
  { id: 103, name: 'audit-cli' },
]

/** The targets by their names; throws when one cannot be. */
export function targetsOf(given: Readonly<Record<string, GivenTarget>>): readonly TargetConfig[] {
  const text = JSON.stringify(
    Object.fromEntries(
      Object.entries(given).map(([name, target]) => [name, { format: 'json', levels, ...target }]),
    ),
  )
  const { targets, messages } = checkAdvancedLogging(text, 'tool')
  if (targets.length < Object.keys(given).length) throw new Error(JSON.stringify(messages))
  return targets
}

/** One target, called `it`. */
export function targetOf(given: GivenTarget): TargetConfig {
  const [target] = targetsOf({ it: given })
  if (target === undefined) throw new Error('there is no target')
  return target
}

/** A moment in November: 2026-11-21 08:36:07.639 UTC. */
export const moment = Date.UTC(2026, 10, 21, 8, 36, 7, 639)

/** The record with a number, so that one can be told from another. */
export function numbered(number: number, more: { readonly padding?: string } = {}): AuditRecord {
  return recordOf({
    event: 'openSupportPacket',
    status: 'success',
    timeMs: moment,
    actor: { user_id: 'ann' },
    meta: { number, ...more },
  })
}

/** The numbers of the records in a text of JSON lines; throws at a line that is none. */
export function numbersIn(text: string): readonly (number | undefined)[] {
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => (JSON.parse(line) as { meta: { number?: number } }).meta.number)
}

/** 0, 1, 2, … */
export const upTo = (count: number): readonly number[] => [...Array(count).keys()]
