// `logs` as people run it: into pipes that close, with colours forced, on damaged packets, interrupted.
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleExecutable, type Executable, runToEnd } from './executable.js'

const packet = 'samples/logs-disk-full.zip'
let executable: Executable
let folder = ''

beforeAll(async () => {
  executable = await bundleExecutable('logs')
  folder = await mkdtemp(join(tmpdir(), 'support-packet-logs-process-'))
})

afterAll(async () => {
  await executable.remove()
  await rm(folder, { recursive: true, force: true })
})

const logs = (args: readonly string[], env: Record<string, string> = {}) =>
  runToEnd(process.execPath, [executable.main, 'logs', ...args], { env })

async function logWith(name: string, text: string): Promise<string> {
  const directory = await mkdtemp(join(folder, `${name}-`))
  await writeFile(join(directory, 'mattermost.log'), text)
  return directory
}

const line = (msg: string): string =>
  `${JSON.stringify({ timestamp: '2026-01-20 10:00:00.000 Z', level: 'error', msg })}\n`

test.skipIf(process.platform === 'win32').each(['', '--raw', '--format ndjson', '--format json'])(
  'head -1 gets its line without a word: logs %s',
  async options => {
    const command = `"${process.execPath}" "${executable.main}" logs ${packet} ${options} | head -1`
    const { code, stdout, stderr } = await runToEnd('sh', ['-c', command])
    expect([code, stdout.split('\n').length, stderr]).toEqual([0, 2, ''])
  },
)

test('exit codes: 0 for records and for none, 2 for a mistake and for no packet', async () => {
  const codes = await Promise.all(
    [[packet], [packet, '--grep', 'no such text'], [packet, '--level', 'warm'], ['no-such-file']].map(
      async args => (await logs(args)).code,
    ),
  )
  expect(codes).toEqual([0, 0, 2, 2])
})

test('colour into a pipe only where it is asked for', async () => {
  const directory = await logWith('colour', line('oh'))
  const plain = '2026-01-20T10:00:00.000Z error oh\n'
  const red = '2026-01-20T10:00:00.000Z \u001b[31merror\u001b[0m oh\n'
  expect((await logs([directory])).stdout).toBe(plain)
  expect((await logs([directory], { FORCE_COLOR: '1' })).stdout).toBe(red)
  expect((await logs([directory], { NO_COLOR: '1' })).stdout).toBe(plain)
  expect((await logs([directory, '--no-color'], { FORCE_COLOR: '1' })).stdout).toBe(plain)
})

test('a log cannot move the cursor, set a title or turn the text around', async () => {
  const nasty = 'a\u001b[2J\u001b]0;title\u0007\u202eb\u009b31m'
  const { stdout } = await logs([await logWith('nasty', line(nasty) + `bare ${nasty}\n`)])
  expect(stdout.split('\n').length).toBe(3)
  expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
})

test.skipIf(process.platform === 'win32')('Ctrl-C ends a long read at once', async () => {
  const directory = await logWith('long', line('first').repeat(5_000))
  const file = await open(join(directory, 'mattermost.log'), 'r+')
  await file.truncate(2 ** 31) // a hole: it takes a second to read, and no room on the disk
  await file.close()
  const { code } = await runToEnd(process.execPath, [executable.main, 'logs', directory], {
    onFirstOutput: child => child.kill('SIGINT'),
  })
  expect(code).toBe(130)
})
