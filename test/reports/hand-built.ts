// Analyses built by hand, with sensible parts that a test replaces.
import type {
  Analysis,
  EntryInfo,
  Finding,
  PacketInfo,
  Problem,
  Severity,
  Skipped,
} from '../../analyzer/analysis.js'

export function entry(name: string, parts: Partial<EntryInfo> = {}): EntryInfo {
  return { name, kind: 'unknown', sizeBytes: 1200, expectation: 'expected', status: 'present', ...parts }
}

export function packetInfo(parts: Partial<PacketInfo> = {}): PacketInfo {
  return {
    source: 'packet.zip',
    sha256: 'a'.repeat(64),
    sizeBytes: 84_100,
    product: 'mattermost',
    layout: 'mattermost-11.0',
    layoutTitle: 'Mattermost 11.0 and later',
    serverVersion: '11.0.0',
    generatedAt: '2026-11-21T08:40:47.000Z',
    nodes: [''],
    entries: [
      entry('metadata.yaml', { kind: 'metadata' }),
      entry('sanitized_config.json', { kind: 'config' }),
      entry('mattermost.log', { kind: 'mattermost-log', sizeBytes: 6_435 }),
    ],
    ...parts,
  }
}

export function finding(ruleId: string, parts: Partial<Finding> = {}): Finding {
  return {
    ruleId,
    title: 'The database was unreachable',
    severity: 'error',
    message: 'The database refused 14 connections.',
    docs: [],
    fingerprint: ruleId,
    evidence: [],
    observed: true,
    count: 1,
    ...parts,
  }
}

interface Parts {
  readonly packet?: Partial<PacketInfo>
  readonly findings?: readonly Finding[]
  readonly problems?: readonly Problem[]
  readonly skipped?: readonly Skipped[]
  readonly errors?: Analysis['errors']
  readonly verdict?: string
  readonly logLines?: number
}

export function analysis(parts: Parts = {}): Analysis {
  const { findings = [], problems = [], skipped = [], errors = [], logLines = 1_204_331 } = parts
  const roots = findings.filter(({ symptomOf }) => symptomOf === undefined)
  const bySeverity: Record<Severity, number> = { critical: 0, error: 0, warning: 0, info: 0 }
  for (const { severity } of roots) bySeverity[severity] += 1
  return {
    tool: { name: 'support-packet', version: '0.0.0' },
    packet: packetInfo(parts.packet),
    problems,
    findings,
    skipped,
    errors,
    passed: ['sound-rule'],
    summary: {
      bySeverity,
      symptoms: findings.length - roots.length,
      rules: { evaluated: 90, passed: 80, skipped: skipped.length, errors: errors.length },
      logLines,
      verdict: parts.verdict ?? 'Nothing broken was found.',
    },
  }
}
