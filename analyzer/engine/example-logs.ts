// Log lines of examples, read by the same reader as a packet's: what passes here passes there.
import { isLogKind, readLogs } from '../documents/log/read-logs.js'
import type { LogQuery, LogSummary } from '../documents/log/types.js'
import type { ClassifiedEntry } from '../packet/classified.js'
import type { DocumentKind, Product } from '../packet/layout-types.js'
import { packetOf } from '../packet/memory.js'
import { exampleNodes } from './example-subject.js'
import type { Rule, RuleExampleInput } from './rule.js'

/** `undefined` for an example without log lines: the packet then has no logs at all. */
export async function readExampleLogs(
  given: RuleExampleInput,
  rule: Pick<Rule, 'product'>,
  queries: readonly LogQuery[],
): Promise<LogSummary | undefined> {
  const files = Object.entries(exampleNodes(given)).flatMap(([node, values]) =>
    logFiles(values.logs, rule.product, node),
  )
  if (files.length === 0) return undefined
  const packet = packetOf(Object.fromEntries(files.map(({ name, text }) => [name, text])))
  const entries = packet.entries.map((entry): ClassifiedEntry => {
    const file = files.find(({ name }) => name === entry.rawName)
    return {
      entry,
      kind: file?.kind ?? 'unknown',
      node: file?.node,
      plugin: undefined,
      misplacedFrom: undefined,
    }
  })
  return readLogs(packet, entries, queries)
}

interface ExampleFile {
  readonly name: string
  readonly kind: DocumentKind
  readonly node: string
  readonly text: string
}

/** A plain list is the server's own log; else lists by file name or kind: `notifications.log`, `audit-log`. */
function logFiles(logs: RuleExampleInput['logs'], product: Product, node: string): readonly ExampleFile[] {
  if (logs === undefined) return []
  const lists = Array.isArray(logs) ? { [`${product}.log`]: logs } : logs
  return Object.entries(lists).map(([key, lines]) => ({
    name: node === '' ? key : `${node}/${key}`,
    kind: kindOf(key),
    node,
    text: lines.map(line => `${line}\n`).join(''),
  }))
}

function kindOf(key: string): DocumentKind {
  const kind = key.replace(/\.log$/, '-log') as DocumentKind
  return isLogKind(kind) ? kind : 'advanced-log'
}
