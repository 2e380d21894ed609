// `npm start`: on any clone, shows what the product does. Installs, builds, prints the report of a sample packet
// with a real fault and serves the viewer on it. Arguments go to `view`: `npm start -- --no-open`.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureDependencies, root, run } from './lib/setup.mjs'
import { buildIsFresh } from './lib/freshness.mjs'

const sample = 'samples/db-restart.zip'
const cli = join(root, 'dist', 'cli', 'main.js')

ensureDependencies()
if (!buildIsFresh()) {
  process.stderr.write('Building…\n')
  run(process.execPath, ['scripts/build.mjs', '--runtime'])
}

// The sample has a fault, so `analyze` exits with 1: that is its answer, not a failure of this script.
if (run(process.execPath, [cli, 'analyze', sample], { optional: true }) === 2) process.exit(2)

const viewer = spawn(process.execPath, [cli, 'view', sample, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => viewer.kill(signal))
viewer.on('exit', code => process.exit(code ?? 0))
