import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Analysis } from '../../analyzer/analysis.js'
import type { ReportOptions } from '../../analyzer/reports/index.js'
import { junitReport, junitValidation } from '../../analyzer/reports/junit.js'
import { analysis, finding } from './hand-built.js'
import {
  formatted,
  hidden,
  hostileAnalysis,
  runs,
  hostileValidation,
  sampleAnalyses,
  validation,
} from './inputs.js'

/** The schema by which Jenkins accepts reports; xmllint writes what it parsed in one form. */
function accepted(xml: string): string {
  return execFileSync('xmllint', ['--schema', 'test/fixtures/junit/junit-10.xsd', '-'], {
    input: xml,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
    maxBuffer: 1 << 26,
  })
}

/** What an XPath finds, as xmllint prints it. */
const at = (xml: string, path: string): string =>
  execFileSync('xmllint', ['--xpath', `string(${path})`, '-'], { input: xml, encoding: 'utf8' }).replace(
    /\n$/,
    '',
  )

const report = (result: Analysis, options: Partial<ReportOptions> = {}): string =>
  formatted(junitReport, [result], options)

const caseOf = (name: string): string => `//testcase[@name='${name}']`

describe('the schema of Jenkins', () => {
  test('accepts all samples in one report, a suite each', () => {
    const samples = sampleAnalyses().map(([, sample]) => sample)
    const xml = accepted(formatted(junitReport, samples))
    expect(at(xml, 'count(//testsuite)')).toBe(String(samples.length))
  })

  test('accepts reports of hostile packets, all of whose text is text', () => {
    fc.assert(
      fc.property(fc.array(hostileAnalysis, { minLength: 5, maxLength: 20 }), results => {
        const xml = formatted(junitReport, results)
        expect(xml).not.toMatch(hidden)
        expect(at(accepted(xml), 'count(//testsuite)')).toBe(String(results.length))
      }),
      runs(15),
    )
  })

  test('accepts validations of hostile packets', () => {
    fc.assert(
      fc.property(fc.array(hostileValidation, { minLength: 5, maxLength: 20 }), results => {
        const xml = formatted(junitValidation, results)
        expect(xml).not.toMatch(hidden)
        expect(at(accepted(xml), 'count(//testsuite)')).toBe(String(results.length))
      }),
      runs(10),
    )
  })
})

describe('a rule', () => {
  test('that found something fails with its title, message, evidence and fix', () => {
    const found = finding('database-unreachable', {
      evidence: [{ entry: 'mattermost.log', line: 7, excerpt: 'a ]]> b' }],
      fix: 'Start it.',
      nodes: ['app-1'],
    })
    const xml = report(analysis({ findings: [found] }), {
      rules: [{ id: 'database-unreachable', title: '', severity: 'error', area: 'database' }],
    })
    const path = caseOf('database-unreachable')
    expect(at(xml, `${path}/@classname`)).toBe('mattermost.database')
    expect(at(xml, `${path}/failure/@message`)).toBe(
      'The database was unreachable: The database refused 14 connections.',
    )
    expect(at(xml, `${path}/failure`)).toBe(
      'error: The database refused 14 connections.\nNodes: app-1\nmattermost.log:7  a ]]> b\nFix: Start it.',
    )
    expect(at(xml, '//testsuite/@failures')).toBe('1')
  })

  test('fails as --fail-on says; a lesser finding is a note', () => {
    const result = analysis({ findings: [finding('a', { severity: 'warning', message: 'Odd.' })] })
    const lenient = report(result)
    expect(at(lenient, `count(${caseOf('a')}/failure)`)).toBe('0')
    expect(at(lenient, `${caseOf('a')}/system-out`)).toBe('warning: Odd.')
    expect(at(report(result, { failOn: 'warning' }), `count(${caseOf('a')}/failure)`)).toBe('1')
    expect(at(report(result, { failOn: 'never' }), 'string(//testsuites/@failures)')).toBe('0')
  })

  test('that could not tell is skipped with what is missing', () => {
    const skipped = [
      { ruleId: 'ldap', missing: ['diagnostics.ldap'], titles: { 'diagnostics.ldap': 'state of LDAP' } },
    ]
    const xml = report(analysis({ skipped }))
    expect(at(xml, `${caseOf('ldap')}/skipped/@message`)).toBe('Not in this packet: state of LDAP')
  })

  test('that could not tell on one node is no pass', () => {
    const result = {
      ...analysis({ skipped: [{ ruleId: 'disk', missing: ['x'], node: 'app-2' }] }),
      passed: ['disk'],
    }
    expect(at(report(result), `${caseOf('disk')}/skipped/@message`)).toBe('Not in this packet: x (app-2)')
  })

  test('that failed itself is an error', () => {
    const xml = report(analysis({ errors: [{ ruleId: 'broken', message: 'no such function' }] }))
    expect(at(xml, `${caseOf('broken')}/error/@message`)).toBe('no such function')
    expect(at(xml, '//testsuite/@errors')).toBe('1')
  })

  test('whose finding is suppressed or explained is skipped and says by what', () => {
    const suppressed = { kind: 'baseline', reason: 'known since May', until: '2026-12-31' } as const
    const findings = [
      finding('a', { suppressed }),
      finding('b', { title: 'The database is gone' }),
      finding('c', { symptomOf: 'b', message: 'Posts fail.' }),
    ]
    const xml = report(analysis({ findings }))
    expect(at(xml, `${caseOf('a')}/skipped/@message`)).toBe(
      'Suppressed until 2026-12-31: known since May. The database refused 14 connections.',
    )
    expect(at(xml, `${caseOf('c')}/skipped/@message`)).toBe(
      'Explained by b (The database is gone): Posts fail.',
    )
    expect(at(xml, '//testsuite/@failures')).toBe('1')
  })

  test('with thousands of findings fails once, with the first of them', () => {
    const findings = Array.from({ length: 3000 }, (_, index) => finding('a', { fingerprint: `${index}` }))
    const xml = report(analysis({ findings }))
    expect(at(xml, 'count(//failure)')).toBe('1')
    expect(at(xml, '//failure')).toContain('and 2980 more findings of this rule')
    expect(xml.length).toBeLessThan(30_000)
  })
})

test('a packet that could not be opened, or is none, is an error', () => {
  const unreadable = [{ source: 'b.zip', code: 'ARCHIVE_UNREADABLE', message: 'No such file.' }]
  const { product: _, ...packet } = analysis().packet
  const xml = accepted(formatted(junitReport, [{ ...analysis(), packet }], { unreadable }))
  expect(at(xml, '//testsuites/@errors')).toBe('2')
  expect(at(xml, "//testsuite[@name='b.zip']/testcase/error/@message")).toBe('No such file.')
})

describe('a validation', () => {
  const xml = formatted(junitValidation, [validation()])

  test('is a test case a check', () => {
    expect(at(accepted(xml), 'count(//testcase)')).toBe('3')
    expect(at(xml, '//testsuite/@skipped')).toBe('1')
    expect(at(xml, `${caseOf('Every node is there')}/skipped/@message`)).toBe('a single server')
  })

  test('that failed names the problem, its place and what was expected', () => {
    const path = `${caseOf('mattermost.log can be read whole')}/failure`
    expect(at(xml, `${path}/@type`)).toBe('ENTRY_TRUNCATED')
    expect(at(xml, path)).toBe(
      'error: ENTRY_TRUNCATED: mattermost.log:12: The entry is cut off. (expected 6,435 bytes, found 1,200 bytes)',
    )
  })

  test('tells two checks of one name apart', () => {
    const check = { id: 'entry-present', title: 'a.yaml is in the packet', outcome: 'passed' } as const
    const twice = formatted(junitValidation, [validation({ checks: [check, check] })])
    expect(at(twice, `count(${caseOf('a.yaml is in the packet (2)')})`)).toBe('1')
  })
})
