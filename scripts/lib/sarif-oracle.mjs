// Records what Microsoft's SARIF multitool says of the reports of sample packets, for a test to look at. SARIF_MULTITOOL names the
// program (npm: @microsoft/sarif-multitool-linux, with `chmod +x`); without it nothing is recorded. Test runs need none of it.
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, run } from './setup.mjs'

const tool = process.env.SARIF_MULTITOOL
const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' }
const packets = ['db-restart', 'ha-config-drift', 'config-insecure', 'teleport-auth-down']

if (tool === undefined) console.log('SARIF_MULTITOOL is not set: the multitool was not asked.')
else record()

function record() {
  run(process.execPath, ['scripts/build.mjs', '--runtime'])
  const scratch = mkdtempSync(join(tmpdir(), 'sarif-oracle-'))
  try {
    for (const name of packets)
      copyFileSync(join(root, 'samples', `${name}.zip`), join(scratch, `${name}.zip`))
    const [first] = packets
    writeFileSync(join(scratch, 'cut.zip'), readFileSync(join(scratch, `${first}.zip`)).subarray(0, 40_000))
    const files = [...packets, 'cut', 'missing'].map(name => `${name}.zip`)
    const said = ['analyze', 'validate'].map(command => `${command}\n${judged(command, files, scratch)}`)
    const recording = join(root, 'test', 'fixtures', 'sarif', 'multitool.txt')
    writeFileSync(recording, `${versionOf()}\n\n${said.join('\n')}`)
    console.log(`SARIF multitool: ${said.join('').length} characters`)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** It writes its version beside its output. */
function versionOf() {
  const { stdout, stderr } = spawnSync(tool, ['version'], { env, encoding: 'utf8' })
  return `${stdout}${stderr}`.trim().split('+')[0]
}

/** `3 note SARIF2003: …`: how often each rule of the multitool complains, and of what first. */
function judged(command, files, scratch) {
  const report = join(scratch, `${command}.sarif`)
  const verdict = join(scratch, `${command}.verdict.sarif`)
  const main = join(root, 'dist', 'cli', 'main.js')
  // Findings and packets that cannot be read are what the report is about.
  run(process.execPath, [main, command, '--format', `sarif=${report}`, ...files], {
    cwd: scratch,
    optional: true,
    stdio: 'ignore',
  })
  const schema = join(root, 'test', 'fixtures', 'sarif', 'sarif-schema-2.1.0.json')
  const rules = ['--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning;Note', '--kind', 'Fail']
  const args = [
    'validate',
    report,
    '--json-schema',
    schema,
    ...rules,
    '--log',
    'ForceOverwrite',
    '--output',
    verdict,
  ]
  try {
    execFileSync(tool, args, { env, stdio: 'ignore' })
  } catch {
    // It ends with 1 when it complains of anything; the file says of what.
  }
  return complaints(JSON.parse(readFileSync(verdict, 'utf8')))
}

function complaints({ runs }) {
  const counts = new Map()
  for (const result of runs.flatMap(({ results = [] }) => results)) {
    // A level that is left out is the one that the format has by default.
    const kind = `${result.level ?? 'warning'} ${result.ruleId} ${result.message.id}`
    const known = counts.get(kind) ?? {
      count: 0,
      first: (result.message.arguments ?? []).slice(0, 2).join(' '),
    }
    counts.set(kind, { ...known, count: known.count + 1 })
  }
  const lines = [...counts].map(([kind, { count, first }]) => `  ${kind}: ${count}, first ${first}\n`)
  return lines.sort().join('')
}
