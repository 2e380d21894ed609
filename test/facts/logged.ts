// Facts of logs given as text: read by the log pass itself, so that the whole way from bytes to facts is walked.
import type { DocumentKind } from '../../analyzer/packet/layout-types.js'
import type { Facts } from '../../analyzer/facts/index.js'
import { readInputs } from '../documents/log/chunked-packet.js'
import type { Line } from '../documents/log/collect/drive.js'
import { factsOf, type Given } from './facts-of.js'

/** Entry name → its lines; text stands as it is. `audit.log` is an audit log, all others are server logs. */
export type Logs = Readonly<Record<string, readonly (Line | string)[]>>

export async function factsOfLogs(logs: Logs, given: Given = {}, generatedAtMs?: number): Promise<Facts> {
  const summary = await readInputs(
    Object.entries(logs).map(([name, lines]) => ({ name, kind: kindOf(name), content: textOf(lines) })),
  )
  const nodes = [...new Set(Object.keys(logs).map(nodeOf))]
  return factsOf(given, { logs: summary, nodes, ...(generatedAtMs === undefined ? {} : { generatedAtMs }) })
}

function kindOf(name: string): DocumentKind {
  return name.endsWith('audit.log') ? 'audit-log' : 'mattermost-log'
}

const nodeOf = (name: string): string => (name.includes('/') ? name.slice(0, name.indexOf('/')) : '')

function textOf(lines: readonly (Line | string)[]): string {
  return lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line)) + '\n').join('')
}
