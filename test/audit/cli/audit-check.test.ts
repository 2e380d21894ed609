// `audit check`: what it says, as text and JSON, how it ends, and what it finds out from this machine.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { cli } from '../../cli/run-cli.js'
import { makeCertificate } from '../certificate.js'
import { levels } from '../targets.js'

const folder = mkdtempSync(join(tmpdir(), 'audit-check-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function file(name: string, value: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value, null, 2))
  return path
}

const target = (type: string, options: Readonly<Record<string, unknown>>) => ({
  type,
  format: 'json',
  levels,
  options,
})

test('each message has file and line, what comes of it, and what is known', async () => {
  const path = file('wrong.json', { it: target('console', { out: 'stdot' }), off: { type: 'none' } })
  const { code, stdout, stderr } = await cli(['audit', 'check', path])
  expect([code, stderr]).toEqual([1, ''])
  expect(stdout).toBe(
    `${path}:24: error: it.options.out: "stdot" is none of the known values; the server refuses the configuration, ` +
      'and other targets may not be set up either. Did you mean stdout?\n' +
      '    known: stdout, stderr\n' +
      '1 target that can be set up and 1 switched off: 1 error\n',
  )
})

test('what is sound ends with 0 and says how many targets there are', async () => {
  const path = file('sound.json', { it: target('console', {}) })
  expect(await cli(['audit', 'check', path])).toEqual({
    code: 0,
    stdout: '1 target that can be set up: nothing is wrong\n',
    stderr: '',
  })
})

test('standard input is read, and JSON is for programs', async () => {
  const stdin = JSON.stringify({ it: target('console', { outt: 'stdout' }) })
  const { code, stdout } = await cli(['audit', 'check', '--format', 'json', '-'], { stdin })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    file: 'standard input',
    targets: [{ name: 'it', type: 'console', format: 'json', maxQueueSize: 1000 }],
    disabled: [],
    messages: [
      { severity: 'warning', code: 'UNKNOWN_KEY', line: 1, path: ['it', 'options', 'outt'], meant: 'out' },
    ],
  })
})

test('who reads the file decides what a mistake comes to', async () => {
  const path = file('reader.json', { it: target('console', { out: 'x' }) })
  const { stdout } = await cli(['audit', 'check', '--for', 'support-packet', path])
  expect(stdout).toContain('"x" is none of the known values; stdout is used.')
})

test('control characters of the file do not reach the terminal', async () => {
  const { stdout } = await cli(['audit', 'check', '-'], {
    stdin: JSON.stringify({ '\u001b[31mred': { type: '\u0007' } }),
  })
  expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
})

test.each([
  [['audit', 'check'], /needs a FILE/],
  [['audit', 'check', '/no/such/file'], /Cannot read \/no\/such\/file: no such file or directory/],
  [
    ['audit', 'check', 'samples/healthy-10-4.zip'],
    /is an archive\.[^]*analyze --only 'advanced-logging\*' PACKET/,
  ],
  [['audit', 'check', '--for', 'nobody', '-'], /must be one of server, support-packet/],
])('%j cannot be done, and says why in a line', async (args, why) => {
  const { code, stdout, stderr } = await cli(args, { stdin: '' })
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(why)
})

test('with --reach files, hosts and certificates are tried from this machine', async () => {
  const { certFile, keyFile } = makeCertificate(folder)
  const server = createServer(socket => socket.destroy())
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const remote = { host: '127.0.0.1', port }
  const path = file('reach.json', {
    good: target('tcp', remote),
    goodFile: target('file', { filename: join(folder, 'logs/audit.log'), max_backups: 1 }),
    nobody: target('tcp', { ...remote, port: 1 }),
    noTls: target('syslog', { ...remote, tls: true, cert: certFile }),
    noCertificate: target('syslog', { ...remote, tls: true, cert: keyFile }),
    noFolder: target('file', { filename: `${certFile}/audit.log`, max_backups: 1 }),
    folder: target('file', { filename: folder, max_backups: 1 }),
  })
  const { code, stdout } = await cli(['audit', 'check', '--reach', path])
  await new Promise(resolve => server.close(resolve))
  expect(code).toBe(1)
  const said = stdout.split('\n').filter(line => line.includes(' error: '))
  expect(said.map(line => line.replace(/^.*?:\d+: error: /, ''))).toEqual([
    expect.stringMatching(/^nobody\.options\.host: 127\.0\.0\.1:1 cannot be reached: connect ECONNREFUSED/),
    expect.stringMatching(/^noTls\.options\.host: .* cannot be reached with TLS: /),
    expect.stringMatching(/^noCertificate\.options\.cert: there is no certificate in /),
    expect.stringMatching(/^noFolder\.options\.filename: .* cannot be written: .*-cert\.pem is no directory/),
    expect.stringMatching(/^folder\.options\.filename: .* cannot be written: it is a directory/),
  ])
})
