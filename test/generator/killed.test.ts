// A collection that is killed, at whatever moment, leaves no half packet under the name that was asked for.
import { execFileSync, spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleExecutable, type Executable } from '../cli/executable.js'

let executable: Executable
let home: string
beforeAll(async () => {
  executable = await bundleExecutable('generate')
  home = mkdtempSync(join(tmpdir(), 'sp-killed-'))
  const root = join(home, 'mattermost')
  mkdirSync(join(root, 'config'), { recursive: true })
  mkdirSync(join(root, 'logs'))
  writeFileSync(join(root, 'config', 'config.json'), '{}')
  const lines = readFileSync('test/fixtures/logs/db-restart.log')
  writeFileSync(
    join(root, 'logs', 'mattermost.log'),
    Buffer.concat(Array.from({ length: 20_000_000 / lines.length }, () => lines)),
  )
}, 60_000)
afterAll(async () => {
  await executable.remove()
  rmSync(home, { recursive: true, force: true })
})

/** Ends the process when so many things have happened in the folder it writes to; `undefined`: lets it live. */
function collect(
  folder: string,
  killedAt: number | undefined,
): Promise<{ changes: number; killed: boolean }> {
  return new Promise((done, fail) => {
    let changes = 0
    const args = [
      'generate',
      'mattermost',
      '--from-installation',
      join(home, 'mattermost'),
      '-o',
      join(folder, 'packet.zip'),
      '-q',
    ]
    const child = spawn(process.execPath, [executable.main, ...args], { stdio: 'ignore' })
    const watcher = watch(folder, () => {
      changes += 1
      if (changes === killedAt) child.kill('SIGKILL')
    })
    child.on('error', fail)
    child.on('close', (_, signal) => {
      watcher.close()
      done({ changes, killed: signal === 'SIGKILL' })
    })
  })
}

test('whole under its name, or not there at all', async () => {
  const whole = join(home, 'whole')
  mkdirSync(whole)
  const { changes } = await collect(whole, undefined)
  expect(readdirSync(whole)).toEqual(['packet.zip'])
  expect(changes).toBeGreaterThan(10)
  const moments = [
    1,
    2,
    3,
    5,
    Math.floor(changes / 3),
    Math.floor(changes / 2),
    changes - 6,
    changes - 3,
    changes - 2,
    changes - 1,
  ]
  const ended: string[] = []
  for (const [index, moment] of moments.entries()) {
    const folder = join(home, `killed-${index}`)
    mkdirSync(folder)
    const { killed } = await collect(folder, moment)
    const path = join(folder, 'packet.zip')
    if (existsSync(path)) execFileSync('unzip', ['-tq', path])
    ended.push(`${killed ? 'killed' : 'alive'} ${existsSync(path) ? 'whole' : 'nothing'}`)
    for (const name of readdirSync(folder))
      expect(name).toMatch(/^packet\.zip$|^\.packet\.zip\.[0-9a-f]+\.tmp$/)
  }
  expect(ended).toContain('killed nothing')
}, 120_000)
