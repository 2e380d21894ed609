// A process that is killed under load loses at most what waited, and its file never holds half a record in its middle.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuditLog } from '../../audit/index.js'
import { numbersIn, targetOf, upTo } from './targets.js'
import { until } from './until.js'

const QUEUE = 1_000
const folder = mkdtempSync(join(tmpdir(), 'audit-kill-'))
const file = join(folder, 'audit.log')
// Below the project, so that packages are found.
const program = resolve('node_modules', '.cache', `audit-endless-logger-${process.pid}.mjs`)

beforeAll(async () => {
  await build({
    entryPoints: ['test/audit/endless-logger.ts'],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
  })
})
afterAll(() => {
  rmSync(program, { force: true })
  rmSync(folder, { recursive: true })
})

/** Runs until it says that it logged so many more, and kills it at once. Resolves with the last number it told. */
function logUntilKilled(first: number, more: number): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [program, file, String(first), String(QUEUE)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let told = ''
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString()
      if (lastOf(told) >= first + more) child.kill('SIGKILL')
    })
    child.on('error', fail)
    child.on('close', (_, signal) => {
      if (signal === 'SIGKILL') done(lastOf(told))
      else fail(new Error(`the logger ended by itself: ${told.slice(0, 200)}`))
    })
  })
}

const lastOf = (told: string): number => Number(told.slice(0, told.lastIndexOf('\n')).split('\n').at(-1))

test('at most the queue is lost, and the file is whole each time it is opened again', async () => {
  let kept: readonly (number | undefined)[] = []
  for (const round of upTo(6)) {
    const first = kept.length
    const logged = await logUntilKilled(first, 3_000 + round * 1_717)
    const lines = readFileSync(file, 'utf8').split('\n')
    // Whatever follows the last line end is half a record at most.
    const numbers = numbersIn(lines.slice(0, -1).join('\n'))
    expect(numbers).toEqual(upTo(numbers.length))
    expect(logged - numbers.length).toBeLessThanOrEqual(QUEUE)
    expect(numbers.length).toBeGreaterThan(first)
    kept = numbers
  }
  const log = createAuditLog([targetOf({ type: 'file', options: { filename: file } })])
  await until(() => log.status()[0]?.state === 'idle')
  await log.close()
  expect(numbersIn(readFileSync(file, 'utf8'))).toEqual(kept)
  expect(readFileSync(file, 'utf8').endsWith('\n')).toBe(true)
})
