// The pages that are made from the code say what the code says. `npm run docs` writes them.
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { builtInRules } from '../../analyzer/engine/load.js'
import { allCommands } from '../../cli/commands/index.js'
import { commandsPage } from './generate/commands-page.js'
import { contractPage, type ContractPart, type Schema } from './generate/contract-page.js'
import { rulePages } from './generate/rule-pages.js'

const folder = 'docs/rule-catalogue'

/** Scripts have no types of their own. */
interface Scripts {
  readonly makeSchema: (name: string) => Promise<Schema>
}

const contract = [
  { name: 'Analysis', file: 'analysis', printedBy: '`analyze --format json`' },
  { name: 'Validation', file: 'validation', printedBy: '`validate --format json`' },
  { name: 'PacketDiff', file: 'diff', printedBy: '`diff --format json`' },
] as const

test('docs/json-contract.md lists every field of what is printed as JSON', async () => {
  const specifier: string = '../../scripts/schemas.mjs'
  const { makeSchema } = (await import(specifier)) as Scripts
  const parts: ContractPart[] = []
  for (const part of contract) parts.push({ ...part, schema: await makeSchema(part.file) })
  await expect(contractPage(parts)).toMatchFileSnapshot('../../docs/json-contract.md')
})

test('docs/commands.md has the help of every command', async () => {
  await expect(await commandsPage(await allCommands())).toMatchFileSnapshot('../../docs/commands.md')
})

describe('the rule catalogue', async () => {
  const pages = rulePages(await builtInRules())

  test.each([...pages])('%s is current', async (name, text) => {
    await expect(text).toMatchFileSnapshot(`../../${folder}/${name}`)
  })

  test('has no page of an area that is no more', () => {
    expect(readdirSync(folder).filter(name => !pages.has(name))).toEqual([])
  })

  test('has every rule once, with a reason and a fix', async () => {
    const text = [...pages.values()].join('\n')
    const ids = [...text.matchAll(/^## (\S+)$/gm)].map(([, id]) => id)
    const rules = await builtInRules()
    expect(ids.sort()).toEqual(rules.map(({ id }) => id).sort())
    expect(text.match(/^- Why: \S/gm)).toHaveLength(rules.length)
    expect(text.match(/^- Fix: \S/gm)).toHaveLength(rules.length)
  })
})
