// Puts the Analysis together from what the stages gave: plain JSON, in a stable order.
import type { Analysis, EntryInfo, Finding, PacketInfo, Problem, Severity, Summary } from './analysis.js'
import type { LogSummary } from './documents/log/types.js'
import type { Evaluation } from './engine/evaluate.js'
import type { Inventory, InventoryItem } from './packet/layout-types.js'
import type { Packet } from './packet/types.js'
import { verdictOf } from './verdict.js'
import { toolVersion } from './version.js'

interface Parts {
  readonly packet: PacketInfo
  readonly problems: readonly Problem[]
  readonly evaluation: Evaluation
  readonly logs: LogSummary | undefined
}

export function assembleAnalysis({ packet, problems, evaluation, logs }: Parts): Analysis {
  const { findings, skipped, errors, passed } = evaluation
  return {
    tool: { name: 'support-packet', version: toolVersion },
    packet,
    problems,
    findings,
    skipped,
    errors,
    passed,
    summary: summaryOf(packet, problems, evaluation, logs),
  }
}

/** What the packet is; reads it once for its hash. */
export async function packetInfo(
  packet: Packet,
  inventory: Inventory,
  generatedAtMs: number | undefined,
): Promise<PacketInfo> {
  const { layout, items } = inventory
  return {
    source: packet.source,
    sha256: await packet.sha256(),
    sizeBytes: packet.sizeBytes,
    ...(layout === undefined
      ? {}
      : { product: layout.product, layout: layout.id, layoutTitle: layout.title }),
    ...(layout?.serverVersion === undefined ? {} : { serverVersion: layout.serverVersion }),
    ...(generatedAtMs === undefined ? {} : isoTime(generatedAtMs)),
    nodes: layout?.nodes ?? [''],
    entries: items.map(entryInfo),
  }
}

/** A time beyond what a date can hold is no time. */
function isoTime(ms: number): { readonly generatedAt?: string } {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? {} : { generatedAt: date.toISOString() }
}

function entryInfo(item: InventoryItem): EntryInfo {
  const { name, kind, node, plugin, entry, expectation, status, reason } = item
  return {
    name,
    kind,
    ...(node === undefined || node === '' ? {} : { node }),
    ...(plugin === undefined ? {} : { plugin }),
    ...(entry?.sizeBytes === undefined ? {} : { sizeBytes: entry.sizeBytes }),
    expectation,
    status,
    ...(reason === undefined ? {} : { reason }),
  }
}

function summaryOf(
  packet: PacketInfo,
  problems: readonly Problem[],
  evaluation: Evaluation,
  logs: LogSummary | undefined,
): Summary {
  const { findings, skipped, errors, passed, evaluated } = evaluation
  const roots = findings.filter(finding => finding.symptomOf === undefined)
  return {
    bySeverity: countBySeverity(roots),
    symptoms: findings.length - roots.length,
    rules: {
      evaluated,
      passed: passed.length,
      skipped: new Set(skipped.map(skip => skip.ruleId)).size,
      errors: new Set(errors.map(error => error.ruleId)).size,
    },
    ...(logs === undefined ? {} : { logLines: logs.files.reduce((sum, file) => sum + file.lines, 0) }),
    verdict: verdictOf({ packet, problems, findings: roots, evaluation, logsRead: logs !== undefined }),
  }
}

function countBySeverity(findings: readonly Finding[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { critical: 0, error: 0, warning: 0, info: 0 }
  for (const finding of findings) counts[finding.severity] += 1
  return counts
}
