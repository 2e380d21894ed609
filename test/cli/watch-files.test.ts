// Looking again when files change: each change once, until it is interrupted.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { onEachChange } from '../../cli/watch-files.js'
import { cli } from './run-cli.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watched-'))
  await writeFile(join(folder, 'rule.yaml'), 'id: a\n')
})
afterEach(() => rm(folder, { recursive: true }))

/** Counts the rounds; `reached(n)` waits for the n-th. */
function rounds() {
  const waiting: (() => void)[] = []
  let count = 0
  return {
    again: async () => {
      count++
      for (const wake of waiting) wake()
      await Promise.resolve()
    },
    reached: async (wanted: number): Promise<void> => {
      while (count < wanted) await new Promise<void>(resolve => waiting.push(resolve))
    },
  }
}

test.each(['folder', 'file'])('a %s is looked at first, and again after a change', async kind => {
  const stop = new AbortController()
  const { again, reached } = rounds()
  const watching = onEachChange([kind === 'folder' ? folder : join(folder, 'rule.yaml')], again, stop.signal)
  await reached(1)
  await writeFile(join(folder, 'rule.yaml'), 'id: b\n')
  await reached(2)
  stop.abort()
  await watching
})

test('watching ends with the interruption, and tells what was found until then', async () => {
  const stop = new AbortController()
  const running = cli(['rules', 'test', '--watch', folder], { interrupted: stop.signal })
  stop.abort()
  expect((await running).code).not.toBe(2)
})

test('watching wants paths that are there', async () => {
  expect((await cli(['rules', 'test', '--watch'])).stderr).toContain('--watch wants the files or directories')
  expect((await cli(['rules', 'test', '--watch', join(folder, 'nothing')])).stderr).toContain(
    'Cannot read rules',
  )
})
