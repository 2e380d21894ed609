// Pure parts of the pages: settings, samples as charts, trees of values, the question to the customer, lists of pages.
import { expect, test } from 'vitest'
import type { ConfigSetting, StructureRow } from '../../../viewer/shared/pages.js'
import {
  chartColumns,
  labelWords,
  ownLabels,
  samplesAsTsv,
  summaryOf,
} from '../../../viewer/ui/metrics/columns.js'
import { isPage, pages, pagesOf } from '../../../viewer/ui/pages.js'
import { questionDraft } from '../../../viewer/ui/question.js'
import { formatRoute, parseRoute } from '../../../viewer/ui/route.js'
import { lastInside, pathOf, pathText, visibleRows } from '../../../viewer/ui/structure-rows.js'
import {
  findSettings,
  isInPart,
  sectionsOf,
  settingsAsTsv,
} from '../../../viewer/ui/views/config/settings.js'
import { durationWords, type EntryInfo } from '../../../viewer/ui/words.js'

function setting(path: string, value: unknown, more: Partial<ConfigSetting> = {}): ConfigSetting {
  return {
    path: path.split('.'),
    standing: 'default',
    values: [{ kind: 'value', value, masking: 'none' }],
    nodesDiffer: false,
    rules: [],
    ...more,
  }
}

test('settings are found by words of their key and their value', () => {
  const settings = [setting('SqlSettings.MaxOpenConns', 40), setting('FileSettings.Directory', '/data')]
  expect(findSettings(settings, 'sql 40')).toHaveLength(1)
  expect(findSettings(settings, '/DATA')).toHaveLength(1)
  expect(findSettings(settings, 'sql /data')).toHaveLength(0)
  expect(sectionsOf(settings).map(({ name }) => name)).toEqual(['SqlSettings', 'FileSettings'])
})

test('masked settings are those of which anything is hidden', () => {
  const masked = setting('A.B', '****', { values: [{ kind: 'value', value: '****', masking: 'full' }] })
  expect(isInPart(masked, 'masked')).toBe(true)
  expect(isInPart(setting('A.C', 'x'), 'masked')).toBe(false)
  expect(isInPart(setting('A.C', 'x', { standing: 'changed' }), 'changed')).toBe(true)
})

test('settings are copied with a column a node, and an absent one is empty', () => {
  const one = setting('A.B', 1, {
    values: [{ kind: 'absent' }, { kind: 'value', value: ['x\ty'], masking: 'none' }],
  })
  const nodes = ['n1', 'n2'].map(node => ({ node, entry: `${node}/c.json` }))
  expect(settingsAsTsv({ nodes, settings: [one], rules: {} }, [{ ...one, default: [] }])).toBe(
    'setting\tn1\tn2\tdefault\nA.B\t\t["x\\ty"]\t[]\n',
  )
})

const series = (times: readonly number[], values: readonly (number | null)[]) => ({
  labels: { a: '1' },
  times,
  values,
  samples: times.length,
})

test('a hole in the scraping is a hole in the line', () => {
  const { seconds, values, gaps } = chartColumns(
    series([0, 5000, 10_000, 60_000, 65_000], [1, 2, 3, 4, 5]),
    'gauge',
  )
  expect(values).toEqual([1, 2, 3, null, 4, 5])
  expect(seconds).toEqual([0, 5, 10, 15, 60, 65])
  expect(gaps).toBe(1)
})

test('a counter is a rate; a restart begins at zero, and nothing is said over a hole', () => {
  const { values } = chartColumns(series([0, 1000, 2000, 3000, 9000], [10, 30, 5, null, 9]), 'counter')
  expect(values).toEqual([null, 20, 5, null, null, null])
})

test('figures leave out what is no number, and the largest keeps its time', () => {
  const columns = chartColumns(series([1000, 2000, 3000], [2, null, 9]), 'gauge')
  expect(summaryOf(columns)).toEqual({ last: 9, least: 2, most: 9, mostAtMs: 3000 })
  expect(summaryOf(chartColumns(series([1000], [null]), 'gauge'))).toBeUndefined()
})

test('a series is named by the labels that tell it apart', () => {
  const all = [series([], []), { ...series([], []), labels: { a: '1', b: '2' } }]
  expect(labelWords(ownLabels({ a: '1', b: '2' }, all))).toBe('b=2')
  expect(samplesAsTsv('m', series([0], [null]))).toBe('time\tm\n1970-01-01T00:00:00.000Z\t\n')
})

const rows: readonly StructureRow[] = [
  { depth: 0, key: 'roles', kind: 'list', text: '2' },
  { depth: 1, key: 0, kind: 'map', text: '1' },
  { depth: 2, key: 'na.me', kind: 'text', text: 'guest' },
  { depth: 1, key: 1, kind: 'map', text: '1' },
  { depth: 2, key: 'name', kind: 'text', text: 'admin' },
  { depth: 0, key: 'schemes', kind: 'list', text: '0' },
]

test('what is folded hides all that is inside of it', () => {
  expect(visibleRows(rows, new Set([1]), '')).toEqual([0, 1, 3, 4, 5])
  expect(visibleRows(rows, new Set([0]), '')).toEqual([0, 5])
  expect(lastInside(rows, 0)).toBe(4)
})

test('a search shows what has the words below what it is in, folded or not', () => {
  expect(visibleRows(rows, new Set([0]), 'ADMIN')).toEqual([0, 3, 4])
  expect(visibleRows(rows, new Set(), 'roles')).toEqual([0, 1, 2, 3, 4])
  expect(visibleRows(rows, new Set(), 'nobody')).toEqual([])
})

test('a path is written as people and jq write it', () => {
  expect(pathText(pathOf(rows, 4))).toBe('roles[1].name')
  expect(pathText(pathOf(rows, 2))).toBe('roles[0]["na.me"]')
})

test('the question asks only for what can be had', () => {
  const packet = { source: '/tmp/p.zip', generatedAt: '2026-11-21T08:00:00Z' } as Parameters<
    typeof questionDraft
  >[0]
  const parts = [
    { rules: 6, says: 'audit.log is not in this packet. Set up a file target.', canBeAskedFor: true },
    { rules: 2, says: 'diagnostics.yaml does not say x.', canBeAskedFor: false },
  ]
  const draft = questionDraft(packet, parts)
  expect(draft).toContain('1. audit.log is not in this packet. Set up a file target.')
  expect(draft).toContain('(p.zip, made 2026-11-21)')
  expect(draft).not.toContain('diagnostics.yaml')
  expect(questionDraft(packet, parts.slice(1))).toBeUndefined()
})

test('pages without entries of their kind are not listed, and every page has its own key and address', () => {
  const config: EntryInfo = { name: 'c', kind: 'config', expectation: 'expected', status: 'present' }
  const listed = (entries: readonly EntryInfo[]) => pagesOf(entries).map(({ view }) => view)
  expect(listed([config])).toEqual(['overview', 'findings', 'logs', 'files', 'config'])
  expect(listed([{ ...config, status: 'absent' }])).toEqual(['overview', 'findings', 'logs', 'files'])
  expect(new Set(pages.map(({ key }) => key)).size).toBe(pages.length)
  expect(isPage('constructor')).toBe(false)
  for (const { view } of pages) expect(parseRoute(formatRoute(parseRoute(`/p/x/${view}`))).view).toBe(view)
})

test.each([
  [0, '0 ms'],
  [0.05, '0.050 ms'],
  [2.5, '2.5 ms'],
  [559, '559 ms'],
  [3400, '3.4 s'],
  [125_000, '2 min 5 s'],
  [12_000_000, '3 h 20 min'],
  [352_800_000, '4 d 2 h'],
  [-1500, '−1.5 s'],
])('%s ms are %s', (ms, words) => expect(durationWords(ms)).toBe(words))
