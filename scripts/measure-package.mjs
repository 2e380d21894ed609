// `npm run measure-package`: what the package weighs and how long it takes to be there. Prints the figures of docs/library.md.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureDependencies, root, run } from './lib/setup.mjs'

const rounds = 15

ensureDependencies()
if (!existsSync(join(root, 'dist', 'types'))) run(process.execPath, ['scripts/build.mjs'])

const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
  cwd: root,
  encoding: 'utf8',
  shell: process.platform === 'win32',
  stdio: ['ignore', 'pipe', 'ignore'],
})
const [{ size, unpackedSize, entryCount }] = JSON.parse(packed)
print(`package: ${megabytes(size)} packed, ${megabytes(unpackedSize)} unpacked, ${entryCount} files`)

const library = JSON.stringify(pathToFileURL(join(root, 'dist', 'analyzer', 'index.js')).href)
const sample = JSON.stringify(join(root, 'samples', 'healthy-11-6.zip'))
const works = {
  'node -e 0': '0',
  'import the library': `await import(${library})`,
  'validatePacket, 110 kB': `await (await import(${library})).validatePacket(${sample})`,
  'analyzePacket, 110 kB, all rules': `await (await import(${library})).analyzePacket(${sample})`,
}
// In turn, so that what else the machine does falls on all of them alike.
const runs = Object.fromEntries(Object.keys(works).map(name => [name, []]))
for (let round = 0; round < rounds; round++)
  for (const [name, code] of Object.entries(works)) runs[name].push(timesOf(code))

const base = medianOf('node -e 0', 'wallMs')
for (const name of Object.keys(works)) {
  const wallMs = medianOf(name, 'wallMs')
  const ratio = (wallMs / base).toFixed(1)
  print(
    `${name}: ${wallMs.toFixed(0)} ms (${ratio} x node -e 0), ${medianOf(name, 'cpuMs').toFixed(0)} ms of a processor`,
  )
}

function medianOf(name, key) {
  return median(runs[name].map(times => times[key]))
}

/** The time on the clock, which a busy machine lengthens, and what the process itself used. */
function timesOf(code) {
  const start = process.hrtime.bigint()
  const script = `${code}; const used = process.cpuUsage(); console.log(used.user + used.system)`
  const used = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    encoding: 'utf8',
  })
  return { wallMs: Number(process.hrtime.bigint() - start) / 1e6, cpuMs: Number(used) / 1000 }
}

function median(list) {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

function print(line) {
  process.stdout.write(`${line}\n`)
}
