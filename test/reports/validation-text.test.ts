import { expect, test } from 'vitest'
import { validationText } from '../../analyzer/reports/validation-text.js'
import { defaultReportOptions, type ReportOptions } from '../../analyzer/reports/index.js'
import type { Problem, Validation } from '../../analyzer/analysis.js'
import { entry, packetInfo } from './hand-built.js'

const cut: Problem = {
  code: 'ENTRY_TRUNCATED',
  severity: 'error',
  message: 'The entry is cut off.',
  entry: 'mattermost.log',
  expected: '6,435 bytes',
  found: '1,200 bytes',
}

const validation = (parts: Partial<Validation> = {}): Validation => ({
  packet: packetInfo(),
  problems: [],
  checks: [],
  valid: true,
  ...parts,
})

const report = (result: Validation, options: Partial<ReportOptions> = {}): string =>
  validationText.format([result], { ...defaultReportOptions, ...options })

test('a valid packet is one line', () => {
  expect(report(validation())).toBe(
    'packet.zip: valid · Mattermost 11.0.0 · no problems · entries: 3 present\n',
  )
})

test('an invalid packet names each problem with place, expectation and what was found', () => {
  expect(report(validation({ valid: false, problems: [cut] }))).toBe(
    `packet.zip: invalid · Mattermost 11.0.0 · 1 error · entries: 3 present
  error    ENTRY_TRUNCATED  mattermost.log  The entry is cut off. (expected 6,435 bytes, found 1,200
           bytes)
`,
  )
})

test('of many problems of one code the first are shown, and all with verbose', () => {
  const unknown = Array.from({ length: 5000 }, (_, index): Problem => ({
    code: 'ENTRY_UNKNOWN',
    severity: 'info',
    message: `file ${index} is not known.`,
  }))
  const result = validation({ valid: false, problems: [...unknown, cut] })
  const text = report(result)
  expect(text.split('\n').length).toBeLessThan(30)
  expect(text).toContain('ENTRY_TRUNCATED')
  expect(text).toContain('  and 4,980 more ENTRY_UNKNOWN; --verbose shows them\n')
  expect(report(result, { verbose: true })).toContain('file 4999 is not known.')
})

test('quiet speaks of invalid packets only, and of their errors only', () => {
  const note: Problem = { code: 'N', severity: 'info', message: 'by the way' }
  expect(report(validation({ problems: [note] }), { quiet: true })).toBe('')
  const text = report(validation({ valid: false, problems: [note, cut] }), { quiet: true })
  expect(text).toContain('ENTRY_TRUNCATED')
  expect(text).not.toContain('by the way')
})

test('verbose shows every entry with its state and the reason', () => {
  const entries = [
    entry('metadata.yaml'),
    entry('mattermost.log', { status: 'truncated', reason: 'cut after 1,200 bytes' }),
    {
      ...entry('database_schema.yaml', { status: 'absent', reason: 'servers write it since 10.11' }),
      sizeBytes: undefined,
    },
  ].map(({ sizeBytes, ...rest }) => (sizeBytes === undefined ? rest : { ...rest, sizeBytes }))
  expect(report(validation({ packet: packetInfo({ entries }) }), { verbose: true })).toBe(
    `packet.zip: valid · Mattermost 11.0.0 · no problems · entries: 1 present, 1 truncated, 1 absent
  present        1.2 kB  metadata.yaml
  truncated      1.2 kB  mattermost.log        cut after 1,200 bytes
  absent                 database_schema.yaml  servers write it since 10.11
`,
  )
})

test('a packet of no known product says so', () => {
  const { product: _, serverVersion: __, ...packet } = packetInfo({ entries: [] })
  expect(report(validation({ packet }))).toBe(
    'packet.zip: valid · product not recognised · no problems · entries: none\n',
  )
})
