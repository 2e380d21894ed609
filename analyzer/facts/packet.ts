// Facts of the packet as evidence: when it was made, whether logs are in it, what its makers could not collect.
import { valueAt } from '../documents/shape.js'
import type { Derived, FactInput } from './types.js'
import { defineFact } from './types.js'
import { asList, asText } from './reading.js'
import { sourceOfEntry } from './source.js'
import { isOwnLog } from '../packet/layout.js'

/** A point of warning.txt. */
export interface WarningPoint {
  readonly text: string
}

/**
 * Points that healthy servers write too. A log comes into being with its first line, so that one nothing was written to
 * is missing: notifications.log up to 10.12, targets of advanced logging later.
 */
const harmless: readonly RegExp[] = [
  /^failed (?:to )?read (?:notifi?cation|notifcation) log file at path .*no such file or directory/is,
  /^failed to read advanced log file at path .*no such file or directory/is,
]

function points(
  input: FactInput,
  keep: (text: string) => boolean,
): Derived<readonly WarningPoint[]> | undefined {
  const document = input.documents.get('warning', input.node)
  // No warning.txt in a packet that has other entries: nothing went wrong.
  if (document === undefined) return readable(input) ? { value: [], from: [] } : undefined
  const kept = (asList(valueAt(document.value, ['points'])) ?? [])
    .map((point, index) => ({ text: asText(valueAt(point, ['text'])), index }))
    .filter((point): point is { text: string; index: number } => point.text !== undefined && keep(point.text))
  return {
    value: kept.map(({ text }) => ({ text })),
    from: kept.map(({ index }) => input.at(document, ['points', index])),
  }
}

/** A packet that some server made and that has no unreadable warning.txt. */
function readable({ inventory }: FactInput): boolean {
  return (
    inventory.layout !== undefined && !inventory.items.some(item => item.kind === 'warning' && item.entry)
  )
}

const isHarmless = (text: string): boolean => harmless.some(pattern => pattern.test(text))

export const packetFacts = [
  defineFact({
    id: 'packet.generated_at_ms',
    title: 'When the packet was made, in epoch milliseconds',
    scope: 'packet',
    derive: (input): Derived<number> | undefined => {
      if (input.generatedAtMs === undefined) return undefined
      const metadata = input.documents.get('metadata')
      return {
        value: input.generatedAtMs,
        from: metadata === undefined ? [] : [input.at(metadata, ['generated_at'])],
      }
    },
  }),
  defineFact({
    id: 'packet.logs_included',
    title: 'Whether the log of this node is in the packet',
    scope: 'node',
    derive: ({ inventory, node }): Derived<boolean> | undefined => {
      const logs = inventory.items.filter(
        item => isOwnLog(item.kind) && (item.node === undefined || item.node === node),
      )
      if (logs.length === 0) return undefined
      const there = logs.find(item => item.entry !== undefined && item.status !== 'empty')
      return {
        value: there !== undefined,
        from: there === undefined ? [] : [sourceOfEntry(there.name, there.node)],
      }
    },
  }),
  defineFact({
    id: 'packet.warnings',
    title:
      'Points of warning.txt that healthy servers do not write, each {text}; empty without a warning.txt',
    scope: 'packet',
    derive: input => points(input, text => !isHarmless(text)),
  }),
  defineFact({
    id: 'packet.harmless_warnings',
    title: 'Points of warning.txt that healthy servers write too, each {text}',
    scope: 'packet',
    derive: input => points(input, isHarmless),
  }),
  defineFact({
    id: 'packet.missing_expected',
    title: 'Entries that a packet of this version has and this one lacks, each {name, reason}',
    scope: 'packet',
    derive: ({ inventory }): Derived<readonly MissingEntry[]> | undefined => {
      if (inventory.layout === undefined) return undefined
      const missing = inventory.items.filter(
        ({ expectation, status }) =>
          expectation === 'expected' && (status === 'absent' || status === 'failed'),
      )
      return {
        value: missing.map(({ name, reason }) => (reason === undefined ? { name } : { name, reason })),
        from: [],
      }
    },
  }),
]

export interface MissingEntry {
  readonly name: string
  readonly reason?: string
}
