// `generate teleport`: arguments, words, exit codes, records.
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openBuffer } from '../../../../analyzer/index.js'
import { cli, type CliResult, type CliSetting } from '../../../cli/run-cli.js'
import { bytesOf, clients, standInCluster, type StandInCluster } from '../stand-in-cluster.js'

let cluster: StandInCluster
let folder: string
beforeEach(async () => {
  cluster = await standInCluster()
  folder = mkdtempSync(join(tmpdir(), 'sp-generate-teleport-'))
  vi.stubEnv('STAND_IN', cluster.folder)
  vi.stubEnv('PATH', `${dirname(clients.tctl)}${delimiter}${process.env['PATH'] ?? ''}`)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await cluster.remove()
  rmSync(folder, { recursive: true, force: true })
})

const generate = (args: readonly string[], setting: CliSetting = {}): Promise<CliResult> =>
  cli(['generate', 'teleport', '--via', 'local', ...args], setting)

const asked = (): readonly string[] => readFileSync(join(cluster.folder, 'asked'), 'utf8').trim().split('\n')

test('writes a dump, says what came of it, and that it is valid', async () => {
  const file = join(folder, 'dump.zip')
  const { code, stdout, stderr } = await generate(['--objects', 'role,node', '-o', file])
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(
    new RegExp(
      `^Wrote ${file} \\([\\d.]+ kB\\)\\nComplete\\. 0 instances collected; attempts: 4 succeeded\\.\\n`,
    ),
  )
  expect(stdout).toMatch(/dump\.zip: valid/)
})

test('in a directory it names itself; quiet says nothing but the name', async () => {
  const { stdout } = await generate(['--objects', 'role', '-q', '-o', folder])
  expect(stdout).toMatch(/teleport-dump-\d{4}-\d\d-\d\dT\d\d-\d\d\.zip\n$/)
  expect(existsSync(stdout.trim())).toBe(true)
})

test('on standard output it is a whole archive, and the words are elsewhere', async () => {
  const { code, stdout, stderr } = await generate(['--objects', 'role', '-o', '-'])
  expect(code).toBe(0)
  expect(stdout.startsWith('PK')).toBe(true)
  expect(stderr).toContain('Wrote a packet to standard output')
  const [opened] = await openBuffer('x', Buffer.from(stdout, 'latin1'))
  expect(opened?.kind).toBeDefined()
})

test('agents that cannot be reached make it incomplete: exit code 1, and what helps', async () => {
  const file = join(folder, 'dump.zip')
  const { code, stdout } = await cli(['generate', 'teleport', '--objects', 'node', '-o', file])
  expect(code).toBe(1)
  expect(stdout).toContain('Not complete. 0 instances collected, 2 failed')
  expect(stdout).toContain('2 × failed: no tunnel (tp-node-1, tp-node-2)')
  expect(stdout).toContain('The agent has no tunnel to a proxy')
})

test('with a second client those are asked over it whom the first does not reach', async () => {
  const ssh = join(folder, 'ssh')
  writeFileSync(ssh, `#!/bin/sh\necho "$*" >> ${folder}/ssh-asked\necho 'Connection refused' >&2; exit 255\n`)
  chmodSync(ssh, 0o755)
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`)
  const file = join(folder, 'dump.zip')
  const { stdout } = await cli([
    ...['generate', 'teleport', '--via', 'tsh,ssh', '--objects', 'node', '--client-option', 'ssh:-p2222'],
    ...['-o', file],
  ])
  expect(readFileSync(join(folder, 'ssh-asked'), 'utf8')).toMatch(/ -p2222 -- tp-node-1 sh -s$/m)
  expect(stdout).toContain('2 × failed: no tunnel')
  expect(String((await bytesOf(file))['report.txt'])).toMatch(/tsh: .*no tunnel.*; ssh: Connection refused/)
})

test('where nothing answers the exit code is 2, and the dump is there', async () => {
  vi.stubEnv('PATH', '/nowhere')
  const file = join(folder, 'dump.zip')
  const { code, stdout } = await generate(['-o', file])
  expect(code).toBe(2)
  expect(stdout).toContain('No server answered')
  expect(stdout).toContain('tctl is not installed there')
  expect(Object.keys(await bytesOf(file))).toContain('readme.html')
})

test('an identity that is not there is told, and nobody is asked', async () => {
  const { code, stderr } = await generate(['--identity', 'no.pem', '-o', join(folder, 'a.zip')])
  expect([code, stderr]).toEqual([2, expect.stringContaining('Cannot read the identity from no.pem')])
  expect(existsSync(join(cluster.folder, 'asked'))).toBe(false)
})

test('whom tctl does not know is found out once, and not told forty times', async () => {
  const stranger = join(folder, 'tctl')
  writeFileSync(
    stranger,
    `#!/bin/sh\nprintf 'ERROR: Could not load Teleport host UUID file\\n' >&2; exit 1\n`,
  )
  chmodSync(stranger, 0o755)
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`)
  const { code, stdout } = await generate(['-o', join(folder, 'a.zip')])
  expect(code).toBe(2)
  expect(stdout).toMatch(/ [3-6] failed, \d\d not tried/)
  expect(stdout).toContain('Log in first with `tsh login`')
})

test('identity and addresses reach tctl as its own options', async () => {
  const identity = join(folder, 'dump.pem')
  writeFileSync(identity, '')
  await generate([
    ...['--identity', identity, '--proxy', 'teleport.example.com:443', '--objects', 'role'],
    ...['--client-option=tctl:--config=/etc/other.yaml', '--client-option=ssh:-p2222'],
    ...['-o', join(folder, 'a.zip')],
  ])
  expect(asked().at(-1)).toBe(
    `--identity ${identity} --auth-server teleport.example.com:443 --config=/etc/other.yaml get role`,
  )
})

test.each([
  [['--objects', 'all'], /"all" is no kind of objects/],
  [['--objects', '--with-secrets'], /--objects/],
  [['--skip-objects', 'role;id'], /"role;id" is no kind/],
  [['--login', '-oProxyCommand=x'], /--login/],
  [['--nodes', 'a,-b'], /"-b" is no name of a host/],
  [['--max-size', 'lots'], /--max-size needs a size/],
  [['--since', 'soon'], /--since needs a time/],
  [['--mode', 'turbo'], /mode/],
])('%j is refused before anything is asked', async (args, words) => {
  const { code, stderr } = await generate([...args, '-o', join(folder, 'a.zip')])
  expect(code).toBe(2)
  expect(stderr).toMatch(words)
  expect(existsSync(join(cluster.folder, 'asked'))).toBe(false)
  expect(readdirSync(folder)).toEqual([])
})

test.each(['telnet', 'tsh,telnet', 'tsh,local', 'tsh,'])('--via %s is refused: no such client', async via => {
  const { code, stderr } = await cli(['generate', 'teleport', '--via', via, '-o', join(folder, 'a.zip')])
  expect([code, stderr]).toEqual([2, expect.stringMatching(/--via needs tsh, ssh, kubectl or local, not/)])
  expect(existsSync(join(cluster.folder, 'asked'))).toBe(false)
})

test('a key that is too short is refused; a good one gives the same names in two dumps', async () => {
  const key = join(folder, 'key')
  writeFileSync(key, 'short')
  const args = ['--objects', 'node', '--obfuscation-key-file', key]
  const refused = await generate([...args, '-o', join(folder, 'a.zip')])
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('shorter than 16 bytes')])
  writeFileSync(key, 'a key that is long enough')
  const nodeIn = async (name: string): Promise<string> => {
    await generate([...args, '-o', join(folder, name)])
    return String((await bytesOf(join(folder, name)))['objects/tctl_get_node.yaml'])
  }
  const first = await nodeIn('b.zip')
  expect(first).toMatch(/hostname: host-[0-9a-f]{12}/)
  expect(await nodeIn('c.zip')).toBe(first)
  expect(readdirSync(folder).sort()).toEqual(['b.zip', 'c.zip', 'key'])
})

test('a file that exists stays, unless it may be replaced', async () => {
  const file = join(folder, 'a.zip')
  writeFileSync(file, 'precious')
  const { code, stderr } = await generate(['--objects', 'role', '-o', file])
  expect(code).toBe(2)
  expect(stderr).toContain('--overwrite')
  expect(readFileSync(file, 'utf8')).toBe('precious')
  expect((await generate(['--objects', 'role', '-o', file, '--overwrite'])).code).toBe(0)
  expect(readdirSync(folder)).toEqual(['a.zip'])
})

test('an interrupt keeps what is there: exit code 130', async () => {
  const stop = new AbortController()
  stop.abort()
  const file = join(folder, 'a.zip')
  const { code, stdout } = await generate(['-o', file], { interrupted: stop.signal })
  expect(code).toBe(130)
  expect(stdout).toContain('\nCancelled before anything was gathered.')
  expect(stdout).not.toContain('failed')
  expect(String((await bytesOf(file))['report.txt'])).toContain('cancelled')
})

test('each dump leaves a record, where records are wanted', async () => {
  const log = join(folder, 'audit.log')
  await generate(['--objects', 'role', '-o', join(folder, 'a.zip'), '--audit-config', `file://${log}`])
  const [record = ''] = readFileSync(log, 'utf8').split('\n')
  expect(record).toContain('a.zip')
  expect(record).toContain('success')
})

test('a terminal shows how far it is, on a line that goes away', async () => {
  const { stderr } = await generate(['-o', join(folder, 'a.zip')], { terminal: 80 })
  expect(stderr).toMatch(/\rObjects: \d+ of \d+/)
  expect(stderr.endsWith('\r\u001b[K')).toBe(true)
})
