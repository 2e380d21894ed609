// What becomes of findings: new only where the rule had judged before, gone only where it judges now.
import { expect, test } from 'vitest'
import type { Analysis, Finding } from '../../analyzer/analysis.js'
import { compareFindings, type JudgedPacket } from '../../analyzer/diff/findings.js'

const finding = (ruleId: string, rest: Partial<Finding> = {}): Finding => ({
  ruleId,
  title: `${ruleId} is so`,
  severity: 'warning',
  message: 'It is so.',
  docs: [],
  fingerprint: `fp-${ruleId}`,
  evidence: [],
  observed: true,
  count: 1,
  ...rest,
})

interface Judged extends Partial<Pick<Analysis, 'findings' | 'passed' | 'skipped' | 'errors'>> {
  readonly logHours?: number
  readonly strangers?: readonly string[]
}

function judged({ logHours, strangers = [], ...rest }: Judged): JudgedPacket {
  const analysis: Analysis = {
    tool: { name: 'support-packet', version: '0' },
    packet: { source: 'p', sha256: '', sizeBytes: 0, product: 'mattermost', nodes: [''], entries: [] },
    problems: [],
    findings: [],
    skipped: [],
    errors: [],
    passed: [],
    summary: {
      bySeverity: { critical: 0, error: 0, warning: 0, info: 0 },
      symptoms: 0,
      rules: { evaluated: 0, passed: 0, skipped: 0, errors: 0 },
      verdict: '',
    },
    ...rest,
  }
  return { analysis, logHours, strangers: new Set(strangers) }
}

const kinds = (before: Judged, after: Judged) =>
  compareFindings(judged(before), judged(after)).changes.map(({ kind, reason }) => [kind, reason ?? ''])

test('a finding of a rule that passed before is new, of one that passes now gone', () => {
  const found = { findings: [finding('rule-a')] }
  expect(kinds({ passed: ['rule-a'] }, found)).toEqual([['new', '']])
  expect(kinds(found, { passed: ['rule-a'] })).toEqual([['gone', '']])
})

test('a finding of a rule that could not tell before is not called new, nor gone where it cannot tell now', () => {
  const found = { findings: [finding('rule-a')] }
  const skipped = {
    skipped: [{ ruleId: 'rule-a', missing: ['facts.x'], titles: { 'facts.x': 'state of x' } }],
  }
  expect(kinds(skipped, found)).toEqual([
    ['first-judged', 'in the first packet the rule could not tell; not known: state of x'],
  ])
  expect(kinds(found, skipped)[0]?.[0]).toBe('not-judged')
  expect(kinds(found, { errors: [{ ruleId: 'rule-a', message: '' }] })[0]?.[0]).toBe('not-judged')
  expect(kinds(found, {})).toEqual([
    ['not-judged', 'in the second packet the rule does not apply to its version, or was left out'],
  ])
})

test('another item of the same rule is new although the rule found something before', () => {
  const one = { findings: [finding('rule-a', { fingerprint: 'plugin 1' })] }
  const other = { findings: [finding('rule-a', { fingerprint: 'plugin 2' })] }
  expect(kinds(one, other).map(([kind]) => kind)).toEqual(['new', 'gone'])
})

test('a higher severity is worse, a lower one better', () => {
  const mild = { findings: [finding('rule-a')] }
  const bad = { findings: [finding('rule-a', { severity: 'critical' })] }
  expect(kinds(mild, bad)).toEqual([['worse', 'warning before, critical now']])
  expect(kinds(bad, mild)[0]?.[0]).toBe('better')
})

test('more nodes are worse, but not where the other packet lacks these nodes', () => {
  const one = { findings: [finding('rule-a', { nodes: ['a'] })] }
  const two = { findings: [finding('rule-a', { nodes: ['a', 'b'] })] }
  expect(kinds(one, two)).toEqual([['worse', 'on 2 nodes, before on 1']])
  expect(kinds(one, { ...two, strangers: ['b'] })).toEqual([['same', '']])
})

test('how often counts in an hour of log: twice the records in twice the log are the same', () => {
  const counted = (count: number, logHours?: number): Judged => ({
    findings: [finding('rule-a', { count })],
    ...(logHours === undefined ? {} : { logHours }),
  })
  expect(kinds(counted(100, 1), counted(200, 2))[0]?.[0]).toBe('same')
  expect(kinds(counted(100, 1), counted(200, 1))).toEqual([['worse', '200 an hour of log, before 100']])
  expect(kinds(counted(200, 1), counted(100, 1))[0]?.[0]).toBe('better')
  expect(kinds(counted(1, 1), counted(3, 1))[0]?.[0]).toBe('same')
  expect(kinds(counted(100), counted(900, 1))[0]?.[0]).toBe('same')
})

test('a finding that a baseline knows is marked, and does not count', () => {
  const known = finding('rule-a', { suppressed: { kind: 'baseline', reason: 'accepted' } })
  const { changes, counts, suppressed } = compareFindings(
    judged({ passed: ['rule-a'] }),
    judged({ findings: [known] }),
  )
  expect(changes).toMatchObject([{ kind: 'new', suppressed: true }])
  expect([counts.new, suppressed]).toEqual([0, 1])
})

test('causes stand before symptoms and worse before milder ones', () => {
  const findings = [
    finding('symptom', { severity: 'critical', symptomOf: 'fp-mild' }),
    finding('mild', { severity: 'info' }),
    finding('bad', { severity: 'error' }),
  ]
  const passed = ['symptom', 'mild', 'bad']
  const { changes, counts } = compareFindings(judged({ passed }), judged({ findings }))
  expect(changes.map(({ ruleId }) => ruleId)).toEqual(['bad', 'mild', 'symptom'])
  expect(counts).toMatchObject({ new: 3, gone: 0, same: 0 })
})
