// `npm test`: sets itself up, then checks, builds and runs every test. Ends with `N passed, N failed` for the whole.
// With arguments it runs only those tests: `npm test -- test/packet`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureDependencies, ensureTestTools, root, run } from './lib/setup.mjs'

const only = process.argv.slice(2)

ensureDependencies()
ensureTestTools()
const { runChecks } = await import('./check.mjs')
const total = only.length > 0 ? { passed: 0, failed: 0 } : runChecks()
run(process.execPath, ['scripts/build.mjs'])
const tests = runTests()
const passed = total.passed + tests.passed
const failed = total.failed + tests.failed
process.stdout.write(
  `${passed} passed, ${failed} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ''}\n`,
)
process.exit(failed === 0 && passed > 0 ? 0 : 1)

/** Runs vitest and counts from its own report; a run that broke without a failed test counts as one failure. */
function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'support-packet-test-'))
  const report = join(folder, 'report.json')
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...only]
  const { status } = spawnSync(process.execPath, [vitest, ...args], { cwd: root, stdio: 'inherit' })
  const counts = readCounts(report)
  rmSync(folder, { recursive: true, force: true })
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

function readCounts(report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(
      readFileSync(report, 'utf8'),
    )
    const failed = numFailedTests > 0 ? numFailedTests : numFailedTestSuites
    return { passed: numPassedTests, failed, skipped: numPendingTests }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}
