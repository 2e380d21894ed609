// `npm run check`: types, lint (with import direction) and format. Prints one line a check and exits 1 when one fails.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureDependencies, root } from './lib/setup.mjs'

const checks = [
  ['types', 'typescript/bin/tsc', ['-p', '.']],
  ['types of the viewer', 'typescript/bin/tsc', ['-p', 'viewer/ui']],
  ['lint', 'eslint/bin/eslint.js', ['.', '--max-warnings=0']],
  ['format', 'prettier/bin/prettier.cjs', ['--check', '.', '--log-level=warn']],
]

/** Runs all checks; returns how many passed and failed. */
export function runChecks() {
  ensureDependencies()
  const results = checks.map(([name, bin, args]) => {
    const { status } = spawnSync(process.execPath, [join(root, 'node_modules', bin), ...args], {
      cwd: root,
      stdio: 'inherit',
    })
    process.stdout.write(`${status === 0 ? 'ok' : 'FAILED'}  ${name}\n`)
    return status === 0
  })
  return { passed: results.filter(ok => ok).length, failed: results.filter(ok => !ok).length }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(runChecks().failed === 0 ? 0 : 1)
