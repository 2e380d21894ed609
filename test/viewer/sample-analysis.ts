// An analysis as the analyzer gives it, made by hand, so that tests of the viewer do not hang on the rule library.
import type { Analysis, EntryInfo, Evidence, Finding } from '../../analyzer/analysis.js'
import type { DocumentKind } from '../../analyzer/packet/layout-types.js'
import type { Packet } from '../../analyzer/packet/types.js'
import type { Analyzer } from '../../viewer/server/analyzer.js'
import { openPackets } from '../../analyzer/packet/open.js'

/** Opens for real, judges by hand. */
export const sampleAnalyzer: Analyzer = {
  openPackets: source => openPackets(source),
  analyzePacket: sampleAnalysis,
}

export async function sampleAnalysis(packet: Packet): Promise<Analysis> {
  const findings = packet.entries.length === 0 ? [] : sampleFindings(packet)
  return {
    tool: { name: 'support-packet', version: '0.1.0' },
    packet: {
      source: packet.source,
      sha256: await packet.sha256(),
      sizeBytes: packet.sizeBytes,
      product: 'mattermost',
      layout: 'mattermost-11.0',
      layoutTitle: 'Mattermost 11.0 and later',
      serverVersion: '11.0.0',
      generatedAt: '2026-11-21T08:40:47.544Z',
      nodes: [''],
      entries: [...packet.entries.map(entryInfo), ...missing],
    },
    problems: [
      {
        code: 'ENTRY_EXPLAINED_ABSENT',
        severity: 'warning',
        message: 'notifications.log is not in the packet; warning.txt says why.',
        entry: 'warning.txt',
        line: 2,
      },
    ],
    findings,
    skipped: [
      { ruleId: 'ldap-sync-failing', missing: ['diagnostics.ldap.status'] },
      {
        ruleId: 'elasticsearch-down',
        missing: ['diagnostics.elastic.status', 'config.ElasticsearchSettings'],
      },
      { ruleId: 'elasticsearch-version-old', missing: ['diagnostics.elastic.status'] },
    ],
    errors: [],
    passed: ['file-log-level-debug'],
    summary: {
      bySeverity: { critical: 1, error: 0, warning: 1, info: 1 },
      symptoms: 2,
      rules: { evaluated: 120, passed: 114, skipped: 3, errors: 0 },
      logLines: 41,
      verdict: 'The database closed 12 connections between 08:40:34.257 and 08:40:34.376; 4 requests failed.',
    },
  }
}

function entryInfo({ name, sizeBytes }: Packet['entries'][number]): EntryInfo {
  return {
    name,
    kind: kinds[name] ?? 'unknown',
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    expectation: kinds[name] === undefined ? 'none' : 'expected',
    status: kinds[name] === undefined ? 'unknown' : 'present',
    ...(kinds[name] === undefined ? { reason: 'No layout knows this entry. It was kept.' } : {}),
  }
}

const kinds: Readonly<Record<string, DocumentKind>> = {
  'mattermost.log': 'mattermost-log',
  'errors.log': 'advanced-log',
  'audit.log': 'audit-log',
  'sanitized_config.json': 'config',
  'metadata.yaml': 'metadata',
  'stats.yaml': 'stats',
  'jobs.yaml': 'jobs',
  'plugins.json': 'plugins',
  'permissions.yaml': 'permissions',
  'diagnostics.yaml': 'diagnostics',
  'database_schema.yaml': 'database-schema',
  'cpu.prof': 'cpu-profile',
  'heap.prof': 'heap-profile',
  goroutines: 'goroutines',
}

const missing: readonly EntryInfo[] = [
  {
    name: 'notifications.log',
    kind: 'notifications-log',
    expectation: 'expected',
    status: 'absent',
    reason: 'The server could not read its notification log: the file does not exist.',
  },
]

function sampleFindings(packet: Packet): readonly Finding[] {
  const log =
    packet.entries.find(({ name }) => name.endsWith('mattermost.log'))?.name ?? packet.entries[0]?.name ?? ''
  const at = (line: number, excerpt: string): Evidence => ({ entry: log, line, excerpt })
  return [
    {
      ruleId: 'database-connections-terminated',
      title: 'The database closed connections in use',
      severity: 'critical',
      message: 'The database closed 12 connections between 08:40:34.257 and 08:40:34.376.',
      why: 'Every request that held one of these connections failed. A restart or crash of PostgreSQL looks like this.',
      fix: 'Find out why PostgreSQL restarted. Its own log at 08:40:34 says so. Then check that clients reconnect.',
      docs: ['https://docs.mattermost.com/deployment-guide/server/preparations.html'],
      fingerprint: 'aa11',
      evidence: [
        at(
          22,
          'We encountered an error finding the channel; pq: terminating connection due to administrator command',
        ),
        at(24, 'Unable to save the Post.; pq: terminating connection due to administrator command'),
        {
          entry: 'errors.log',
          line: 1,
          excerpt: 'error [2026-11-21 08:40:34.257 Z] We encountered an error',
        },
      ],
      observed: true,
      count: 12,
      firstSeen: '2026-11-21T08:40:34.257Z',
      lastSeen: '2026-11-21T08:40:34.376Z',
    },
    {
      ruleId: 'posts-not-saved',
      title: 'Posts could not be saved',
      severity: 'error',
      message: '1 post could not be saved.',
      docs: [],
      fingerprint: 'bb22',
      evidence: [at(24, 'Unable to save the Post.')],
      observed: true,
      count: 1,
      firstSeen: '2026-11-21T08:40:34.316Z',
      symptomOf: 'aa11',
    },
    {
      ruleId: 'posts-not-loaded',
      title: 'Posts could not be loaded',
      severity: 'error',
      message: 'The posts of 1 channel could not be loaded.',
      docs: [],
      fingerprint: 'bb33',
      evidence: [at(25, 'Unable to get the posts for the channel.')],
      observed: true,
      count: 1,
      symptomOf: 'aa11',
    },
    {
      ruleId: 'open-server',
      title: 'Anybody can make an account',
      severity: 'warning',
      message: 'TeamSettings.EnableOpenServer is true.',
      why: 'Anybody who reaches the server can make an account.',
      fix: 'Set System Console > Authentication > Signup > Enable Open Server to false.',
      docs: [],
      fingerprint: 'cc44',
      evidence: [
        {
          entry: 'sanitized_config.json',
          line: 127,
          pointer: '/TeamSettings/EnableOpenServer',
          excerpt: '"EnableOpenServer": true',
        },
      ],
      observed: false,
      count: 1,
    },
    {
      ruleId: 'smtp-not-set',
      title: 'No mail server is set',
      severity: 'info',
      message: 'EmailSettings.SMTPServer is localhost, the default.',
      docs: [],
      fingerprint: 'dd55',
      evidence: [],
      observed: false,
      count: 1,
    },
  ]
}
