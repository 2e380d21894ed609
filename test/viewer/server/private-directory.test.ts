// The folder of what is unpacked: private, gone with its process, and what a killed process left goes when the next one starts.
import { spawnSync } from 'node:child_process'
import { lstatSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makePrivateDirectory } from '../../../viewer/server/private-directory.js'

let parent: string
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'private-directory-'))
})
afterEach(() => rm(parent, { recursive: true, force: true }))

/** A process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid
}

/** A folder with a packet as this process would leave it if it had that number. */
async function leaveBehind(pid: number, change = (name: string) => name): Promise<string> {
  const own = await makePrivateDirectory(parent)
  await own.remove()
  const path = join(parent, change(basename(own.path).replace(/-\d+-/, `-${pid}-`)))
  await mkdir(path)
  await writeFile(join(path, '1-upload.zip'), 'a packet')
  return path
}

test('only its user can read it, names in it are given once, and it can be removed', async () => {
  const own = await makePrivateDirectory(parent)
  expect(lstatSync(own.path).mode & 0o777).toBe(0o700)
  expect(own.newPath('entry')).not.toBe(own.newPath('entry'))
  await own.remove()
  expect(await readdir(parent)).toEqual([])
})

test('what a killed process left is removed when the next one starts', async () => {
  const left = await leaveBehind(deadPid())
  const own = await makePrivateDirectory(parent)
  expect(lstatSync(left, { throwIfNoEntry: false })).toBeUndefined()
  await own.remove()
})

test('folders of processes that run, of other machines and of nobody known stay', async () => {
  const others = [
    await leaveBehind(process.pid),
    await leaveBehind(deadPid(), name => name.replace(/-[0-9a-f]{16}-/, `-${'0'.repeat(16)}-`)),
    await leaveBehind(deadPid(), () => 'support-packet-view-mine'),
  ]
  const own = await makePrivateDirectory(parent)
  for (const folder of others) expect(await readdir(folder)).toEqual(['1-upload.zip'])
  await own.remove()
})

test('a link that is laid in its way is not followed', async () => {
  const target = join(parent, 'precious')
  await mkdir(target)
  await writeFile(join(target, 'notes'), 'x')
  const left = await leaveBehind(deadPid())
  await rm(left, { recursive: true })
  await symlink(target, left)
  const own = await makePrivateDirectory(parent)
  expect(await readdir(target)).toEqual(['notes'])
  await own.remove()
})
