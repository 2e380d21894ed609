import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { analyzePacket, openPackets, validateFile } from '../../../../analyzer/index.js'
import { nodeModes, type NodeRequest } from '../../../../generator/teleport/node/index.js'
import { localRunner, sshRunner } from '../../../../generator/teleport/run/index.js'
import { makeDump, removeFolder, type MadeDump } from './made-dump.js'
import {
  createHost,
  fixtures,
  hosts,
  profile,
  storedSecret,
  type HostOptions,
  type StandInHost,
} from './stand-in-host.js'

afterAll(removeFolder)
const open: StandInHost[] = []
afterEach(async () => {
  for (const host of open.splice(0)) await host.remove()
})

async function hostOf(uuid: string, options: HostOptions = {}): Promise<StandInHost> {
  const host = await createHost(uuid, options)
  open.push(host)
  return host
}

const request = (host: StandInHost, more: Partial<NodeRequest> = {}): Omit<NodeRequest, 'dump' | 'mode'> => ({
  name: 'tp-host',
  runner: localRunner(host.environment),
  root: host.root,
  ...more,
})

const dumpOf = async (uuid: string, options: HostOptions & Partial<NodeRequest> = {}): Promise<MadeDump> =>
  makeDump(request(await hostOf(uuid, options), options))

const recorded = (uuid: string, name: string): string => readFileSync(join(fixtures, uuid, name), 'latin1')
const attempt = ({ attempts }: MadeDump, what: string): unknown =>
  attempts.find(attempt => attempt.what === what)
const entry = ({ texts }: MadeDump, name: string): string | undefined =>
  Object.entries(texts).find(([full]) => full.endsWith(`/${name}`))?.[1]

describe('of an agent that runs', () => {
  test('every file that was recorded of the real one is in the dump', async () => {
    const made = await dumpOf(hosts.app)
    const names = Object.keys(made.texts).map(name => name.replace(`nodes/${hosts.app}/`, ''))
    expect(names.sort()).toEqual(
      [
        'cmdline',
        'data_dir.txt',
        'df.txt',
        'df_inodes.txt',
        'healthz.json',
        'http.tsv',
        'identity.json',
        'metrics.prom',
        'proc/fd_count.txt',
        'proc/limits.txt',
        'proc/sqlite.sql',
        'proc/status.txt',
        'readyz.json',
        'role.app',
        'role.db',
        'ss.txt',
        'teleport.service/log.json',
        'teleport.service/log.txt',
        'teleport.service/teleport.service',
        'teleport.yaml',
      ].sort(),
    )
  })

  test.each([
    'cmdline',
    'proc/limits.txt',
    'proc/status.txt',
    'proc/sqlite.sql',
    'readyz.json',
    'teleport.service/teleport.service',
    'teleport.service/log.txt',
  ])('%s says what the recorded one says', async name => {
    expect(entry(await dumpOf(hosts.app), name)).toBe(recorded(hosts.app, name))
  })

  test('teleport.yaml is the same but for its secrets and the address that the test changed', async () => {
    const text = entry(await dumpOf(hosts.app), 'teleport.yaml') ?? ''
    const masked = recorded(hosts.app, 'teleport.yaml')
      .replace('agent-token-90e7c4a2d6b1835f', 'SECRET')
      .replace('fake-api-key-7f3c9e21', 'SECRET')
    expect(
      text.replace(/secret-[0-9a-f]{12}/g, 'SECRET').replace(/127\.0\.0\.1:\d{4,5}(?=\n)/, '127.0.0.1:3000'),
    ).toBe(masked)
  })

  test('it is told which process it is', async () => {
    const { nodes, ...made } = await dumpOf(hosts.app)
    expect(JSON.parse(entry({ nodes, ...made }, 'identity.json') ?? '')).toMatchObject({
      hostname: 'tp-app-1',
      host_uuid: hosts.app,
      roles: ['app', 'db'],
      pid: 75,
      started_at: '2026-11-21T09:33:31.600Z',
      running: true,
      exit_code: null,
      version: 'Teleport v11.0.0-dev git:v11.0.0-dev-0-gb9f1b45 go1.26.8',
      system: 'Debian GNU/Linux 12 (bookworm)',
      unit: 'teleport.service',
      collected_over: 'local',
    })
    expect(nodes).toMatchObject([
      {
        name: 'tp-app-1',
        uuid: hosts.app,
        folder: `nodes/${hosts.app}`,
        roles: ['app', 'db'],
        running: true,
        outcome: { kind: 'collected' },
      },
    ])
  })

  test('how each request to the diagnostic endpoint ended is told as in recordings', async () => {
    const metrics = recorded(hosts.app, 'metrics.prom').length
    expect(entry(await dumpOf(hosts.app), 'http.tsv')).toBe(
      `path\thttp_code\tcurl_exit\tbytes\n/metrics\t200\t0\t${metrics}\n/readyz\t200\t0\t15\n/healthz\t200\t0\t15\n/debug/pprof/\t404\t0\t19\n`,
    )
  })

  test('the analyzer takes everything that is in it', async () => {
    const { path } = await dumpOf(hosts.app)
    const [validation] = await validateFile(path)
    expect(validation?.problems).toEqual([])
    expect(validation?.packet.product).toBe('teleport')
  })

  test('the analyzer finds in it what it finds in the recorded one', async () => {
    const found = async (source: string): Promise<readonly string[]> => {
      const [opened] = await openPackets(source)
      if (opened?.kind !== 'ok') throw new Error('cannot be opened')
      const { findings } = await analyzePacket(opened.packet)
      await opened.packet.close()
      return findings.map(({ ruleId }) => ruleId).sort()
    }
    const folder = mkdtempSync(join(tmpdir(), 'sp-recorded-'))
    cpSync(join(fixtures, hosts.app), join(folder, 'nodes', hosts.app), { recursive: true })
    const before = await found(folder)
    rmSync(folder, { recursive: true })
    // Its token is not in our dump: nobody can take it from there.
    expect(before).toContain('join-token-in-file')
    expect(await found((await dumpOf(hosts.app)).path)).toEqual(
      before.filter(id => id !== 'join-token-in-file'),
    )
  })

  test('an Auth Service shows the keys of its backend, without the tokens among them', async () => {
    const made = await dumpOf(hosts.auth)
    const keys = entry(made, 'backend_keys.txt') ?? ''
    const hidden = (text: string): string => text.replace(/(\/tokens\/)\S+/g, '$1…')
    expect(hidden(keys.slice(keys.indexOf('key=')))).toBe(hidden(recorded(hosts.auth, 'backend_keys.txt')))
    expect(keys).not.toContain('agent-token')
    expect(Object.keys(made.texts).some(name => name.includes('/audit/'))).toBe(false)
  })

  test('audit log files come only when asked for', async () => {
    const made = await dumpOf(hosts.auth, { audit: true })
    const name = `audit/${hosts.auth}/2026-11-21.00:00:00.log`
    expect(entry(made, name)?.split('\n')).toHaveLength(11)
    expect(attempt(made, `audit log ${hosts.auth}/2026-11-21.00:00:00.log`)).toMatchObject({
      outcome: 'succeeded',
    })
  })

  test('a log that goes to a file is found by the configuration, and an empty journal is no failure', async () => {
    const made = await dumpOf(hosts.fileLog, { logWindowMs: 100 * 365 * 86_400_000 })
    // With the hole at its start.
    expect(entry(made, 'logs/teleport.log')).toBe(recorded(hosts.fileLog, 'logs/teleport.log'))
    expect(attempt(made, 'journal of teleport.service')).toMatchObject({
      outcome: 'absent',
      reason: 'the journal has no entries of the unit',
    })
    expect(entry(made, 'teleport.service/log.txt')).toBe('-- No entries --\n')
    expect(entry(made, 'teleport.service/log.json')).toBe('')
  })

  test('of a log longer than the mode allows the newest lines are kept, and it is told', async () => {
    const host = await hostOf(hosts.fileLog)
    const lines = Array.from(
      { length: 5000 },
      (_, index) => `2099-11-21T09:00:00Z INFO line ${index}\n`,
    ).join('')
    host.write('var/log/teleport/teleport.log', lines)
    const made = await makeDump({ ...request(host), mode: { ...nodeModes.default, logBytes: 10_000 } })
    const kept = entry(made, 'logs/teleport.log') ?? ''
    expect(lines.endsWith(kept)).toBe(true)
    expect(kept).toMatch(/^2099/)
    expect(kept.length).toBeGreaterThan(9900)
    expect(attempt(made, 'log file /var/log/teleport/teleport.log')).toMatchObject({
      outcome: 'cut',
      bytes: kept.length,
      originalBytes: lines.length,
    })
  })

  test('of a log file the window of the mode is taken; of a process that is gone all that there is', async () => {
    const log = '2020-01-01T00:00:00Z INFO long ago\n2099-01-01T00:00:00Z INFO now\n'
    for (const [running, expected] of [
      [true, '2099-01-01T00:00:00Z INFO now\n'],
      [false, log],
    ] as const) {
      const host = await hostOf(hosts.fileLog, { running })
      host.write('var/log/teleport/teleport.log', log)
      expect(entry(await makeDump(request(host)), 'logs/teleport.log')).toBe(expected)
    }
  })

  test('profiles come in the mode completeness when the process answers for them, byte for byte', async () => {
    const names = (made: MadeDump): readonly string[] =>
      Object.keys(made.texts).flatMap(name => /pprof\/(.*)$/.exec(name)?.[1] ?? [])
    const made = await dumpOf(hosts.node, { profiles: true, mode: nodeModes.completeness })
    expect([...names(made)].sort()).toEqual([
      'goroutine.debug2.txt',
      'goroutine.pprof',
      'heap.pprof',
      'profile.pprof',
      'threadcreate.pprof',
    ])
    expect(Buffer.from(entry(made, 'pprof/heap.pprof') ?? '', 'latin1')).toEqual(profile)
    expect(names(await dumpOf(hosts.node, { profiles: true }))).toEqual([])
    const without = await dumpOf(hosts.node, { mode: nodeModes.completeness })
    expect(names(without)).toEqual([])
    expect(attempt(without, 'profile heap.pprof')).toMatchObject({ outcome: 'absent' })
  })

  test('where diag_addr is not set the debug socket is asked', async () => {
    const config = (text: string): string => text.replace(/.*diag_addr.*\n/, '')
    const made = await dumpOf(hosts.node, { debugSocket: true, config })
    expect(entry(made, 'metrics.prom')).toBe(recorded(hosts.node, 'metrics.prom'))
    expect(entry(made, 'log_level.txt')).toBe('INFO\n')
    const without = await dumpOf(hosts.node, { config })
    expect(attempt(without, 'answer of /metrics')).toMatchObject({
      outcome: 'absent',
      reason: 'diag_addr is not set, and there is no debug socket',
    })
    expect(entry(without, 'http.tsv')).toBeUndefined()
  })

  test('speed leaves out what takes long, completeness adds what is rotated', async () => {
    const fast = await dumpOf(hosts.auth, { mode: nodeModes.speed })
    expect(entry(fast, 'backend_keys.txt')).toBeUndefined()
    expect(entry(fast, 'teleport.service/log.json')).toBeUndefined()
    const host = await hostOf(hosts.fileLog)
    host.write('var/log/teleport/teleport.log', 'new\n')
    host.write('var/log/teleport/teleport.log.1', 'old\n')
    const whole = await makeDump({ ...request(host), mode: nodeModes.completeness })
    expect(entry(whole, 'logs/teleport.log.rotated')).toBe('old\n')
  })
})

describe('of an agent in trouble', () => {
  test('a process that is gone leaves its files, and that nobody answers is told', async () => {
    const made = await dumpOf(hosts.auth, { running: false })
    expect(made.nodes).toMatchObject([{ uuid: hosts.auth, roles: ['auth'], running: false }])
    expect(JSON.parse(entry(made, 'identity.json') ?? '')).toMatchObject({ running: false, pid: null })
    expect(entry(made, 'http.tsv')).toContain('/readyz\t0\t7\t0\n')
    expect(entry(made, 'backend_keys.txt')).toContain('key=/authservers/')
    expect(entry(made, 'teleport.service/log.txt')).toBe(recorded(hosts.auth, 'teleport.service/log.txt'))
    expect(attempt(made, 'command line')).toMatchObject({ outcome: 'absent' })
    expect(attempt(made, 'answer of /readyz')).toMatchObject({
      outcome: 'absent',
      reason: 'nobody answers, since no Teleport process runs',
    })
    const [validation] = await validateFile(made.path)
    // Without its program and its metrics nothing tells the version.
    expect(validation?.problems.map(({ code }) => code)).toEqual(['VERSION_UNKNOWN'])
  })

  test('a configuration that is no YAML is kept as it is but for its secrets', async () => {
    const broken = 'version: v2\nteleport:\n  nodename: x\n\tauth_token: fake-broken-token\n  log: [\n'
    const made = await dumpOf(hosts.node, { config: () => broken })
    expect(entry(made, 'teleport.yaml')?.replace(/secret-\w+/, 'SECRET')).toBe(
      broken.replace('fake-broken-token', 'SECRET'),
    )
    expect(made.nodes[0]?.uuid).toBe(hosts.node)
  })

  test('a configuration in UTF-16 is read', async () => {
    const text = 'version: v2\nteleport:\n  auth_token: fake-wide-token\n  nodename: wide\n'
    const host = await hostOf(hosts.node)
    host.write('etc/teleport.yaml', Buffer.from(`\ufeff${text}`, 'utf16le'))
    const made = await makeDump(request(host))
    expect(entry(made, 'teleport.yaml')).toContain('nodename: wide')
    expect(JSON.stringify(made.texts)).not.toContain('fake-wide-token')
  })

  test('without a configuration the agent is gathered as far as it goes', async () => {
    const host = await hostOf(hosts.node)
    host.write(
      'proc/75/cmdline',
      'teleport\0start\0--config=/srv/missing.yaml\0--roles=node\0--token=fake-flag-token\0',
    )
    const made = await makeDump(request(host))
    expect(attempt(made, 'configuration')).toMatchObject({
      outcome: 'absent',
      reason: '/srv/missing.yaml is not there',
    })
    expect(made.nodes).toMatchObject([{ uuid: hosts.node, roles: ['node'] }])
    expect(entry(made, 'cmdline')).toMatch(
      /^teleport\0start\0--config=\/srv\/missing\.yaml\0--roles=node\0--token=secret-\w+\0$/,
    )
    expect(attempt(made, 'answer of /metrics')).toMatchObject({ outcome: 'absent' })
  })

  test('two hosts with one UUID have a folder each, and one without keeps its name', async () => {
    const [first, second, third] = [
      await hostOf(hosts.node),
      await hostOf(hosts.node),
      await hostOf(hosts.node),
    ]
    third.write('var/lib/teleport/host_uuid', '')
    const { nodes } = await makeDump(request(first), request(second), request(third))
    expect(nodes.map(({ folder }) => folder)).toEqual([
      `nodes/${hosts.node}`,
      `nodes/${hosts.node}.2`,
      'nodes/unknown-tp-node-1',
    ])
  })

  test('several processes on a host have a folder each', async () => {
    const host = await hostOf(hosts.node)
    for (const name of ['comm', 'cgroup', 'stat', 'limits', 'status'])
      host.write(`proc/76/${name}`, readFileSync(join(host.root, 'proc/75', name)))
    host.write('proc/76/cmdline', 'teleport\0start\0-c\0/etc/second.yaml\0')
    host.write('etc/second.yaml', 'teleport: {data_dir: /srv/second}\n')
    host.write('srv/second/host_uuid', 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee\n')
    const { nodes } = await makeDump(request(host))
    expect(nodes.map(({ uuid }) => uuid).sort()).toEqual([hosts.node, 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'])
  })

  test('of a process in a container of the host the files are those that it sees itself', async () => {
    const host = await hostOf(hosts.node)
    host.write('proc/75/root/etc/teleport.yaml', 'teleport: {nodename: inside, data_dir: /data}\n')
    host.write('proc/75/root/data/host_uuid', 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee\n')
    const made = await makeDump(request(host))
    expect(made.nodes).toMatchObject([{ uuid: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee' }])
    expect(entry(made, 'teleport.yaml')).toBe('teleport: {nodename: inside, data_dir: /data}\n')
  })

  test('a host without Teleport is told as one', async () => {
    const host = await hostOf(hosts.node, { running: false })
    for (const path of ['etc/teleport.yaml', 'etc/systemd'])
      rmSync(join(host.root, path), { recursive: true })
    const made = await makeDump(request(host))
    expect(made.nodes).toMatchObject([
      { name: 'tp-node-1', outcome: { kind: 'failed', reason: 'not supported' } },
    ])
    expect(made.texts).toEqual({
      'nodes/unknown-tp-node-1/node.error':
        'not supported: there is no Teleport on the host: no process, no unit, no configuration\n',
    })
  })

  test('a unit that only happens to hold the process is not gathered', async () => {
    const host = await hostOf(hosts.node)
    host.write('proc/75/cgroup', '0::/system.slice/cron.service\n')
    host.write('etc/systemd/system/cron.service', '[Service]\nExecStart=/usr/sbin/cron -f\n')
    rmSync(join(host.root, 'etc/systemd/system/teleport.service'))
    const made = await makeDump(request(host))
    expect(Object.keys(made.texts).filter(name => name.includes('cron'))).toEqual([])
    expect(attempt(made, 'log')).toMatchObject({
      outcome: 'absent',
      reason: expect.stringContaining('see the log of its container') as string,
    })
  })

  test('through sudo everything runs as root, and one that asks for a password is a missing right', async () => {
    const host = await hostOf(hosts.node)
    const sudo = (text: string): void => {
      host.write('bin/sudo', `#!/bin/sh\n# Stand-in for sudo.\n${text}\n`)
      chmodSync(join(host.root, 'bin/sudo'), 0o755)
    }
    sudo('[ "$1 $2" = "-n --" ] || exit 1; shift 2; exec "$@"')
    expect((await makeDump(request(host, { sudo: true }))).nodes).toMatchObject([
      { outcome: { kind: 'collected' } },
    ])
    sudo('echo "sudo: a password is required" >&2; exit 1')
    const refused = await makeDump(request(host, { sudo: true }))
    expect(refused.nodes).toMatchObject([{ outcome: { kind: 'failed', reason: 'access denied' } }])
    expect(refused.texts).toEqual({
      'nodes/unknown-tp-host/node.error':
        'access denied: the host did not run the script: sudo: a password is required\n',
    })
  })

  test('a copy of a disk tells nothing of the machine that it lies on', async () => {
    const host = await hostOf(hosts.node, { running: false })
    rmSync(join(host.root, 'proc'), { recursive: true })
    host.write('etc/hostname', 'tp-node-1\n')
    const made = await makeDump(request(host))
    expect(JSON.parse(entry(made, 'identity.json') ?? '')).toMatchObject({
      hostname: 'tp-node-1',
      kernel: null,
      running: null,
    })
    const names = Object.keys(made.texts).map(name => name.replace(`nodes/${hosts.node}/`, ''))
    expect(names.filter(name => /^(?:ss|df|df_inodes|http)\./.test(name))).toEqual([])
    expect(attempt(made, 'disk space')).toMatchObject({
      outcome: 'absent',
      reason: 'the files are a copy: nothing runs here',
    })
    expect(entry(made, 'proc/sqlite.sql')).toBe(recorded(hosts.node, 'proc/sqlite.sql'))
    const [validation] = await validateFile(made.path)
    expect(validation?.problems.filter(({ severity }) => severity !== 'info')).toEqual([])
  })

  test('a database that is damaged costs only itself', async () => {
    const host = await hostOf(hosts.node)
    host.write('var/lib/teleport/proc/sqlite.db', 'this is no database, but long enough to be one')
    const made = await makeDump(request(host))
    expect(attempt(made, 'keys of the identity store')).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('not a database') as string,
    })
    expect(made.nodes).toMatchObject([{ outcome: { kind: 'collected' } }])
  })

  test('an agent that cannot be reached has a folder with the reason', async () => {
    const runner = sshRunner({ target: 'tp-node-1', client: '/bin/false-ssh' })
    const made = await makeDump({ name: 'tp-node-1', uuid: hosts.node, runner })
    expect(made.texts).toEqual({
      [`nodes/${hosts.node}/node.error`]: 'no client: /bin/false-ssh is not installed on this machine\n',
    })
    expect(made.nodes).toMatchObject([
      { folder: `nodes/${hosts.node}`, outcome: { kind: 'failed', reason: 'no client' } },
    ])
    expect(made.attempts).toMatchObject([{ what: 'session', outcome: 'failed' }])
  })

  test('a host that hangs is given up at the end of its time, with what it had said', async () => {
    const host = await hostOf(hosts.node)
    host.write('bin/journalctl', '#!/bin/sh\n# Stand-in that hangs.\nexec sleep 600\n')
    const made = await makeDump({ ...request(host), mode: { ...nodeModes.default, commandSeconds: 1 } })
    expect(attempt(made, 'journal of teleport.service')).toMatchObject({
      outcome: 'failed',
      reason: 'not done within 1 s',
    })
    expect(made.nodes).toMatchObject([{ outcome: { kind: 'collected' } }])
    const late = await makeDump({
      ...request(host),
      mode: { ...nodeModes.default, commandSeconds: 60, sessionMs: 4000 },
    })
    expect(late.nodes).toMatchObject([{ outcome: { kind: 'broke off', reason: 'timeout' } }])
    expect(attempt(late, 'disk space')).toMatchObject({ outcome: 'succeeded' })
  })

  test('a cancel keeps what is there', async () => {
    const host = await hostOf(hosts.node)
    const controller = new AbortController()
    const made = await makeDump(
      request(host, {
        signal: controller.signal,
        onStep: what => (what === 'answer of /readyz' ? controller.abort() : undefined),
      }),
    )
    expect(made.nodes).toMatchObject([{ outcome: { kind: 'broke off', reason: 'aborted' } }])
    expect(entry(made, 'metrics.prom')).toBe(recorded(hosts.node, 'metrics.prom'))
    expect(attempt(made, 'keys of the identity store')).toMatchObject({
      outcome: 'skipped',
      reason: 'cancelled',
    })
  })
})

describe('secrets', () => {
  const canaries = {
    token: 'CANARY-join-token-1',
    pin: 'CANARY-hsm-pin-2',
    header: 'CANARY-api-key-3',
    flag: 'CANARY-flag-token-4',
    proxy: 'CANARY-proxy-password-5',
    log: 'CANARY-bearer-6',
  }

  test('none leaves a host, wherever it stands', async () => {
    const host = await hostOf(hosts.auth, {
      config: text =>
        `${text.replace('auth_service:', `auth_service:\n  tokens: ["node:${canaries.token}"]\n  ca_key_params: {pkcs11: {pin: ${canaries.pin}}}`)}app_service:\n  enabled: yes\n  apps:\n  - name: x\n    rewrite:\n      headers: ["X-Key: ${canaries.header}"]\n`,
    })
    host.write('proc/75/cmdline', `teleport\0start\0--token\0${canaries.flag}\0`)
    host.write(
      'etc/systemd/system/teleport.service',
      `[Service]\nEnvironment=HTTPS_PROXY=http://bob:${canaries.proxy}@proxy:3128\nExecStart=/usr/local/bin/teleport start --token=${canaries.flag}\n`,
    )
    host.write(
      'bin/journalctl',
      `#!/bin/sh\n# Stand-in for journalctl.\necho '2026-11-21T09:32:16+0000 h teleport[75]: INFO can not join the cluster with ${canaries.token}'\necho 'Authorization: Bearer ${canaries.log}'\necho '-----BEGIN PRIVATE KEY-----'\necho '${storedSecret}'\necho '-----END PRIVATE KEY-----'\n`,
    )
    const { texts, attempts } = await makeDump(request(host, { audit: true }))
    const all = JSON.stringify([texts, attempts])
    const left = [...Object.values(canaries), storedSecret, 'agent-token-90e7c4a2d6b1835f']
    expect(left.filter(canary => all.includes(canary))).toEqual([])
    // The same secret has the same name everywhere, so that a reader sees what belongs together.
    const config = load(texts[`nodes/${hosts.auth}/teleport.yaml`] ?? '') as {
      auth_service: { tokens: string[] }
    }
    const stand = config.auth_service.tokens[0]?.replace('node:', '') ?? 'none'
    expect(texts[`nodes/${hosts.auth}/teleport.service/log.txt`]).toContain(`with ${stand}`)
  })
})
