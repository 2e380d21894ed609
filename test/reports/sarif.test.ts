import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Analysis } from '../../analyzer/analysis.js'
import { sarifReport, sarifValidation } from '../../analyzer/reports/sarif.js'
import type { Run, SarifLog } from '../../analyzer/reports/sarif/format.js'
import type { ReportOptions } from '../../analyzer/reports/index.js'
import { analysis, entry, finding } from './hand-built.js'
import {
  formatted,
  hidden,
  hostileAnalysis,
  runs,
  hostileValidation,
  sampleAnalyses,
  validation,
} from './inputs.js'

/** The schema is of draft 04: all it has beyond the drafts that Ajv knows is what its own name is called. */
const {
  id: _,
  $schema: __,
  ...schema
} = JSON.parse(readFileSync('test/fixtures/sarif/sarif-schema-2.1.0.json', 'utf8')) as Record<string, unknown>
const ajv = new Ajv({ allErrors: true, strict: false })
ajv.addFormat('uri', /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]*$/i)
ajv.addFormat('uri-reference', /^(?:[^\s<>"{}|\\^`%]|%[0-9A-Fa-f]{2})*$/)
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/)
const validate = ajv.compile(schema)

/** The log, after the official schema found nothing in it. */
function checked(text: string): SarifLog {
  const log = JSON.parse(text) as SarifLog
  validate(log)
  expect(validate.errors ?? []).toEqual([])
  return log
}

function runOf(result: Analysis, options: Partial<ReportOptions> = {}): Run {
  const [run, ...others] = checked(formatted(sarifReport, [result], options)).runs
  expect(others).toEqual([])
  if (run === undefined) throw new Error('no run')
  return run
}

describe('the official schema', () => {
  test.each(sampleAnalyses())('finds nothing in the report of %s', (_name, sample) => {
    const run = runOf(sample)
    expect(run.results).toHaveLength(sample.findings.length)
    expect(run.invocations[0]?.executionSuccessful).toBe(true)
  })

  test('finds nothing in reports of hostile packets, which hide nothing and refer to what is there', () => {
    fc.assert(
      fc.property(hostileAnalysis, result => {
        const text = formatted(sarifReport, [result])
        expect(text).not.toMatch(hidden)
        const [run] = checked(text).runs
        if (run === undefined) throw new Error('no run')
        for (const { ruleId, ruleIndex } of run.results)
          expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
        const { toolExecutionNotifications } = run.invocations[0] ?? { toolExecutionNotifications: [] }
        for (const { descriptor } of toolExecutionNotifications)
          expect(run.tool.driver.notifications[descriptor.index]?.id).toBe(descriptor.id)
        for (const { locations } of run.results)
          for (const { physicalLocation } of locations) {
            const { index, uri } = physicalLocation.artifactLocation
            expect(run.artifacts[index ?? -1]?.location.uri).toBe(uri)
          }
      }),
      runs(150),
    )
  })

  test('finds nothing in validations of hostile packets', () => {
    fc.assert(
      fc.property(hostileValidation, result => {
        const text = formatted(sarifValidation, [result])
        expect(text).not.toMatch(hidden)
        checked(text)
      }),
      runs(60),
    )
  })
})

const cause = finding('database-unreachable', {
  severity: 'critical',
  why: 'Nobody can post.',
  fix: 'Start `postgresql`.',
  docs: ['https://example.com/database'],
  count: 14,
  firstSeen: '2026-11-21T08:40:34.257Z',
  evidence: [
    { entry: 'logs/app 1.log', line: 22, excerpt: 'connection refused' },
    { entry: 'diagnostics.yaml', pointer: '/database/status', excerpt: 'status: FAIL' },
  ],
})

describe('a finding', () => {
  test('is a result with its first place as location, the others as related ones', () => {
    const [result] = runOf(analysis({ findings: [cause] })).results
    expect(result).toMatchObject({
      ruleId: 'database-unreachable',
      level: 'error',
      rank: 100,
      message: { text: 'The database refused 14 connections.' },
      occurrenceCount: 14,
      partialFingerprints: { 'supportPacket/v1': 'database-unreachable' },
      properties: { severity: 'critical', observed: true, firstSeen: '2026-11-21T08:40:34.257Z' },
    })
    expect(result?.locations[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: 'logs/app%201.log', uriBaseId: 'PACKET' },
      region: { startLine: 22, snippet: { text: 'connection refused' } },
    })
    expect(result?.relatedLocations?.[0]).toMatchObject({
      id: 1,
      logicalLocations: [{ fullyQualifiedName: '/database/status', kind: 'value' }],
    })
  })

  test('brings the texts of its rule', () => {
    const rules = [{ ...cause, id: 'database-unreachable', severity: 'error', area: 'security' } as const]
    const [rule] = runOf(analysis({ findings: [cause] }), { rules }).tool.driver.rules
    expect(rule).toMatchObject({
      id: 'database-unreachable',
      name: 'DatabaseUnreachable',
      shortDescription: { text: 'The database was unreachable' },
      fullDescription: { text: 'Nobody can post.' },
      help: {
        text: 'Why: Nobody can post.\nFix: Start `postgresql`.\nSee: https://example.com/database',
        markdown:
          '**Why:** Nobody can post.\n\n**Fix:** Start `postgresql`.\n\nSee: <https://example.com/database>',
      },
      helpUri: 'https://example.com/database',
      defaultConfiguration: { level: 'error' },
      properties: { tags: ['security'], 'security-severity': '8.0' },
    })
  })

  test('without evidence is placed at the packet, since viewers drop what has no place', () => {
    const [result] = runOf(analysis({ findings: [finding('a')] })).results
    expect(result?.locations[0]?.physicalLocation.artifactLocation).toMatchObject({
      uri: 'packet.zip',
      index: 0,
    })
  })

  test('that is suppressed says so with its reason; the others then say that they are not', () => {
    const suppressed = { kind: 'suppression', reason: 'known since May', until: '2026-12-31' } as const
    const findings = [finding('a', { suppressed }), finding('b')]
    const { results } = runOf({
      ...analysis({ findings }),
      baseline: { date: '2026-11-21', expired: [], unmatched: [] },
    })
    expect(results.map(({ suppressions }) => suppressions)).toEqual([
      [
        {
          kind: 'external',
          status: 'accepted',
          justification: 'known since May',
          properties: { kind: 'suppression', until: '2026-12-31' },
        },
      ],
      [],
    ])
  })

  test('cannot smuggle a placeholder or a link into its message', () => {
    const message = 'see [here](1) and {0}'
    const [result] = runOf(analysis({ findings: [finding('a', { message })] })).results
    expect(result?.message.text).toBe('see [here] (1) and {{0}}')
  })
})

describe('a packet', () => {
  test('is the first artifact, and its entries are nested in it', () => {
    const { artifacts } = runOf(analysis())
    expect(artifacts[0]).toMatchObject({
      location: { uri: 'packet.zip' },
      roles: ['analysisTarget'],
      length: 84_100,
    })
    expect(artifacts[3]).toMatchObject({
      location: { uri: 'mattermost.log', uriBaseId: 'PACKET' },
      parentIndex: 0,
    })
  })

  test.each([
    ['build/a b.zip', { uri: 'build/a%20b.zip/', uriBaseId: 'WORKDIR' }],
    ['/srv/a.zip', { uri: 'file:///srv/a.zip/' }],
    ['C:\\packets\\a.zip', { uri: 'file:///C%3A/packets/a.zip/' }],
  ])('named %s has a base of its own', (source, base) => {
    const { originalUriBaseIds } = runOf(analysis({ packet: { source } }))
    expect(originalUriBaseIds['PACKET']).toMatchObject(base)
  })

  test.each(['../a.zip', '-'])('named %s has a base without an address', source => {
    const { originalUriBaseIds } = runOf(analysis({ packet: { source } }))
    expect(originalUriBaseIds['PACKET']).not.toHaveProperty('uri')
  })

  test.each([
    ['../../etc/passwd', '..%2F..%2Fetc%2Fpasswd'],
    ['/etc/passwd', '%2Fetc%2Fpasswd'],
    ['a//b', 'a%2F%2Fb'],
    ['..', '%2E%2E'],
    ['javascript:alert(1)', 'javascript%3Aalert(1)'],
  ])('with an entry named %s gives an address that stays inside', (name, uri) => {
    const { artifacts } = runOf(analysis({ packet: { entries: [entry(name)] } }))
    expect(artifacts[1]?.location).toEqual({ uri, uriBaseId: 'PACKET' })
  })

  test('that could not be opened is a run that failed, not one that is missing', () => {
    const unreadable = [{ source: 'b.zip', code: 'ARCHIVE_UNREADABLE', message: 'No such file.' }]
    const { runs } = checked(formatted(sarifReport, [analysis()], { unreadable }))
    expect(runs).toHaveLength(2)
    expect(runs[1]?.invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: 'error', message: { text: 'No such file.' } }],
    })
  })
})

test('runs of several packets have names of their own', () => {
  const packets = ['x/a.zip', 'b.zip'].map(source => analysis({ packet: { source } }))
  const { runs } = checked(formatted(sarifReport, packets))
  expect(runs.map(({ automationDetails }) => automationDetails.id)).toEqual([
    'support-packet/analyze/a.zip/',
    'support-packet/analyze/b.zip/',
  ])
})

test('problems, failed rules and what could not be judged are notifications', () => {
  const run = runOf(
    analysis({
      problems: [{ code: 'ENTRY_EMPTY', severity: 'error', message: 'Empty.', entry: 'mattermost.log' }],
      errors: [{ ruleId: 'broken', message: 'no such function' }],
      skipped: [{ ruleId: 'ldap', missing: ['diagnostics.ldap'] }],
    }),
  )
  expect(run.invocations[0]?.executionSuccessful).toBe(false)
  const found = run.invocations[0]?.toolExecutionNotifications.map(({ level, descriptor, message }) => [
    level,
    descriptor.id,
    message.text,
  ])
  expect(found).toEqual([
    ['error', 'ENTRY_EMPTY', 'Empty.'],
    ['error', 'rule-failed', 'broken: no such function'],
    [
      'note',
      'not-judged',
      '1 rule: diagnostics.yaml is not in this packet. Make a new packet; the server writes it every time.',
    ],
  ])
})

test('a report with too many findings is cut and says so', () => {
  const findings = Array.from({ length: 5010 }, (_, index) =>
    finding(`rule-${index % 7}`, { fingerprint: `${index}` }),
  )
  const run = runOf(analysis({ findings }))
  expect(run.results).toHaveLength(5000)
  const last = run.invocations[0]?.toolExecutionNotifications.at(-1)
  expect(last?.message.text).toBe('10 more findings are not in this report.')
})

test('problems of a validation are results; those that make it invalid are errors whatever their severity', () => {
  const [failed] = validation().problems
  if (failed === undefined) throw new Error('no problem')
  const strict = validation({ problems: [{ ...failed, severity: 'warning' }] })
  const { runs } = checked(formatted(sarifValidation, [strict]))
  expect(runs[0]?.results[0]).toMatchObject({
    ruleId: 'ENTRY_TRUNCATED',
    level: 'error',
    message: { text: 'The entry is cut off. (expected 6,435 bytes, found 1,200 bytes)' },
    locations: [{ physicalLocation: { region: { startLine: 12 } } }],
    partialFingerprints: { 'supportPacket/v1': 'ENTRY_TRUNCATED:mattermost.log' },
    properties: { severity: 'warning' },
  })
})

test("Microsoft's multitool found no error in the reports that `npm run oracles` gave it", () => {
  const said = readFileSync('test/fixtures/sarif/multitool.txt', 'utf8')
  const complaints = [...said.matchAll(/^ {2}(\w+) (\w+) /gm)].map(([, level, rule]) => `${level} ${rule}`)
  expect(complaints.length).toBeGreaterThan(5)
  expect(complaints.filter(complaint => complaint.startsWith('error'))).toEqual([])
  // The project has no page of its own to name, and what an entry as a whole is guilty of has no line.
  const warnings = complaints.filter(complaint => complaint.startsWith('warning'))
  expect(new Set(warnings)).toEqual(new Set(['warning SARIF2005', 'warning SARIF2017']))
})
