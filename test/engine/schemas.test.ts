// The JSON Schemas made from the types: sound rules fit, wrong ones do not.
import { Ajv } from 'ajv'
import { load } from 'js-yaml'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { readRuleSources } from '../../analyzer/engine/load.js'
import { evaluate } from './rule-of.js'

type Validate = (value: unknown) => boolean

/** Scripts have no types of their own. */
interface Scripts {
  readonly makeSchema: (name: string) => Promise<{ readonly definitions: object }>
}

let rule: Validate
let finding: Validate

beforeAll(async () => {
  const specifier: string = '../../scripts/schemas.mjs'
  const scripts = (await import(specifier)) as Scripts
  const makeSchema = (name: string) => scripts.makeSchema(name)
  const analysis = await makeSchema('analysis')
  const ajv = new Ajv({ allowUnionTypes: true })
  rule = ajv.compile(await makeSchema('rule'))
  finding = ajv.compile({
    $ref: '#/definitions/Finding',
    definitions: analysis.definitions,
  })
})

const fixtures = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/rules/${name}`, import.meta.url))

test('sound rules are valid by the schema that editors use', async () => {
  for (const { text } of await readRuleSources(fixtures('sound'))) expect(rule(load(text))).toBe(true)
})

test('wrong rules are not', async () => {
  for (const { file, text } of await readRuleSources(fixtures('wrong'))) {
    // What is wrong with this one is that another has its id, which no schema can tell, and its values.
    if (file === 'no-yaml.yaml') continue
    expect([file, rule(load(text))]).toEqual([file, false])
  }
})

test('findings are valid by the published schema', () => {
  const { findings } = evaluate(
    { when: 'config.A.x > 1', docs: ['https://example.com'] },
    { nodes: { a: { config: { A: { x: 2 } } }, b: { config: { A: { x: 3 } } } } },
  )
  expect(findings).toHaveLength(1)
  for (const one of findings) expect(finding(one)).toBe(true)
})
