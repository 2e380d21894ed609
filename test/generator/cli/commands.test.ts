// The commands that make packets, in process: arguments, words, exit codes.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cli, type CliResult, type CliSetting } from '../../cli/run-cli.js'
import { unpackInstallation } from '../installation-fixture.js'
import { packetTexts } from '../packet-texts.js'
import {
  cutReply,
  errorReply,
  packetReply,
  recordedHeaders,
  standIn,
  textReply,
  type Reply,
  type StandIn,
} from '../remote/stand-in.js'

const packet = readFileSync('samples/healthy-10-9.zip')
const recorded = recordedHeaders('healthy-10-9')
const name = 'mm_support_packet_Example_Company_2026-11-21T08-21.zip'

let folder: string
let server: StandIn | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sp-generate-cli-'))
})
afterEach(async () => {
  await server?.close()
  server = undefined
  rmSync(folder, { recursive: true, force: true })
})

async function generate(reply: Reply, args: readonly string[], setting: CliSetting = {}): Promise<CliResult> {
  server = await standIn([reply])
  return cli(['generate', 'mattermost', '--url', server.url, '--retries', '0', ...args], {
    env: { MM_TOKEN: 'token-of-the-environment' },
    ...setting,
  })
}

describe('generate mattermost --url', () => {
  test('writes the packet and says that it is valid', async () => {
    const { code, stdout, stderr } = await generate(packetReply(packet, recorded), ['-o', folder])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain(`Wrote ${join(folder, name)} (80 kB)`)
    expect(stdout).toMatch(/: valid · Mattermost 10\.9\.0/)
    expect(server?.asked[0]?.authorization).toBe('Bearer token-of-the-environment')
  })

  test('takes the token from a file, or from standard input', async () => {
    const file = join(folder, 'token')
    writeFileSync(file, 'token-of-a-file\n')
    await generate(packetReply(packet, recorded), ['-o', folder, '--token-file', file])
    expect(server?.asked[0]?.authorization).toBe('Bearer token-of-a-file')
    await server?.close()
    await generate(packetReply(packet, recorded), ['-o', folder, '--token-file', '-'], { stdin: 'typed\n' })
    expect(server?.asked[0]?.authorization).toBe('Bearer typed')
  })

  test('without a token asks nobody', async () => {
    const { code, stderr } = await generate(packetReply(packet, recorded), ['-o', folder], { env: {} })
    expect(code).toBe(2)
    expect(stderr).toMatch(/There is no token: --token-file FILE, or MM_TOKEN/)
    expect(server?.asked).toEqual([])
  })

  test('to standard output gives the packet and nothing else', async () => {
    const { code, stdout, stderr } = await generate(packetReply(packet, recorded), ['-o', '-'])
    expect(code).toBe(0)
    expect(stdout.startsWith('PK')).toBe(true)
    expect(stdout).not.toContain('Wrote')
    expect(stderr).toMatch(/^mm_support_packet_\S+: valid · Mattermost/m)
    expect(stderr).not.toContain(tmpdir())
  })

  test('quietly says only where the packet is', async () => {
    const { stdout } = await generate(packetReply(packet, recorded), ['-o', folder, '-q'])
    expect(stdout).toBe(`${join(folder, name)}\n`)
  })

  test('of a cut download says where its part is and what can be read in it', async () => {
    const { code, stderr } = await generate(cutReply(packet, recorded, 60_000), ['-o', folder])
    expect(code).toBe(2)
    expect(stderr).toMatch(/The download was cut after 60 kB/)
    expect(stderr).toContain(`What came is in ${join(folder, name)}.part. Still readable in it: `)
  })

  test('refused says why and what helps', async () => {
    const reply = errorReply(403, 'api.no_license', 'Your license does not support support packets.')
    const { code, stderr } = await generate(reply, ['-o', folder])
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^support-packet: The server makes packets only with a licence: .*\n.*--from-installation/,
    )
  })

  test('shows control characters of a server, never sends them to the terminal', async () => {
    const { stderr } = await generate(textReply(200, 'text/html', '<title>\u001b[2J gone</title>'), [
      '-o',
      folder,
    ])
    expect(stderr).not.toContain('\u001b')
  })

  test('lists the plugins that can be asked for, and asks for them', async () => {
    const active = [
      { id: 'metrics', name: 'M', version: '0.7.0', props: { support_packet: 'Performance metrics' } },
    ]
    const list = textReply(200, 'application/json', JSON.stringify({ active, inactive: [] }))
    expect((await generate(list, ['--list-plugins'])).stdout).toBe('metrics  0.7.0  Performance metrics\n')
    await server?.close()
    server = await standIn([list, packetReply(packet, recorded)])
    await cli(['generate', 'mattermost', '--url', server.url, '--plugin', '*', '-o', folder], {
      env: { MM_TOKEN: 't' },
    })
    expect(server.asked[1]?.url).toContain('plugin_packets=metrics')
  })

  test('says which chosen plugin the server passed over', async () => {
    const list = textReply(200, 'application/json', JSON.stringify({ active: [], inactive: [] }))
    server = await standIn([list, packetReply(packet, recorded)])
    const words = [
      'generate',
      'mattermost',
      '--url',
      server.url,
      '--plugin',
      'com.exmaple.calls',
      '-o',
      folder,
    ]
    const { code, stdout } = await cli(words, { env: { MM_TOKEN: 't' } })
    expect(code).toBe(0)
    expect(stdout).toContain('No active plugin com.exmaple.calls adds something when asked')
  })

  test('says what the server could not collect', async () => {
    const { stdout } = await generate(packetReply(packet, recorded), ['-o', folder])
    expect(stdout).toMatch(
      /The server could not collect 1 thing:\n {2}- failed read notifcation log file at path/,
    )
  })

  test('leaves an audit record, of success and of failure, and never the token', async () => {
    const log = join(folder, 'audit.log')
    await generate(packetReply(packet, recorded), ['-o', folder, '--audit-config', `file://${log}`])
    await server?.close()
    await generate(errorReply(401, 'x', 'Invalid session'), [
      '-o',
      folder,
      '--no-logs',
      '--audit-config',
      `file://${log}`,
    ])
    const records = readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Record<string, unknown>)
    expect(records).toMatchObject([
      {
        event_name: 'generateSupportPacket',
        status: 'success',
        meta: { filename: name, include_logs: true, size_bytes: packet.length },
      },
      { event_name: 'generateSupportPacket', status: 'fail', meta: { include_logs: false } },
    ])
    expect(JSON.stringify(records)).not.toContain('token-of')
  })
})

describe('generate mattermost', () => {
  test('wants to know what to make it from, and only one thing', async () => {
    for (const args of [
      [],
      ['--url', 'http://x', '--from-installation', '/x'],
      ['--url', 'http://x', 'merge', 'a', 'b'],
    ]) {
      const { code, stderr } = await cli(['generate', 'mattermost', ...args])
      expect(code).toBe(2)
      expect(stderr).toMatch(/Say what to make it from/)
    }
  })

  test('collects from an installation and says what it could not have', async () => {
    const left = unpackInstallation()
    try {
      const out = join(folder, 'packet.zip')
      const dsn = ['--dsn', 'postgres://127.0.0.1:1/none?sslmode=disable']
      const { code, stdout } = await cli([
        'generate',
        'mattermost',
        '--from-installation',
        left.root,
        '-o',
        out,
        ...dsn,
      ])
      expect(code).toBe(0)
      expect(stdout).toMatch(/\d things could not be had:\n {2}- failed to get stats: cannot connect/)
      expect([...(await packetTexts(out)).keys()]).toContain('mattermost.log')
      const again = await cli(['generate', 'mattermost', '--from-installation', left.root, '-o', out, ...dsn])
      expect([again.code, again.stderr]).toEqual([
        2,
        expect.stringMatching(/Cannot write the packet: file already exists\nChoose another name/) as string,
      ])
    } finally {
      left.remove()
    }
  })

  test('takes the log of an installation whose configuration cannot be read', async () => {
    for (const part of ['config', 'logs']) mkdirSync(join(folder, 'mm', part), { recursive: true })
    writeFileSync(
      join(folder, 'mm', 'config', 'config.json'),
      '{"SqlSettings": {"DataSource": "postgres://u:',
    )
    writeFileSync(
      join(folder, 'mm', 'logs', 'mattermost.log'),
      '{"level":"error","msg":"Failed to load config"}\n',
    )
    const out = join(folder, 'packet.zip')
    const { stdout } = await cli([
      'generate',
      'mattermost',
      '--from-installation',
      join(folder, 'mm'),
      '-o',
      out,
    ])
    expect(stdout).toContain('failed to read the configuration for the sanitized config: it is not JSON')
    const texts = await packetTexts(out)
    expect(texts.get('mattermost.log')).toContain('Failed to load config')
    // Nothing told which version it is.
    expect(texts.get('diagnostics.yaml')).not.toMatch(/^ {2}version: \d+\.\d+\.\d+$/m)
  })

  test.each([
    [['--from-installation', 'docs'], /holds nothing of Mattermost/],
    [['--from-installation', 'package.json'], /holds nothing of Mattermost/],
    [['--from-installation', '/nowhere/at/all'], /no such directory/],
    [['--from-installation', 'test', '--since', 'yesterday'], /--since needs a time/],
    [['--from-installation', 'test', '--max-log-size', 'much'], /--max-log-size needs a size/],
    [['--from-installation', 'test', '--server-version', 'new'], /--server-version needs a version/],
    [['--url', 'http://x', '--ca', 'package.json'], /is not a PEM file/],
    [['merge', 'samples/healthy-11-6.zip'], /two or more/],
  ])('%j is refused in one line', async (args, words) => {
    const { code, stderr } = await cli(['generate', 'mattermost', ...args], { env: { MM_TOKEN: 't' } })
    expect(code).toBe(2)
    expect(stderr).toMatch(words)
    expect(stderr.split('\n').length).toBeLessThanOrEqual(3)
  })
})

describe('sanitize', () => {
  test('makes a copy in which secrets are masked, and leaves the original alone', async () => {
    const before = readFileSync('samples/healthy-9-11.zip')
    const out = join(folder, 'safe.zip')
    const { code, stdout } = await cli(['sanitize', 'samples/healthy-9-11.zip', '-o', out])
    expect(code).toBe(0)
    expect(stdout).toMatch(/Masked 1 value: sanitized_config\.json 1\./)
    expect((await packetTexts(out)).get('sanitized_config.json')).not.toContain('tok-')
    expect(readFileSync('samples/healthy-9-11.zip').equals(before)).toBe(true)
  })

  test('of a packet without secrets says so and changes nothing of it', async () => {
    const out = join(folder, 'safe.zip')
    const { stdout } = await cli(['sanitize', 'samples/healthy-11-6.zip', '-o', out])
    expect(stdout).toContain('Nothing in it looked like a secret.')
    const [mine, theirs] = [await packetTexts(out), await packetTexts('samples/healthy-11-6.zip')]
    for (const [entry, text] of theirs) expect(mine.get(entry) === text, entry).toBe(true)
  })

  test('reads standard input and writes standard output', async () => {
    const { code, stdout } = await cli(['sanitize', '-', '-o', '-'], { stdin: packet })
    expect(code).toBe(0)
    expect(stdout.startsWith('PK')).toBe(true)
  })

  test('of what is no packet writes nothing', async () => {
    const file = join(folder, 'x.zip')
    writeFileSync(file, 'no packet')
    const { code } = await cli(['sanitize', file, '-o', join(folder, 'out.zip')])
    expect(code).toBe(2)
    expect(existsSync(join(folder, 'out.zip'))).toBe(false)
    expect(readdirSync(folder)).toEqual(['x.zip'])
  })
})
