// The audit log as a whole: several targets with levels of their own, stack traces, and consoles.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { build } from 'esbuild'
import { afterAll, expect, test } from 'vitest'
import { createAuditLog, recordOf, type AuditLog } from '../../audit/index.js'
import {
  levels,
  moment,
  numbered,
  numbersIn,
  targetOf,
  targetsOf,
  upTo,
  type GivenTarget,
} from './targets.js'
import { until } from './until.js'

const folder = mkdtempSync(join(tmpdir(), 'audit-whole-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** Consoles that keep what is written. */
function consoles() {
  const told = { stdout: '', stderr: '' }
  const stream = (name: keyof typeof told) =>
    new Writable({
      write(chunk: Buffer, _, done) {
        told[name] += chunk.toString()
        done()
      },
    })
  return { told, consoles: { stdout: stream('stdout'), stderr: stream('stderr') } }
}

const event = (level: 'audit-api' | 'audit-cli' | 'audit-permissions', name: string) =>
  recordOf({ event: name, status: 'success', level, timeMs: moment })

const names = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map(line => (JSON.parse(line) as { event_name: string }).event_name)

test('each target gets the levels that it lists, and no others', async () => {
  const { told, consoles: both } = consoles()
  const targets = targetsOf({
    api: { type: 'console', levels: [{ id: 100, name: 'audit-api' }] },
    rest: {
      type: 'console',
      options: { out: 'stderr' },
      levels: [
        { id: 102, name: 'audit-permissions' },
        { id: 103, name: 'CLI' },
      ],
    },
  })
  const log = createAuditLog(targets, { consoles: both })
  log.log(event('audit-api', 'a'))
  log.log(event('audit-permissions', 'b'))
  log.log(event('audit-cli', 'c'))
  expect(await log.close()).toMatchObject([
    { name: 'api', type: 'console', written: 1 },
    { name: 'rest', written: 2 },
  ])
  expect([names(told.stdout), names(told.stderr)]).toEqual([['a'], ['b', 'c']])
  // The target's own name of the level is shown.
  expect(told.stderr).toContain('"level":"CLI"')
})

test('a level that asks for it carries the stack of the call that logged', async () => {
  const { told, consoles: both } = consoles()
  const target = targetOf({
    type: 'console',
    levels: [{ id: 100, name: 'audit-api', stacktrace: true }],
    format_options: { enable_caller: true },
  })
  const log = createAuditLog([target], { consoles: both })
  openThePacket(log)
  await log.close()
  const record = JSON.parse(told.stdout) as {
    caller: string
    stacktrace: readonly { Function: string; File: string }[]
  }
  expect(record.caller).toMatch(/^audit\/log\.test\.ts:\d+$/)
  expect(record.stacktrace[0]).toMatchObject({
    Function: 'openThePacket',
    File: expect.stringMatching(/log\.test\.ts$/) as unknown,
  })
})

function openThePacket(log: AuditLog): void {
  log.log(event('audit-api', 'a'))
}

test('without targets logging does nothing', async () => {
  const log = createAuditLog([])
  log.log(numbered(1))
  expect(await log.close()).toEqual([])
})

test('a reader that stalls holds up neither the caller nor other targets', async () => {
  const file = join(folder, 'stall.log')
  const stalled = new Writable({ highWaterMark: 1, write: () => undefined })
  const target = (given: GivenTarget) => targetOf({ maxqueuesize: 50, ...given })
  const log = createAuditLog(
    [target({ type: 'console' }), target({ type: 'file', options: { filename: file } })],
    {
      consoles: { stdout: stalled, stderr: new PassThrough() },
    },
  )
  for (const number of upTo(200)) {
    log.log(numbered(number))
    if (number % 20 === 19) await until(() => log.status()[1]?.queued === 0)
  }
  expect(await log.close(20)).toMatchObject([
    { written: 0, dropped: 150 },
    { written: 200, dropped: 0 },
  ])
  expect(numbersIn(readFileSync(file, 'utf8'))).toEqual(upTo(200))
})

test('a reader that went away ends neither the process nor the records of other targets', async () => {
  const file = join(folder, 'gone.log')
  const source = join(folder, 'writer.ts')
  const program = resolve('node_modules', '.cache', `audit-console-writer-${process.pid}.mjs`)
  writeFileSync(
    source,
    `import { checkAdvancedLogging, createAuditLog, recordOf } from ${JSON.stringify(resolve('audit/index.ts'))}
     const levels = ${JSON.stringify(levels)}
     const given = {
       console: { type: 'console', format: 'json', levels },
       file: { type: 'file', format: 'json', levels, options: { filename: ${JSON.stringify(file)} } },
     }
     const log = createAuditLog(checkAdvancedLogging(JSON.stringify(given), 'tool').targets)
     let number = 0
     const timer = setInterval(async () => {
       log.log(recordOf({ event: 'openSupportPacket', status: 'success', meta: { number: number++ } }))
       if (number < 100) return
       clearInterval(timer)
       const [, file] = await log.close(100)
       process.exit(file.written === 100 ? 0 : 3)
     }, 1)`,
  )
  await build({
    entryPoints: [source],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
  })
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
  child.stdout.destroy()
  const code = await new Promise(done => child.on('close', done))
  rmSync(program)
  expect(code).toBe(0)
  expect(numbersIn(readFileSync(file, 'utf8'))).toEqual(upTo(100))
})
