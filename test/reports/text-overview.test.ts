// The part of the text report that tells what a packet shows besides its findings.
import { expect, test } from 'vitest'
import { textReport } from '../../analyzer/reports/text.js'
import { defaultReportOptions } from '../../analyzer/reports/index.js'
import type { OverviewLine } from '../../analyzer/analysis.js'
import { analysis } from './hand-built.js'

const report = (overview: readonly OverviewLine[], all = false): string =>
  textReport.format([{ ...analysis(), overview }], { ...defaultReportOptions, all })

const size: OverviewLine = { topic: 'size', notable: true, text: 'small: 41 active users' }
const idle: OverviewLine = { topic: 'processors', node: 'app-1', notable: false, text: 'idle' }

test('what is as everywhere is left out, unless everything is asked for', () => {
  expect(report([size, idle])).toContain(
    'Also told by the packet:\n  Size        small: 41 active users\n\nJudged by',
  )
  expect(report([size, idle], true)).toContain(
    '  Size        small: 41 active users\n  Processors  [app-1] idle\n',
  )
})

test('without anything worth a line the heading is not there', () => {
  expect(report([idle])).not.toContain('Also told')
  expect(report([])).not.toContain('Also told')
})

test('of a large cluster the first lines are shown, and how many more there are', () => {
  const text = report(Array.from({ length: 40 }, () => size))
  expect(text).toContain('  and 28 more; --all shows them')
})

test('control characters of a packet do not reach the terminal', () => {
  const text = report([{ ...size, text: 'evil \u001b[31m name' }])
  expect(text).not.toContain('\u001b')
})
