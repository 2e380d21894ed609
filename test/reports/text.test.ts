import { describe, expect, test } from 'vitest'
import { textReport } from '../../analyzer/reports/text.js'
import { defaultReportOptions, type ReportOptions } from '../../analyzer/reports/index.js'
import type { Analysis } from '../../analyzer/analysis.js'
import { analysis, entry, finding } from './hand-built.js'

const report = (result: Analysis, options: Partial<ReportOptions> = {}): string =>
  textReport.format([result], { ...defaultReportOptions, ...options })

describe('a server without findings', () => {
  test('reads well', () => {
    expect(report(analysis(), { next: source => `support-packet view ${source}` })).toBe(
      `packet.zip
Mattermost 11.0.0 · single server · made 2026-11-21 08:40:47 UTC · 3 entries, 84 kB

Nothing broken was found.

Judged by 90 rules: 80 passed. Read 1,204,331 log lines. Entries: 3 present.
Look closer: support-packet view packet.zip
`,
    )
  })

  test('says that no log was read rather than zero lines', () => {
    const { logLines: _, ...summary } = analysis().summary
    expect(report({ ...analysis(), summary })).toContain('No log was read.')
  })

  test('is one line when quiet', () => {
    expect(report(analysis(), { quiet: true })).toBe('packet.zip: Nothing broken was found.\n')
  })
})

const cause = finding('database-unreachable', {
  severity: 'critical',
  message: 'The database refused 1,400 connections, first "connection refused".',
  why: 'Nobody can read or post while it lasts.',
  fix: 'Start PostgreSQL:\n1. look at its log\n2. start it',
  docs: ['https://example.com/database'],
  count: 1400,
  firstSeen: '2026-11-21T08:40:34.257Z',
  lastSeen: '2026-11-22T00:00:05.000Z',
  evidence: [
    {
      entry: 'mattermost.log',
      line: 22,
      excerpt:
        '{"timestamp":"2026-11-21 08:40:34.257 Z","level":"error","msg":"Failed to ping DB","caller":"app/db.go:9","retrying in seconds":10,"error":"dial tcp: connection refused"}',
    },
    { entry: 'sanitized_config.json', line: 161, excerpt: 'MaxOpenConns: 5' },
    { entry: 'diagnostics.yaml', pointer: '/database/status' },
    { entry: 'mattermost.log', line: 99 },
  ],
})

describe('findings', () => {
  test('stand in full with time, evidence, reason and fix; their symptoms are folded', () => {
    const findings = [
      cause,
      finding('failing-posts', { title: 'Posts are not saved', count: 3, symptomOf: 'database-unreachable' }),
      finding('failing-jobs', { title: 'Jobs fail', symptomOf: 'database-unreachable' }),
    ]
    expect(report(analysis({ findings, verdict: 'The database was unreachable.' }))).toBe(
      `packet.zip
Mattermost 11.0.0 · single server · made 2026-11-21 08:40:47 UTC · 3 entries, 84 kB

The database was unreachable.

1. CRITICAL  The database was unreachable
   The database refused 1,400 connections, first "connection refused".
   When      1,400 times, 08:40:34 to 2026-11-22 00:00:05 UTC
   mattermost.log:22
     08:40:34.257 error Failed to ping DB  error="dial tcp: connection refused" retrying in
     seconds=10
   sanitized_config.json:161  MaxOpenConns: 5
   diagnostics.yaml /database/status
   and 1 more place
   Why       Nobody can read or post while it lasts.
   Fix       Start PostgreSQL:
             1. look at its log
             2. start it
   See       https://example.com/database
   Explains  2 more: Posts are not saved (3 times); Jobs fail

Judged by 90 rules: 80 passed, 3 found something. Read 1,204,331 log lines. Entries: 3 present.
`,
    )
  })

  test('beyond the first three are lines, in the order of their rank', () => {
    const findings = ['a', 'b', 'c', 'd', 'e'].map(id =>
      finding(id, { title: `Title ${id}`, severity: 'warning' }),
    )
    const text = report(analysis({ findings }))
    expect(text).toContain('3. WARNING  Title c')
    expect(text).toContain(
      '2 more findings:\n  warning   Title d: The database refused 14 connections.\n  warning   Title e: ',
    )
  })

  test('are all in full with --all', () => {
    const findings = ['a', 'b', 'c', 'd', 'e'].map(id => finding(id, { title: `Title ${id}` }))
    const text = report(analysis({ findings }), { all: true })
    expect(text).toContain('5. ERROR  Title e')
    expect(text).not.toContain('more findings')
  })

  test('name their nodes in a cluster', () => {
    const nodes = ['app-1', 'app-2', 'app-3']
    const one = report(
      analysis({ packet: { nodes }, findings: [finding('a', { nodes: ['app-2'], count: 7 })] }),
    )
    expect(one).toContain('3 nodes (app-1, app-2, app-3)')
    expect(one).toContain('   Where     app-2, 7 times\n')
    const every = report(analysis({ packet: { nodes }, findings: [finding('a', { nodes })] }))
    expect(every).toContain('   Where     every node\n')
  })

  test('do not repeat the verdict when it is their message', () => {
    const text = report(analysis({ findings: [cause], verdict: cause.message }))
    expect(text.split(cause.message)).toHaveLength(2)
  })

  test('that explain each other in a circle are each shown', () => {
    const findings = [
      finding('a', { title: 'Chicken', symptomOf: 'b' }),
      finding('b', { title: 'Egg', symptomOf: 'a' }),
      finding('c', { title: 'Orphan', symptomOf: 'not-here' }),
    ]
    const text = report(analysis({ findings }))
    for (const title of ['Chicken', 'Egg', 'Orphan']) expect(text).toContain(`ERROR  ${title}`)
  })

  test('have their severity as a word with and without colour', () => {
    const result = analysis({ findings: [finding('a'), finding('b', { severity: 'info' })] })
    expect(report(result)).not.toContain('\u001b')
    expect(report(result, { colour: true })).toContain('\u001b[31m1. ERROR  \u001b[0m')
  })
})

describe('what could not be judged', () => {
  const skipped = [
    { ruleId: 'a', missing: ['schema.tables', 'schema.indexes'] },
    { ruleId: 'b', missing: ['schema.tables'], node: 'app-1' },
    { ruleId: 'b', missing: ['schema.tables'], node: 'app-2' },
    { ruleId: 'c', missing: ['facts.schema.missing_indexes'] },
    { ruleId: 'd', missing: ['config.SqlSettings.MaxOpenConns'] },
    { ruleId: 'e', missing: ['notifications-log'] },
    {
      ruleId: 'f',
      missing: ['facts.files.free_share'],
      titles: { 'facts.files.free_share': 'space on the volume' },
    },
  ]

  test('is grouped by the document that is missing, with the reason', () => {
    const text = report(analysis({ packet: { serverVersion: '10.4.2' }, skipped }))
    expect(text).toContain(`Could not be judged:
  3 rules: database_schema.yaml is not in this packet: servers write it since 10.11, this one is
  10.4.2.
  1 rule: sanitized_config.json does not say SqlSettings.MaxOpenConns.
  1 rule: the packet does not tell space on the volume.
  1 rule: notifications.log is not in this packet. Turn on NotificationLogSettings.EnableFile; the
  file exists once a notification was logged.
`)
  })

  test('gives the reason that the packet itself states', () => {
    const failed = entry('database_schema.yaml', {
      kind: 'database-schema',
      status: 'failed',
      reason: 'permission denied.',
    })
    const text = report(analysis({ packet: { entries: [failed] }, skipped: skipped.slice(0, 1) }))
    expect(text).toContain('database_schema.yaml is not in this packet (permission denied).')
  })

  test('is not said of a document that is there and empty as if it were one of its values', () => {
    const text = report(
      analysis({
        packet: {
          entries: [
            entry('sanitized_config.json', { kind: 'config', status: 'empty', reason: 'no content' }),
            entry('mattermost.log', { kind: 'mattermost-log' }),
          ],
        },
        skipped: [
          { ruleId: 'a', missing: ['config'] },
          { ruleId: 'b', missing: ['logs'] },
        ],
      }),
    )
    expect(text).toContain('  1 rule: sanitized_config.json could not be used (no content).\n')
    expect(text).toContain('  1 rule: nothing in mattermost.log has a form that is known.\n')
  })

  test('of a packet of no known product is said once', () => {
    const { product: _, ...packet } = analysis().packet
    const text = report({
      ...analysis({ skipped: [{ ruleId: 'a', missing: ['config'] }] }),
      packet,
    })
    expect(text).toContain('  1 rule: the packet holds nothing to judge.\n')
    expect(text).not.toContain('Make a new packet')
  })

  test('of an empty packet is said once', () => {
    const { product: _, ...packet } = analysis().packet
    const text = report({ ...analysis({ skipped }), packet: { ...packet, entries: [] } })
    expect(text).toContain('product not recognised · made ')
    expect(text).toContain('Could not be judged:\n  6 rules: the packet holds nothing to judge.\n')
  })

  test('lists every rule and path with --all', () => {
    const text = report(analysis({ skipped }), { all: true })
    expect(text).toContain('  b on app-2: schema.tables')
  })
})

describe('the packet itself', () => {
  test('has its problems listed, worst first', () => {
    const text = report(
      analysis({
        problems: [
          { code: 'ENTRY_NAME_CONTROL', severity: 'warning', message: 'The name is odd.', entry: 'a' },
          {
            code: 'CONFIG_NOT_JSON',
            severity: 'error',
            message: 'The file ends too early.',
            entry: 'sanitized_config.json',
            line: 12,
            column: 3,
            expected: '}',
            found: 'the end',
          },
        ],
      }),
    )
    expect(text).toContain(`2 problems with the packet itself:
  error    CONFIG_NOT_JSON  sanitized_config.json:12:3  The file ends too early. (expected }, found
           the end)
  warning  ENTRY_NAME_CONTROL  a  The name is odd.
`)
  })

  test('has rule errors shown as mistakes of rules, not of the server', () => {
    const text = report(analysis({ errors: [{ ruleId: 'odd-rule', message: 'divides by zero' }] }))
    expect(text).toContain(
      '1 rule failed. That is a mistake in the rule, not in the server:\n  odd-rule: divides by zero',
    )
  })
})

describe('hostile text', () => {
  const evil = '\u001b[2J\u202egnp.\u0007\r\n\u009b31m\ud800'

  test('reaches no terminal with its control characters', () => {
    const text = report(
      analysis({
        packet: {
          source: evil,
          serverVersion: evil,
          nodes: [evil, 'b'],
          generatedAt: evil,
          entries: [entry(evil)],
        },
        findings: [
          finding(evil, {
            title: evil,
            message: evil,
            why: evil,
            fix: evil,
            docs: [evil],
            nodes: [evil],
            firstSeen: evil,
            evidence: [
              { entry: evil, pointer: evil, excerpt: evil },
              { entry: 'x', line: 1, excerpt: `{"msg":"${evil}","level":"x"}` },
            ],
          }),
          finding('s', { title: evil, symptomOf: evil }),
        ],
        problems: [{ code: 'X', severity: 'error', message: evil, expected: evil, found: evil, entry: evil }],
        skipped: [{ ruleId: evil, missing: [evil, `config.${evil}`], node: evil }],
        errors: [{ ruleId: evil, message: evil }],
        verdict: evil,
      }),
      { all: true, verbose: true },
    )
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\ud800]/)
    expect(text).toContain('␛[2J')
  })

  test('that is one long line is cut', () => {
    const long = 'x'.repeat(1_000_000)
    const text = report(
      analysis({
        findings: [finding('a', { message: long, evidence: [{ entry: 'l', line: 1, excerpt: long }] })],
      }),
    )
    expect(text.length).toBeLessThan(10_000)
    expect(text).toContain('x…')
  })

  test('of wide characters stays within the columns', () => {
    const excerpt = '数据库连接失败'.repeat(30)
    const text = report(
      analysis({ findings: [finding('a', { evidence: [{ entry: 'l', line: 1, excerpt }] })] }),
      { width: 80 },
    )
    for (const line of text.split('\n'))
      expect([...line].filter(c => c > '\u2e80').length * 2).toBeLessThanOrEqual(80)
  })
})

test('ten thousand findings are a short report', () => {
  const findings = Array.from({ length: 10_000 }, (_, index) =>
    finding(`rule-${index}`, {
      evidence: [{ entry: 'mattermost.log', line: index, excerpt: '{"msg":"a","level":"b"}' }],
    }),
  )
  const text = report(analysis({ findings }))
  expect(text).toContain('9,997 more findings:')
  expect(text).toContain('and 9,972 more; --all shows them')
  expect(text.split('\n').length).toBeLessThan(100)
})

test('no line of a report is longer than the width, whatever it is', () => {
  const why = 'Words of a sentence that goes on and on, so that it must be wrapped somewhere. '.repeat(9)
  const result = analysis({
    findings: Array.from({ length: 9 }, (_, index) =>
      finding(`r${index}`, { why, fix: why, message: why.trim() }),
    ),
    skipped: [{ ruleId: 'x', missing: ['config.A', 'config.B', 'config.C', 'config.D', 'config.E'] }],
  })
  for (const width of [80, 100, 120, 400, 10]) {
    const widest = Math.max(
      ...report(result, { width })
        .split('\n')
        .map(line => line.length),
    )
    expect(widest).toBeLessThanOrEqual(Math.min(Math.max(width, 60), 120))
  }
})

test('a fact named like a document that it does not come from is not blamed on that document', () => {
  const skipped = [{ ruleId: 'mail-test-failing', missing: ['facts.notifications.email.status'] }]
  const text = report({ ...analysis(), skipped })
  expect(text).toContain('the packet does not tell notifications.email.status')
  expect(text).not.toContain('notifications.log')
})
