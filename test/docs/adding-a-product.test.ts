// The example of docs/adding-a-product.md: a third product, added from its folder, goes through everything that the others do.
import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Analysis } from '../../analyzer/analysis.js'
import { addProduct } from '../../analyzer/add-product.js'
import { analyzeOpened } from '../../analyzer/analyze.js'
import { runExamples } from '../../analyzer/engine/examples.js'
import { loadRules } from '../../analyzer/engine/load.js'
import type { Rule } from '../../analyzer/engine/rule.js'
import { packetOf } from '../../analyzer/packet/memory.js'
import { textReport } from '../../analyzer/reports/text.js'
import { defaultReportOptions } from '../../analyzer/reports/types.js'
import { validateOpened } from '../../analyzer/validate.js'
import { beacon } from './example-product/product.js'

const folder = 'test/docs/example-product'

const dark = {
  'lamp-1/status.json':
    '{"version": "1.4.0", "time": "2026-11-21T09:00:00Z",\n "lamp": {"lit": false, "volts": 9.5}}\n',
  'lamp-1/beacon.log':
    '{"timestamp":"2026-11-21 08:59:00.000 Z","level":"error","msg":"cannot switch on","caller":"lamp/relay.go:7"}\n',
  'lamp-2/status.json':
    '{"version": "1.4.0", "time": "2026-11-21T09:01:00Z",\n "lamp": {"lit": true, "volts": 12}}\n',
  'lamp-2/beacon.log':
    '{"timestamp":"2026-11-21 08:59:00.000 Z","level":"info","msg":"switched on","caller":"lamp/relay.go:5"}\n',
}

let rules: readonly Rule[] = []

beforeAll(async () => {
  addProduct(beacon)
  const loaded = await loadRules([`${folder}/rules`], { builtIn: false })
  if (loaded.kind === 'invalid') expect.fail(JSON.stringify(loaded.mistakes))
  rules = loaded.rules
})

const analyze = (files: Readonly<Record<string, string>>): Promise<Analysis> =>
  analyzeOpened(packetOf(files), { rules })

test('the examples of its rules run', async () => {
  const failures = (await Promise.all(rules.map(rule => runExamples(rule)))).flat()
  expect(rules.map(({ id }) => id)).toEqual(['lamp-dark', 'switching-fails', 'voltage-low'])
  expect(failures.filter(({ ok }) => !ok)).toEqual([])
})

test('its packets are recognised, with nodes, version and time', async () => {
  const { packet } = await analyze(dark)
  expect(packet).toMatchObject({
    product: 'beacon',
    layout: 'beacon-1',
    serverVersion: '1.4.0',
    nodes: ['lamp-1', 'lamp-2'],
  })
  expect(packet.generatedAt).toContain('2026-11-21T09:01:00')
})

describe('what is found', () => {
  test('the cause comes first, with evidence at its line and its symptoms below it', async () => {
    const { findings, errors } = await analyze(dark)
    expect(errors).toEqual([])
    expect(findings.map(({ ruleId, symptomOf }) => [ruleId, symptomOf !== undefined])).toEqual([
      ['voltage-low', false],
      ['lamp-dark', true],
      ['switching-fails', true],
    ])
    expect(findings[0]?.evidence[0]).toMatchObject({ entry: 'lamp-1/status.json', line: 2, node: 'lamp-1' })
  })

  test('a lamp that shines gives nothing, and the report says so', async () => {
    const sound = {
      'lamp-2/status.json': dark['lamp-2/status.json'],
      'lamp-2/beacon.log': dark['lamp-2/beacon.log'],
    }
    const analysis = await analyze(sound)
    expect(analysis.findings).toEqual([])
    expect(textReport.format([analysis], defaultReportOptions)).toContain('Beacon 1.4.0 · node lamp-2')
  })
})

test('a report that lacks a file is checked like any other packet', async () => {
  const { problems } = await validateOpened(packetOf({ 'lamp-1/beacon.log': dark['lamp-1/beacon.log'] }))
  expect(problems.map(({ code, entry }) => `${code} ${entry ?? ''}`)).toContain(
    'ENTRY_MISSING lamp-1/status.json',
  )
})

test('the guide shows every file of the example as it is', () => {
  const guide = readFileSync('docs/adding-a-product.md', 'utf8')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  expect(files).toHaveLength(8)
  for (const { name, parentPath } of files) {
    expect(guide).toContain(name)
    const text = readFileSync(`${parentPath}/${name}`, 'utf8')
    expect(guide).toContain(text)
  }
})

test('nothing that products share knows of the example', () => {
  const shared = ['analyzer', 'cli', 'viewer', 'generator', 'rules'].flatMap(name =>
    readdirSync(name, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && /\.(?:tsx?|yaml)$/.test(entry.name))
      .map(({ name: file, parentPath }) => `${parentPath}/${file}`),
  )
  expect(shared.length).toBeGreaterThan(500)
  expect(shared.filter(file => /\bbeacon[-_.'"]/i.test(readFileSync(file, 'utf8')))).toEqual([])
})
