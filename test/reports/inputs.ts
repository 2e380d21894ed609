// What the reports for machines are tested with: the analyses of all samples, and analyses whose every text is hostile.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Analysis, Check, Problem, Validation } from '../../analyzer/analysis.js'
import { defaultReportOptions, type Report, type ReportOptions } from '../../analyzer/reports/index.js'
import { analysis, entry, finding, packetInfo } from './hand-built.js'

const folder = 'samples'

/** Every sample with its expected analysis, by name. */
export function sampleAnalyses(): readonly (readonly [string, Analysis])[] {
  const names = readdirSync(folder).filter(name => name.endsWith('.expected.json'))
  return names.map(name => {
    const expected = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Analysis
    return [
      name.replace(/\.expected\.json$/, ''),
      { ...expected, tool: { ...expected.tool, version: '0.0.0' } },
    ]
  })
}

export const formatted = <T>(
  report: Report<T>,
  results: readonly T[],
  options: Partial<ReportOptions> = {},
): string => report.format(results, { ...defaultReportOptions, ...options })

/** What breaks out of XML, HTML, Markdown, workflow commands, URIs and terminals, among ordinary words. */
const pieces = [
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '</title>',
    '-->',
    '<!--',
    ']]>',
    '&amp;',
    '&#x3c;',
    '"',
    "'",
  ],
  ...[
    '![x](http://evil.example/x.png)',
    '[click](javascript:alert(1))',
    '[x]: http://evil.example',
    '@all',
    '@here',
    '#12',
    '!34',
  ],
  ...[
    'org/repo#7',
    'GH-12',
    'http://evil.example',
    'www.evil.example',
    'a@evil.example',
    '~channel',
    '$x$',
    ':smile:',
    '|',
    '||',
  ],
  ...[
    '`',
    '``',
    '```',
    '*',
    '**',
    '_',
    '__',
    '~~',
    '#',
    '# x',
    '- x',
    '1. x',
    '> x',
    '---',
    '===',
    '\\',
    '\\|',
    '<br>',
    '&lt;b&gt;',
  ],
  ...[
    '::error::x',
    '::add-mask::x',
    '##[error]x',
    '::set-output name=a::b',
    '%0A',
    '%25',
    '{0}',
    '{{',
    '}',
    '[a](1)',
  ],
  ...[
    '\n',
    '\r\n',
    '\r',
    '\t',
    '\0',
    '\u001b[31m',
    '\u0085',
    '\u202e',
    '\u200b',
    '\ufeff',
    '\ufffe',
    '\uffff',
    '\ud800',
    '\udc00',
  ],
  ...[
    '../../etc/passwd',
    '/etc/passwd',
    'C:\\x',
    '%2e%2e',
    'a//b',
    '..',
    '.',
    'é',
    '日本語',
    '😀',
    'word',
    'error',
    '12.5',
    ' ',
    '  ',
  ],
  ...['deadbeef1', '0123abc4567', 'mailto:a', 'ftp://x', '^[1]', '\u2028', '\u00a0', '=', '+ x'],
]

export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...pieces) },
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    {
      minLength: 0,
      maxLength: 12,
    },
  )
  .map(parts => parts.join(''))

/** So many cases, the same ones each time: what is found must be found again. */
export const runs = (numRuns: number) => ({ numRuns, seed: 20_261_121 })

const severity = fc.constantFrom('critical', 'error', 'warning', 'info')
const line = fc.integer({ min: 1, max: 1e9 })

const hostileProblem: fc.Arbitrary<Problem> = fc.record(
  {
    code: fc.constantFrom('ENTRY_EMPTY', 'ENTRY_NAME_CONTROL', 'NEVER_HEARD_OF'),
    severity: fc.constantFrom('error', 'warning', 'info'),
    message: hostileText,
    expected: hostileText,
    found: hostileText,
    entry: hostileText,
    line,
  },
  { requiredKeys: ['code', 'severity', 'message'] },
)

const hostileFinding = fc
  .record(
    {
      title: hostileText,
      severity,
      message: hostileText,
      why: hostileText,
      fix: hostileText,
      docs: fc.array(hostileText, { maxLength: 2 }),
      fingerprint: fc.constantFrom('a', 'b', 'c'),
      symptomOf: fc.constantFrom('a', 'b', 'c'),
      nodes: fc.array(hostileText, { maxLength: 3 }),
      firstSeen: hostileText,
      lastSeen: hostileText,
      count: fc.nat(),
      suppressed: fc.record({
        kind: fc.constantFrom('baseline', 'suppression'),
        reason: hostileText,
        until: hostileText,
      }),
      evidence: fc.array(
        fc.record(
          { entry: hostileText, line, pointer: hostileText, excerpt: hostileText },
          { requiredKeys: ['entry'] },
        ),
        { maxLength: 4 },
      ),
    },
    { requiredKeys: ['title', 'severity', 'message', 'docs', 'fingerprint', 'evidence', 'count'] },
  )
  .chain(parts => fc.constantFrom('rule-a', 'rule-b').map(id => finding(id, parts)))

const hostilePacket = fc
  .record({
    source: hostileText,
    serverVersion: hostileText,
    nodes: fc.array(hostileText, { maxLength: 3 }),
    name: hostileText,
    reason: hostileText,
  })
  .map(({ name, reason, ...parts }) => ({
    ...parts,
    layoutTitle: reason,
    entries: [entry(name, { reason, status: 'truncated' }), entry('mattermost.log')],
  }))

export const hostileAnalysis: fc.Arbitrary<Analysis> = fc
  .record({
    packet: hostilePacket,
    findings: fc.array(hostileFinding, { maxLength: 6 }),
    problems: fc.array(hostileProblem, { maxLength: 3 }),
    errors: fc.array(fc.record({ ruleId: fc.constant('rule-c'), message: hostileText }), { maxLength: 2 }),
    skipped: fc.array(
      fc.record({ ruleId: fc.constant('rule-d'), missing: fc.array(hostileText, { maxLength: 3 }) }),
      { maxLength: 3 },
    ),
    verdict: hostileText,
  })
  .map(analysis)

const hostileCheck: fc.Arbitrary<Check> = fc.record(
  {
    id: fc.constantFrom('entry-present', 'entry-intact'),
    title: hostileText,
    outcome: fc.constantFrom('passed', 'failed', 'skipped'),
    reason: hostileText,
    problems: fc.array(fc.nat(5), { maxLength: 2 }),
  },
  { requiredKeys: ['id', 'title', 'outcome'] },
)

export const hostileValidation: fc.Arbitrary<Validation> = fc.record({
  packet: hostilePacket.map(packetInfo),
  problems: fc.array(hostileProblem, { maxLength: 4 }),
  checks: fc.array(hostileCheck, { maxLength: 5 }),
  valid: fc.boolean(),
})

/** A validation of a whole packet, with one check of each outcome. */
export function validation(parts: Partial<Validation> = {}): Validation {
  return {
    packet: packetInfo(),
    problems: [
      {
        code: 'ENTRY_TRUNCATED',
        severity: 'error',
        message: 'The entry is cut off.',
        entry: 'mattermost.log',
        line: 12,
        expected: '6,435 bytes',
        found: '1,200 bytes',
      },
    ],
    checks: [
      { id: 'archive-intact', title: 'The archive is whole', outcome: 'passed' },
      {
        id: 'entry-intact',
        title: 'mattermost.log can be read whole',
        outcome: 'failed',
        entry: 'mattermost.log',
        reason: 'the entry is cut off',
        problems: [0],
      },
      { id: 'nodes-complete', title: 'Every node is there', outcome: 'skipped', reason: 'a single server' },
    ],
    valid: false,
    ...parts,
  }
}

/** Characters that steer a terminal or hide text; line breaks are for the formats to judge. */
export const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/
