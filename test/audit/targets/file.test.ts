// File targets on real disks: rotation, gzip that zcat opens, files cut by a killed process, files moved away, and a full disk.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createAuditLog, type AuditLog } from '../../../audit/index.js'
import { keepHouse, oldFiles } from '../../../audit/targets/rotation.js'
import { numbered, numbersIn, targetOf, upTo, type GivenTarget } from '../targets.js'
import { until } from '../until.js'

let folder = ''
const path = (name: string): string => join(folder, name)
const read = (name: string): string => readFileSync(path(name), 'utf8')
const filesHere = (): readonly string[] => readdirSync(folder).sort()

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-file-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function canMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'audit-mount-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place]).status === 0
  if (mounted) execFileSync('umount', [place])
  rmSync(place, { recursive: true })
  return mounted
}

const troubles: string[] = []
function logTo(options: Readonly<Record<string, unknown>>, more: Partial<GivenTarget> = {}): AuditLog {
  troubles.length = 0
  const target = targetOf({
    type: 'file',
    maxqueuesize: 100_000,
    ...more,
    options: { filename: path('audit.log'), ...options },
  })
  return createAuditLog([target], {
    onTrouble: (_, message) => troubles.push(message),
    backOff: { firstMs: 5, longestMs: 20 },
  })
}

test('records are appended, by their owner only, in folders that are made', async () => {
  for (const run of [0, 1]) {
    const log = logTo({ filename: path('a/b/audit.log') })
    log.log(numbered(run))
    await log.close()
  }
  expect(numbersIn(read('a/b/audit.log'))).toEqual([0, 1])
  expect(statSync(path('a/b/audit.log')).mode & 0o777).toBe(0o600)
  expect(troubles).toEqual([])
})

test('a file that is full makes room, and zcat gives back every record', async () => {
  const log = logTo({ max_size: 1, compress: true })
  const padding = 'x'.repeat(4_000)
  for (const number of upTo(1_000)) log.log(numbered(number, { padding }))
  await log.close()
  const [current, ...old] = [...filesHere()].reverse()
  expect(current).toBe('audit.log')
  expect(old.every(name => /^audit-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}\.log\.gz$/.test(name))).toBe(true)
  expect(old.length).toBeGreaterThanOrEqual(3)
  const texts = old
    .reverse()
    .map(name => execFileSync('zcat', [path(name)], { encoding: 'utf8', maxBuffer: 4e6 }))
  for (const text of texts) expect(text.length).toBeLessThanOrEqual(1024 * 1024)
  expect(numbersIn([...texts, read('audit.log')].join(''))).toEqual(upTo(1_000))
})

test('a record larger than a file may be has a file of its own, uncut', async () => {
  const log = logTo({ max_size: 1 })
  for (const number of upTo(3)) log.log(numbered(number, { padding: 'é'.repeat(600_000) }))
  await log.close()
  const files = filesHere()
  expect(files).toHaveLength(3)
  expect(files.flatMap(name => numbersIn(read(name)))).toEqual([0, 1, 2])
})

test('a file that cannot be renamed is written to further, and that is said', async () => {
  const log = logTo({ filename: path(`${'long'.repeat(60)}.log`), max_size: 1 })
  for (const number of upTo(300)) log.log(numbered(number, { padding: 'x'.repeat(5_000) }))
  await log.close()
  // The name of the old file would be longer than any may be.
  expect(filesHere()).toEqual([`${'long'.repeat(60)}.log`])
  expect(numbersIn(read(`${'long'.repeat(60)}.log`))).toEqual(upTo(300))
  expect(troubles).toEqual([expect.stringMatching(/cannot be rotated: ENAMETOOLONG/)])
})

test('of old files the newest are kept, and none that is too old', async () => {
  const stamps = ['01', '02', '03', '04'].map(day => `audit-2026-11-${day}T00-00-00.000.log`)
  for (const name of [...stamps, 'audit-notes.log', 'other-2026-11-01T00-00-00.000.log'])
    writeFileSync(path(name), 'x')
  const keeping = { filename: path('audit.log'), max_age: 0, max_backups: 3, compress: false }
  await keepHouse(keeping)
  expect((await oldFiles(path('audit.log'))).map(({ path: file }) => file)).toEqual(
    [...stamps].reverse().slice(0, 3).map(path),
  )
  await keepHouse({ ...keeping, max_backups: 0, max_age: 2 }, Date.UTC(2026, 10, 5, 12))
  expect(filesHere()).toEqual([stamps[3], 'audit-notes.log', 'other-2026-11-01T00-00-00.000.log'])
})

test('compressing that was interrupted is done again', async () => {
  const name = 'audit-2026-11-01T00-00-00.000.log'
  writeFileSync(path(name), 'all of it')
  writeFileSync(path(`${name}.gz.partial`), 'half')
  utimesSync(path(name), 0, 0)
  await keepHouse({ filename: path('audit.log'), max_age: 0, max_backups: 0, compress: true })
  expect(filesHere()).toEqual([`${name}.gz`])
  expect(execFileSync('zcat', [path(`${name}.gz`)], { encoding: 'utf8' })).toBe('all of it')
})

describe('a file that was left with half a record', () => {
  test.each([
    ['json', '{"a":1}\n{"timestamp":"2026', '{"a":1}\n', /27 bytes|18 bytes|were removed/],
    ['json', '{"timestamp":"2026', '', /were removed/],
    ['json', '{"a":1}\n{"b":2}', '{"a":1}\n{"b":2}\n', /given one/],
    ['json', 'notes of somebody', 'notes of somebody\n', /given one/],
    ['plain', 'audit-api [2026] x=1\naudit-api [2026-11', 'audit-api [2026] x=1\n', /were removed/],
    ['plain', 'audit-api [2026] x=1\naudit', 'audit-api [2026] x=1\n', /were removed/],
    ['plain', 'notes of somebody', 'notes of somebody\n', /given one/],
  ])('%s: %j becomes %j', async (format, before, after, remark) => {
    writeFileSync(path('audit.log'), before)
    const log = logTo({}, { format })
    log.log(numbered(1))
    await log.close()
    expect(read('audit.log').startsWith(after)).toBe(true)
    expect(read('audit.log').slice(after.length).split('\n')).toHaveLength(2)
    expect(troubles).toEqual([expect.stringMatching(remark)])
  })

  test('is left alone when another process is just writing the rest of it', async () => {
    const [half, rest] = ['{"timestamp":"2026","meta":{"num', 'ber":5}}\n']
    writeFileSync(path('audit.log'), half)
    const log = logTo({})
    log.log(numbered(6))
    setTimeout(() => appendFileSync(path('audit.log'), rest), 30)
    await until(() => log.status()[0]?.written === 1)
    await log.close()
    expect(numbersIn(read('audit.log'))).toEqual([5, 6])
    expect(troubles).toEqual([])
  })

  test.each(['', 'audit-api [2026] whole\n'])('%j stays as it is', async before => {
    writeFileSync(path('audit.log'), before)
    const log = logTo({})
    await until(() => log.status()[0]?.state === 'idle')
    await log.close()
    expect([read('audit.log'), troubles]).toEqual([before, []])
  })
})

test('a file that was moved away is made anew, and the moved one is left alone', async () => {
  const log = logTo({})
  log.log(numbered(1))
  await until(() => existsSync(path('audit.log')) && read('audit.log') !== '')
  renameSync(path('audit.log'), path('moved.log'))
  await until(() => {
    log.log(numbered(2))
    return existsSync(path('audit.log')) && read('audit.log') !== ''
  })
  await log.close()
  const all = [...numbersIn(read('moved.log')), ...numbersIn(read('audit.log'))]
  expect(all[0]).toBe(1)
  expect(new Set(all.slice(1))).toEqual(new Set([2]))
})

test('two processes that write to one file, and rotate it, lose nothing', async () => {
  const padding = 'x'.repeat(2_000)
  const logs = [logTo({ max_size: 1, compress: true }), logTo({ max_size: 1, compress: true })]
  for (const round of upTo(10)) {
    for (const number of upTo(100)) logs[number % 2]?.log(numbered(round * 100 + number, { padding }))
    await until(() => logs.every(log => log.status()[0]?.queued === 0))
  }
  await Promise.all(logs.map(log => log.close()))
  const texts = filesHere().map(name =>
    name.endsWith('.gz')
      ? execFileSync('zcat', [path(name)], { encoding: 'utf8', maxBuffer: 4e6 })
      : read(name),
  )
  const numbers = texts.flatMap(numbersIn)
  expect([...numbers].sort((a, b) => Number(a) - Number(b))).toEqual(upTo(1_000))
})

test.each([
  ['a directory', () => mkdirSync(path('audit.log')), /is no file/],
  ['a pipe', () => execFileSync('mkfifo', [path('audit.log')]), /is no file/],
  ['below a file', () => writeFileSync(path('x'), ''), /ENOTDIR|EEXIST|not a directory/],
])('%s takes no records, and takes no other target down', async (_, make, why) => {
  make()
  const name = existsSync(path('x')) ? path('x/audit.log') : path('audit.log')
  const targets = [name, path('good.log')].map(filename => targetOf({ type: 'file', options: { filename } }))
  const said: string[] = []
  const log = createAuditLog(targets, { onTrouble: (_, message) => said.push(message) })
  log.log(numbered(7))
  await until(() => existsSync(path('good.log')) && read('good.log') !== '')
  const [bad, good] = await log.close(50)
  expect(said).toEqual([expect.stringMatching(why)])
  expect([bad?.written, bad?.queued, good?.written]).toEqual([0, 1, 1])
  expect(numbersIn(read('good.log'))).toEqual([7])
})

describe('a full disk', () => {
  // Only root may mount. Elsewhere it is said, and the device that is always full stands for the disk.
  const mayMount = canMount()
  if (!mayMount)
    console.warn('No file system can be mounted here: a full disk is tried with /dev/full alone.')

  test.runIf(mayMount)(
    'of a real file system: what waits is written when there is room again, and no record is cut',
    async () => {
      const disk = path('disk')
      mkdirSync(disk)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', disk])
      try {
        writeFileSync(join(disk, 'ballast'), 'x'.repeat(90 * 1024))
        const log = logTo({ filename: join(disk, 'audit.log') }, { maxqueuesize: 200 })
        const padding = 'x'.repeat(777)
        for (const number of upTo(300)) log.log(numbered(number, { padding }))
        await until(() => log.status()[0]?.state === 'waiting')
        const kept = readFileSync(join(disk, 'audit.log'), 'utf8')
        // Between two tries there may be half a record behind the last end; before it all are whole, and none is missing.
        const whole = numbersIn(kept.slice(0, kept.lastIndexOf('\n')))
        expect(whole.length).toBeGreaterThan(0)
        expect(whole).toEqual(upTo(whole.length))
        expect(troubles).toEqual([expect.stringMatching(/ENOSPC/)])
        rmSync(join(disk, 'ballast'))
        execFileSync('mount', ['-o', 'remount,size=4m', disk])
        await until(() => log.status()[0]?.queued === 0)
        const [status] = await log.close()
        expect(status).toMatchObject({ queued: 0, dropped: 100 })
        const lines = readFileSync(join(disk, 'audit.log'), 'utf8').trimEnd().split('\n')
        expect(numbersIn(lines.slice(0, 200).join('\n'))).toEqual(upTo(200))
        expect(JSON.parse(lines[200] ?? '')).toMatchObject({
          level: 'logerror',
          event_name: 'auditRecordsDropped',
          status: 'fail',
          meta: { target: 'it', dropped: 100 },
        })
      } finally {
        execFileSync('umount', ['--lazy', disk])
      }
    },
  )

  test('/dev/full: the failure is told once, the queue keeps what it can, and the end comes in time', async () => {
    const log = logTo({ filename: '/dev/full' }, { maxqueuesize: 10 })
    for (const number of upTo(25)) log.log(numbered(number))
    await until(() => log.status()[0]?.state === 'waiting')
    const start = performance.now()
    expect(await log.close(50)).toMatchObject([{ queued: 10, dropped: 15, written: 0 }])
    expect(performance.now() - start).toBeLessThan(5_000)
    expect(troubles).toEqual([expect.stringMatching(/ENOSPC/)])
  })
})
