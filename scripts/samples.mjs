// `npm run samples`: writes the expected analysis of every sample packet, to be reviewed like code.
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureDependencies, root, run } from './lib/setup.mjs'
import { buildIsFresh } from './lib/freshness.mjs'

ensureDependencies()
if (!buildIsFresh()) run(process.execPath, ['scripts/build.mjs', '--runtime'])

const { analyzeFile } = await import(pathToFileURL(join(root, 'dist', 'analyzer', 'index.js')).href)
const folder = join(root, 'samples')
for (const name of readdirSync(folder).filter(file => file.endsWith('.zip'))) {
  const [analysis] = await analyzeFile(join(folder, name))
  const expected = JSON.parse(JSON.stringify(analysis))
  delete expected.tool.version
  expected.packet.source = name
  writeFileSync(
    join(folder, name.replace(/\.zip$/, '.expected.json')),
    `${JSON.stringify(expected, undefined, 1)}\n`,
  )
  const first = expected.findings[0]
  process.stdout.write(
    `${name}: ${first === undefined ? 'no finding' : `${first.severity} ${first.ruleId}`}\n`,
  )
}
