// Evidence of a finding: the values it read and the log lines it rests on, each with its place, secrets masked.
import type { Evidence } from '../analysis.js'
import type { LogMatch, LogRecord } from '../documents/log/types.js'
import type { ValuePath } from '../documents/types.js'
import type { DocumentKind } from '../packet/layout-types.js'
import { maskSecrets } from './mask.js'
import { leaves } from './watch.js'
import type { Reads } from './watch.js'
import type { Scope } from './scope.js'

/** More than this hides what matters. */
const perNodeLimit = 8
const mergedLimit = 20
const excerptLimit = 800

/** Log lines first, then what the condition read, then what only the message names. */
export function gatherEvidence(
  match: LogMatch | undefined,
  condition: Reads,
  message: Reads,
  scope: Scope,
): readonly Evidence[] {
  const read = [...readPaths(condition), ...leaves(message.found)]
  const values = read.flatMap(path => scope.source(path))
  const lines = (match?.examples ?? []).map(evidenceOfRecord)
  return distinct([...lines, ...values]).slice(0, perNodeLimit)
}

/** A finding about something absent points to the place where it should be. */
function readPaths(reads: Reads): readonly ValuePath[] {
  return lastOfEachKind(leaves(new Map([...reads.found, ...reads.asked])))
}

/**
 * Of the items that one expression went through, the last decided: `exists` stops at the item that fits, `all` at the one
 * that does not.
 */
function lastOfEachKind(paths: readonly ValuePath[]): readonly ValuePath[] {
  const byKind = new Map<string, ValuePath>()
  for (const path of paths) {
    byKind.set(path.map(part => (typeof part === 'number' ? '#' : part)).join('\u0000'), path)
  }
  return [...byKind.values()]
}

function evidenceOfRecord(record: LogRecord): Evidence {
  return {
    entry: record.entry,
    line: record.line,
    excerpt: maskSecrets(record.raw).slice(0, excerptLimit),
    ...(record.node === undefined || record.node === '' ? {} : { node: record.node }),
  }
}

/** Evidence of all nodes, one after the other, each place once. */
export function mergeEvidence(lists: readonly (readonly Evidence[])[]): readonly Evidence[] {
  return distinct(lists.flat()).slice(0, mergedLimit)
}

function distinct(evidence: readonly Evidence[]): readonly Evidence[] {
  const seen = new Set<string>()
  return evidence.filter(({ entry, line, pointer, node }) => {
    const key = [entry, line ?? '', pointer ?? '', node ?? ''].join('\u0000')
    return !seen.has(key) && seen.add(key)
  })
}

/** Documents that say how a server is set up, not how it does. */
const settings: ReadonlySet<DocumentKind> = new Set([
  'config',
  'permissions',
  'metadata',
  'teleport-config',
  'teleport-role',
  'teleport-command',
  'teleport-unit',
  'teleport-limits',
])

/** True when at least one piece of evidence shows the server at work. */
export function isObserved(
  evidence: readonly Evidence[],
  kindOf: (entry: string) => DocumentKind | undefined,
): boolean {
  return evidence.some(({ entry }) => {
    const kind = kindOf(entry)
    return kind !== undefined && !settings.has(kind)
  })
}
