// The hooks of pre-commit: what they run, and for which files. Their patterns mean the same in Python and here.
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { runToEnd } from '../cli/executable.js'
import { main } from './shell.js'

interface Hook {
  readonly id: string
  readonly name: string
  readonly entry: string
  readonly language: string
  readonly files: string
}

const hooks = load(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as readonly Hook[]

const run = (entry: string, packet: string) =>
  runToEnd(process.execPath, [main, ...entry.split(' ').slice(1), packet])

test.each([
  ['mattermost_support_packet_2026-11-21.zip', true],
  ['test/fixtures/support-packet-ha.tar.gz', true],
  ['support_packet.tgz', true],
  ['support_packet.yaml', false],
  ['release.zip', false],
  ['support-packet/release.zip', false],
])('%s: %s', (path, wanted) => {
  for (const { files } of hooks) expect(new RegExp(files).test(path)).toBe(wanted)
})

test('each hook runs as it is written, silent for sound packets', async () => {
  for (const { id, name, entry, language } of hooks) {
    expect([typeof name, language, entry.split(' ')[0]]).toEqual(['string', 'node', 'support-packet'])
    const { code, stderr } = await run(entry, 'samples/healthy-11-6.zip')
    expect([id, code, stderr]).toEqual([id, 0, ''])
  }
})

test('the hook that analyzes fails for a broken server', async () => {
  const analyze = hooks.find(({ id }) => id === 'support-packet-analyze')?.entry ?? ''
  const { code } = await run(analyze, 'samples/db-restart.zip')
  expect(code).toBe(1)
})

test('packing prints the name of the tarball alone, whatever its scripts print: pre-commit takes it from there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'support-packet-pack-'))
  try {
    const manifest = { name: 'packed', version: '1.0.0', scripts: { prepack: 'echo building' } }
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
    copyFileSync('.npmrc', join(folder, '.npmrc'))
    const stdout = execFileSync('npm', ['pack'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(stdout.trim()).toBe('packed-1.0.0.tgz')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test.each([
  ['the clone of a dependency', tmpdir(), true],
  ['a checkout', '.', false],
])('what npm calls for %s builds: %s', (_, calledFrom, isBuilt) => {
  const folder = mkdtempSync(join(tmpdir(), 'support-packet-prepare-'))
  try {
    mkdirSync(join(folder, 'scripts', 'lib'), { recursive: true })
    for (const file of ['scripts/prepare.mjs', 'scripts/lib/setup.mjs'])
      copyFileSync(file, join(folder, file))
    writeFileSync(
      join(folder, 'scripts/build.mjs'),
      "import { writeFileSync } from 'node:fs'; writeFileSync('built', '')",
    )
    const { prepare } = (JSON.parse(readFileSync('package.json', 'utf8')) as Manifest).scripts
    const env = { ...process.env, INIT_CWD: resolve(folder, calledFrom) }
    execFileSync('sh', ['-c', prepare], { cwd: folder, env })
    expect(existsSync(join(folder, 'built'))).toBe(isBuilt)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

interface Manifest {
  readonly scripts: { readonly prepare: string }
}
