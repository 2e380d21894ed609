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
const times = Object.fromEntries(Object.keys(works).map(name => [name, []]))
for (let round = 0; round < rounds; round++)
  for (const [name, code] of Object.entries(works)) times[name].push(timeOf(code))

const base = median(times['node -e 0'])
for (const [name, list] of Object.entries(times))
  print(`${name}: ${median(list).toFixed(0)} ms (${(median(list) / base).toFixed(1)} x node -e 0)`)

function timeOf(code) {
  const start = process.hrtime.bigint()
  execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: root, stdio: 'ignore' })
  return Number(process.hrtime.bigint() - start) / 1e6
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
