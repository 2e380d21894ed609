// Folders of processes: a killed one leaves its own behind, and the next one removes it.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeProcessFolder } from '../../../generator/archive/process-folder.js'

let parent: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'sp-work-'))
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

/** As one that was killed has left it. */
async function leftBehind(): Promise<string> {
  const own = await makeProcessFolder(parent, '.dump')
  rmSync(own, { recursive: true })
  const { pid: ended } = spawnSync('true')
  const left = own.replace(`-${process.pid}-`, `-${ended}-`)
  mkdirSync(left)
  writeFileSync(join(left, 'plain.zip'), 'names of people')
  return left
}

test('what a killed run left is removed by the next, readable names above all', async () => {
  await leftBehind()
  await leftBehind()
  const own = await makeProcessFolder(parent, '.dump')
  expect(readdirSync(parent)).toEqual([basename(own)])
})

test('a run that goes on keeps its folder', async () => {
  const first = await makeProcessFolder(parent, '.dump')
  const second = await makeProcessFolder(parent, '.dump')
  expect(readdirSync(parent).sort()).toEqual([first, second].map(path => basename(path)).sort())
})

test('folders of another machine, and whatever is only called alike, stay', async () => {
  const other = basename(await leftBehind()).replace(/-[0-9a-f]{16}-/, `-${'0'.repeat(16)}-`)
  for (const name of [other, '.dump-notes', 'dump.zip']) mkdirSync(join(parent, name))
  await makeProcessFolder(parent, '.dump')
  expect(readdirSync(parent)).toEqual(expect.arrayContaining([other, '.dump-notes', 'dump.zip']))
})
