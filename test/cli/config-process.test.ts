// The settings of a project are found in the working directory, by the executable as a process of its own.
import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleExecutable, type Executable } from './executable.js'

let executable: Executable
let folder = ''

beforeAll(async () => {
  executable = await bundleExecutable('config')
  folder = await mkdtemp(join(tmpdir(), 'support-packet-config-'))
  await copyFile('samples/healthy-10-4.zip', join(folder, 'packet.zip'))
  await writeFile(join(folder, 'support-packet.config.yaml'), 'validate: { expect-nodes: 2 }\n')
})

afterAll(async () => {
  await executable.remove()
  await rm(folder, { recursive: true, force: true })
})

function run(...args: string[]): Promise<{ readonly code: number; readonly stderr: string }> {
  return new Promise(resolve => {
    execFile(process.execPath, [executable.main, ...args], { cwd: folder }, (error, _, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stderr })
    })
  })
}

test('a file in the working directory applies, and that is said', async () => {
  expect(await run('validate', 'packet.zip')).toEqual({
    code: 1,
    stderr: 'support-packet: settings of support-packet.config.yaml apply\n',
  })
})

test('it is left out where somebody wants it so', async () => {
  expect(await run('validate', '--no-config', 'packet.zip')).toEqual({ code: 0, stderr: '' })
})
