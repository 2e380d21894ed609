// The JSON Schemas of the files that people write (for editors) and of validations (for scripts) say what the programs do.
import { Ajv } from 'ajv'
import { load } from 'js-yaml'
import { beforeAll, expect, test } from 'vitest'
import { readBaseline } from '../../analyzer/baseline/read.js'
import { validatePacket } from '../../analyzer/index.js'

type Validate = (value: unknown) => boolean

let baseline: Validate
let config: Validate
let validation: Validate

beforeAll(async () => {
  const specifier: string = '../../scripts/schemas.mjs'
  const { makeSchema } = (await import(specifier)) as { makeSchema: (name: string) => Promise<object> }
  const ajv = new Ajv({ allowUnionTypes: true })
  baseline = ajv.compile(await makeSchema('baseline'))
  config = ajv.compile(await makeSchema('config'))
  validation = ajv.compile(await makeSchema('validation'))
})

test.each([
  ['version: 1', true],
  ['version: 1\nsuppressions: []\nfindings: []', true],
  ['version: 1\nsuppressions: [{ rule: a, reason: b, until: 2026-12-31, symptoms: true }]', true],
  ['version: 1\nfindings: [{ fingerprint: aaaaaaaaaaaaaaaa, rule: b, since: 2026-01-01 }]', true],
  ['version: 2', false],
  ['version: 1\nsuppressions: [{ rule: a }]', false],
  ['version: 1\nsuppressions: [{ rule: a, reason: b, untill: c }]', false],
  ['version: 1\nfindings: [{ rule: b }]', false],
])('a baseline %j is valid by schema and by reader: %s', (text, expected) => {
  expect([baseline(load(text)), readBaseline(text).kind]).toEqual([expected, expected ? 'ok' : 'wrong'])
})

test('settings of a project are valid by their schema, unknown ones are not', () => {
  expect(
    config(
      load(`
rules: [rules]
disable: [a-b]
disable-areas: [security]
severity: { a-b: info }
fail-on: warning
baseline: known.yaml
limits: { entries: 5, totalBytes: 2G }
validate: { strict: true, fail-on: info, expect-nodes: 3, expect-entries: [a] }
`),
    ),
  ).toBe(true)
  expect(config({ failOn: 'error' })).toBe(false)
  expect(config({ severity: { a: 'bad' } })).toBe(false)
})

test('validations are valid by the published schema', async () => {
  const strict = await validatePacket('samples/healthy-11-6.zip', { strict: true, expect: { nodes: 2 } })
  expect(strict.valid).toBe(false)
  expect(validation(JSON.parse(JSON.stringify(strict)))).toBe(true)
})
