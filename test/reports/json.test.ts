import { expect, test } from 'vitest'
import fc from 'fast-check'
import { analysisReports, defaultReportOptions, validationReports } from '../../analyzer/reports/index.js'
import type { Analysis, Validation } from '../../analyzer/analysis.js'
import { stableJson } from '../../analyzer/reports/stable-json.js'
import { analysis, finding, packetInfo } from './hand-built.js'

const write = (name: string, results: readonly Analysis[], list = false): string => {
  const report = analysisReports.find(candidate => candidate.name === name)
  return report?.format(results, { ...defaultReportOptions, list }) ?? ''
}

test('one packet is an object, several are a list, none of several an empty list', () => {
  expect(JSON.parse(write('json', [analysis()]))).toEqual(analysis())
  expect(JSON.parse(write('json', [analysis(), analysis()]))).toHaveLength(2)
  expect(JSON.parse(write('json', [analysis()], true))).toEqual([analysis()])
  expect(write('json', [], true)).toBe('[]\n')
})

test('keys stand in the order of the contract, however the analysis was put together', () => {
  const { tool, packet, problems, findings, skipped, errors, passed, summary } = analysis()
  const shuffled = { summary, passed, errors, skipped, findings, problems, packet, tool }
  expect(write('json', [shuffled])).toBe(write('json', [analysis()]))
  expect(Object.keys(JSON.parse(write('json', [shuffled])) as object)).toEqual([
    'tool',
    'packet',
    'problems',
    'findings',
    'skipped',
    'errors',
    'passed',
    'summary',
  ])
})

test('text of a packet keeps its value but none of its control characters', () => {
  const evil = '\u009b31m\u202e\u007f\u001b\ufeff'
  const text = write('json', [analysis({ findings: [finding('a', { message: evil })] })])
  expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e\ufeff]/)
  expect((JSON.parse(text) as Analysis).findings[0]?.message).toBe(evil)
})

test('any value survives the stable order', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      // JSON has no negative zero.
      expect(JSON.parse(stableJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('lines of NDJSON have a type and the source of their packet', () => {
  const text = write('ndjson', [
    analysis({
      findings: [finding('a')],
      problems: [{ code: 'X', severity: 'error', message: 'broken' }],
      skipped: [{ ruleId: 'b', missing: ['config'] }],
      errors: [{ ruleId: 'c', message: 'bug' }],
    }),
    analysis({ packet: { source: 'other.zip' } }),
  ])
  const lines = text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as { type: string; source: string })
  expect(lines.map(({ type, source }) => `${source} ${type}`)).toEqual([
    'packet.zip packet',
    'packet.zip problem',
    'packet.zip finding',
    'packet.zip skipped',
    'packet.zip error',
    'packet.zip summary',
    'other.zip packet',
    'other.zip summary',
  ])
  expect(lines[2]).toMatchObject({ ruleId: 'a', severity: 'error' })
})

test('validations are written as JSON and NDJSON as well', () => {
  const validation: Validation = {
    packet: packetInfo(),
    problems: [{ code: 'X', severity: 'error', message: 'broken' }],
    checks: [
      { id: 'document-sound', title: 'It is sound', outcome: 'failed', reason: 'broken', problems: [0] },
    ],
    valid: false,
  }
  const texts = validationReports.map(report => report.format([validation], defaultReportOptions))
  expect(JSON.parse(texts[1] ?? '')).toEqual(validation)
  expect(
    texts[2]
      ?.trimEnd()
      .split('\n')
      .map(line => (JSON.parse(line) as { type: string }).type),
  ).toEqual(['packet', 'problem', 'check', 'summary'])
})
