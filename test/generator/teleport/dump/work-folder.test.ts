// Folders for what is in the making: a killed run leaves its own behind, and the next run removes it.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { workFolder } from '../../../../generator/teleport/dump/index.js'

let parent: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'sp-work-'))
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

/** As one that was killed has left it. */
async function leftBehind(purpose: 'dump' | 'names'): Promise<string> {
  const own = await workFolder(parent, purpose)
  rmSync(own, { recursive: true })
  const { pid: ended } = spawnSync('true')
  const left = own.replace(`-${process.pid}-`, `-${ended}-`)
  mkdirSync(left)
  writeFileSync(join(left, 'plain.zip'), 'names of people')
  return left
}

test('what a killed run left is removed by the next, readable names above all', async () => {
  await leftBehind('names')
  await leftBehind('dump')
  const own = await workFolder(parent, 'dump')
  expect(readdirSync(parent)).toEqual([basename(own)])
})

test('a run that goes on keeps its folder', async () => {
  const first = await workFolder(parent, 'dump')
  const second = await workFolder(parent, 'dump')
  expect(readdirSync(parent).sort()).toEqual([first, second].map(path => basename(path)).sort())
})

test('folders of another machine, and whatever is only called alike, stay', async () => {
  const other = basename(await leftBehind('dump')).replace(/dump-[0-9a-f]{8}/, 'dump-00000000')
  for (const name of [other, '.teleport-dump-notes', 'dump.zip']) mkdirSync(join(parent, name))
  await workFolder(parent, 'dump')
  expect(readdirSync(parent)).toEqual(expect.arrayContaining([other, '.teleport-dump-notes', 'dump.zip']))
})
