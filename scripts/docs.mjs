// `npm run docs`: writes the pages that are made from the code: commands, JSON contract, rule catalogue, facts, problems.
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDependencies, root, run } from './lib/setup.mjs'

ensureDependencies()
// Pages of areas that are no more would stay.
const catalogue = join(root, 'docs', 'rule-catalogue')
for (const name of readdirSync(catalogue)) rmSync(join(catalogue, name))
run(process.execPath, [
  'node_modules/vitest/vitest.mjs',
  'run',
  'test/docs/generated.test.ts',
  'test/docs/problems.test.ts',
  'test/facts/docs.test.ts',
  // At the end: it takes what follows it for its value.
  '--update',
])
