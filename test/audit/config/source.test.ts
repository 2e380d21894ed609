// Configurations given in one argument: a path, JSON, or a data source name.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { targetOfName } from '../../../audit/config/data-source-name.js'
import { readAuditSource } from '../../../audit/index.js'
import { levels } from '../targets.js'

describe('data source names', () => {
  test.each([
    ['file:///var/log/a%20b.log', { type: 'file', options: { filename: '/var/log/a b.log', max_size: 100 } }],
    [
      'file:///a.log?max_size=10&max_backups=5&max_age=7&compress=true&maxqueuesize=50000',
      {
        options: { filename: '/a.log', max_size: 10, max_backups: 5, max_age: 7, compress: true },
        maxQueueSize: 50_000,
      },
    ],
    ['console://stderr', { type: 'console', options: { out: 'stderr' }, format: { format: 'json' } }],
    [
      'console://?format=plain&delim=,',
      { options: { out: 'stdout' }, format: { format: 'plain', delim: ',' } },
    ],
    ['syslog://localhost:514', { type: 'syslog', options: { host: 'localhost', port: 514, tls: false } }],
    [
      'syslog+tls://logs.example.com:6514?cert=/ca.pem&tag=sp',
      { options: { host: 'logs.example.com', port: 6514, tls: true, cert: '/ca.pem', tag: 'sp' } },
    ],
    ['syslog+udp://127.0.0.1:514', { options: { protocol: 'udp' } }],
    [
      'tcp://[::1]:80?format=gelf&hostname=me',
      { type: 'tcp', options: { host: '::1', port: 80 }, format: { hostname: 'me' } },
    ],
    ['tcp+tls://h:1?cert=/c.pem', { options: { tls: true, cert: '/c.pem' } }],
  ])('%s', async (given, expected) => {
    const { targets, messages } = await readAuditSource(given)
    expect(messages.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(targets).toMatchObject([{ ...expected, levels }])
  })

  test.each([
    ['tcp://h', 'MISSING', 'tcp.options.port'],
    ['file://?compress=true', 'MISSING', 'file.options.filename'],
    ['file:///a.log?max_size=many&max_age=1', 'WRONG_TYPE', 'file.options.max_size'],
    ['file:///a.log?maxsize=1&max_age=1', 'UNKNOWN_KEY', 'file.options.maxsize'],
    ['syslog://h:99999', 'UNKNOWN_TYPE', ''],
    ['http://h:1', 'UNKNOWN_TYPE', ''],
    ['file://logs/audit.log', 'UNKNOWN_TYPE', ''],
  ])('%s is refused or corrected', async (given, code, path) => {
    const { messages } = await readAuditSource(given)
    expect(messages.map(message => [message.code, message.path.join('.')])).toContainEqual([code, path])
  })

  test('a database is refused without a word of its password', async () => {
    const { targets, messages } = await readAuditSource('postgres://mm:secret@db/mattermost')
    expect(targets).toEqual([])
    expect(messages[0]?.message).toMatch(/^Servers keep configurations in a database/)
    expect(JSON.stringify(messages)).not.toContain('secret')
  })
})

test('JSON is taken as it is', async () => {
  const { targets } = await readAuditSource(
    ' {"a": {"type": "console", "format": "plain", "levels": [{"id": 103, "name": "x"}]}}',
  )
  expect(targets).toMatchObject([{ name: 'a', levels: [{ id: 103, name: 'x' }] }])
})

test('a file is read, and its messages have its lines', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-source-'))
  const path = join(folder, 'audit.json')
  await writeFile(path, '\ufeff{\n"a": {"type": "console", "format": "plan",\n"levels": []}}')
  const { name, targets, messages } = await readAuditSource(path)
  expect(name).toBe(path)
  expect(targets).toHaveLength(1)
  expect(messages.map(({ code, line }) => [code, line])).toEqual([
    ['UNKNOWN_FORMAT', 2],
    ['NO_LEVELS', 3],
  ])
  await rm(folder, { recursive: true })
  await expect(readAuditSource(path)).rejects.toThrow('ENOENT')
})

test('any text that looks like an address is a target or refused, never an exception', () => {
  const scheme = fc.constantFrom('file', 'syslog+tls', 'tcp', 'console', 'SYSLOG', 'http', 'x')
  fc.assert(
    fc.property(scheme, fc.string({ unit: 'binary', maxLength: 40 }), (name, rest) => {
      expect(targetOfName(`${name}://${rest}`)?.kind).toMatch(/^(target|refused)$/)
    }),
  )
})
