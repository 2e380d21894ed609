// `npm run bench`: builds, then measures workloads against reference commands in turn and prints ratios.
// `npm run bench -- NAME…` runs only those; `-- --list` names them; `-- --full` includes the ones that take minutes.
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ensureDependencies, ensureTestTools, root, run } from './lib/setup.mjs'
import { buildIsFresh } from './lib/freshness.mjs'

ensureDependencies()
ensureTestTools()
if (!buildIsFresh()) run(process.execPath, ['scripts/build.mjs', '--runtime'])

const { build } = await import('esbuild')
const tool = join(root, 'dist', '.bench', 'main.mjs')
await build({
  absWorkingDir: root,
  entryPoints: ['test/bench/main.ts', 'test/bench/metrics-dump.ts'],
  outdir: dirname(tool),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  logLevel: 'warning',
})
const status = run(process.execPath, [tool, ...process.argv.slice(2)], { optional: true })
rmSync(join(root, 'dist', '.bench'), { recursive: true, force: true })
process.exit(status)
