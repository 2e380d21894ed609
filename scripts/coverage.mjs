// `npm run coverage`: the tests once more, with what they cover as a summary and as pages in coverage/.
import { join } from 'node:path'
import { ensureDependencies, ensureTestTools, root, run } from './lib/setup.mjs'
import { buildIsFresh } from './lib/freshness.mjs'

ensureDependencies()
ensureTestTools()
if (!buildIsFresh()) run(process.execPath, ['scripts/build.mjs'])
run(process.execPath, [
  join(root, 'node_modules', 'vitest', 'vitest.mjs'),
  'run',
  '--coverage',
  ...process.argv.slice(2),
])
