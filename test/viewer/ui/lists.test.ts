// Groups of findings, rows of files, and scrolling beyond what a browser can scroll.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileRows, filterRows, rowsAsTsv } from '../../../viewer/ui/file-rows.js'
import {
  countBySeverity,
  filterGroups,
  groupFindings,
  type FindingFilter,
} from '../../../viewer/ui/finding-groups.js'
import { barHeight, barPosition, contentPosition, contentRange } from '../../../viewer/ui/scroll-map.js'
import type { EntryInfo, Finding } from '../../../viewer/ui/words.js'

function finding(fingerprint: string, symptomOf?: string, severity: Finding['severity'] = 'error'): Finding {
  const common = {
    ruleId: 'r',
    title: 't',
    severity,
    message: `message ${fingerprint}`,
    docs: [],
    fingerprint,
  }
  const rest = { evidence: [], observed: true, count: 1 }
  return symptomOf === undefined ? { ...common, ...rest } : { ...common, ...rest, symptomOf }
}

test('symptoms fold under the cause at the end of their chain, wherever it stands', () => {
  const groups = groupFindings([
    finding('s2', 's1'),
    finding('c'),
    finding('s1', 'c'),
    finding('alone', 'gone'),
  ])
  expect(groups.map(({ cause, symptoms }) => [cause.fingerprint, symptoms.map(s => s.fingerprint)])).toEqual([
    ['c', ['s2', 's1']],
    ['alone', []],
  ])
  expect(countBySeverity(groups).error).toBe(2)
})

test('findings that explain each other in a circle are all still shown', () => {
  const groups = groupFindings([finding('a', 'b'), finding('b', 'a')])
  expect(groups.flatMap(({ cause, symptoms }) => [cause, ...symptoms])).toHaveLength(2)
})

test('a group is found by the words and severity of a symptom too', () => {
  const groups = groupFindings([finding('cause', undefined, 'critical'), finding('needle', 'cause', 'error')])
  expect(filterGroups(groups, { ...all, words: 'NEEDLE' })).toHaveLength(1)
  expect(filterGroups(groups, { ...all, severities: ['error'] })).toHaveLength(1)
  expect(filterGroups(groups, { ...all, severities: ['info'] })).toHaveLength(0)
})

test('findings are narrowed by area, by node and by mark', () => {
  const groups = groupFindings([
    { ...finding('a'), ruleId: 'database-slow', nodes: ['n1', 'n2'] },
    { ...finding('b'), ruleId: 'other', nodes: [''] },
  ])
  const names = (filter: Partial<FindingFilter>) =>
    filterGroups(groups, { ...all, ...filter }).map(({ cause }) => cause.fingerprint)
  expect(names({ areas: ['database'] })).toEqual(['a'])
  expect(names({ nodes: ['n2'] })).toEqual(['a'])
  expect(names({ nodes: ['n3'] })).toEqual([])
  expect(names({ isMarkWanted: ({ fingerprint }) => fingerprint === 'b' })).toEqual(['b'])
})

const all: FindingFilter = {
  severities: [],
  areas: [],
  nodes: [],
  words: '',
  isMarkWanted: () => true,
  areaOf: ({ ruleId }) => ruleId.split('-')[0] ?? '',
}

const info = (name: string, status: EntryInfo['status'] = 'present'): EntryInfo => ({
  name,
  kind: 'unknown',
  expectation: 'none',
  status,
})

test('entries of one name each have their own row, and absent ones have one too', () => {
  const entries = [
    { index: 0, name: 'a.log', readable: true, sizeBytes: 1 },
    { index: 1, name: 'a.log', readable: true, sizeBytes: 2 },
    { index: 2, name: 'odd\tname', readable: true },
  ]
  const rows = fileRows([info('a.log'), info('a.log', 'damaged'), info('b.log', 'absent')], entries)
  expect(rows.map(({ name, entry, info }) => [name, entry?.index, info?.status])).toEqual([
    ['a.log', 0, 'present'],
    ['a.log', 1, 'damaged'],
    ['b.log', undefined, 'absent'],
    ['odd\tname', 2, undefined],
  ])
  expect(filterRows(rows, { status: 'absent' }).map(({ name }) => name)).toEqual(['b.log'])
  expect(rowsAsTsv(rows).split('\n')[4]).toBe('odd name\t\t\t\t\t')
})

test('the bar and the content agree at both ends, and small moves go pixel by pixel', () => {
  const sizes = fc.record({
    contentHeight: fc.nat(200_000_000),
    viewportHeight: fc.integer({ min: 100, max: 2000 }),
  })
  fc.assert(
    fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), (size, part) => {
      const content = part * contentRange(size)
      const bar = barPosition(content, size)
      expect(bar).toBeLessThanOrEqual(Math.max(0, barHeight(size) - size.viewportHeight))
      expect(contentPosition({ bar: 0, content: 0 }, barHeight(size), size)).toBe(contentRange(size))
      expect(contentPosition({ bar, content }, 0, size)).toBe(0)
    }),
  )
  const long = { contentHeight: 40_000_000, viewportHeight: 800 }
  expect(contentPosition({ bar: 5000, content: 25_000 }, 5100, long)).toBe(25_100)
})
