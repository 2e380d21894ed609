import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codequalityReport, codequalityValidation } from '../../analyzer/reports/codequality.js'
import { analysis, finding } from './hand-built.js'
import { formatted, hidden, hostileAnalysis, runs, sampleAnalyses, validation } from './inputs.js'

interface Issue {
  readonly description: string
  readonly fingerprint: string
  readonly severity: string
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } }
}

const issuesOf = (text: string): readonly Issue[] => JSON.parse(text) as readonly Issue[]

test('a cause is an issue at its first place; symptoms and suppressed findings are none', () => {
  const findings = [
    finding('a', { severity: 'critical', evidence: [{ entry: 'mattermost.log', line: 7 }] }),
    finding('b', { symptomOf: 'a' }),
    finding('c', { suppressed: { kind: 'baseline', reason: 'known' } }),
  ]
  expect(issuesOf(formatted(codequalityReport, [analysis({ findings })]))).toEqual([
    {
      description: 'The database was unreachable: The database refused 14 connections.',
      check_name: 'a',
      fingerprint: 'packet.zip:a',
      severity: 'blocker',
      location: { path: 'packet.zip/mattermost.log', lines: { begin: 7 } },
    },
  ])
})

test('a problem that makes a packet invalid is critical; a packet that cannot be read blocks', () => {
  const unreadable = [{ source: 'b.zip', code: 'ARCHIVE_UNREADABLE', message: 'No such file.' }]
  const issues = issuesOf(formatted(codequalityValidation, [validation()], { unreadable }))
  expect(issues.map(({ severity, location }) => [severity, location.path])).toEqual([
    ['blocker', 'b.zip'],
    ['critical', 'packet.zip/mattermost.log'],
  ])
})

test('no two issues have one fingerprint, whatever the packets', () => {
  const samples = sampleAnalyses().map(([, sample]) => sample)
  const own = issuesOf(formatted(codequalityReport, [...samples, ...samples]))
  expect(new Set(own.map(({ fingerprint }) => fingerprint)).size).toBe(own.length)
  fc.assert(
    fc.property(fc.array(hostileAnalysis, { maxLength: 4 }), results => {
      const text = formatted(codequalityReport, results)
      expect(text).not.toMatch(hidden)
      const issues = issuesOf(text)
      expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length)
    }),
    runs(100),
  )
})
