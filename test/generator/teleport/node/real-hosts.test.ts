// Hosts behind a real ssh server, and hosts that have nothing but busybox.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  kubectlRunner,
  localRunner,
  sshRunner,
  type Runner,
} from '../../../../generator/teleport/run/index.js'
import { makeDump, removeFolder } from './made-dump.js'
import { createHost, hosts, type StandInHost } from './stand-in-host.js'

afterAll(removeFolder)

describe('over a real ssh connection', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sp-sshd-'))
  let server: ChildProcess | undefined
  let host: StandInHost
  let options: readonly string[] = []

  beforeAll(async () => {
    host = await createHost(hosts.app)
    const port = await startServer(folder, child => (server = child))
    options = [
      '-p',
      String(port),
      '-F',
      '/dev/null',
      '-i',
      join(folder, 'key'),
      '-o',
      `UserKnownHostsFile=${join(folder, 'known')}`,
    ]
  })
  afterAll(async () => {
    server?.kill()
    await host.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  const target = `${userInfo().username}@127.0.0.1`
  const runner = (): Runner => sshRunner({ target, options })

  test('an agent is gathered as on this machine', async () => {
    const made = await makeDump({
      name: 'tp-app-1',
      runner: runner(),
      root: host.root,
    })
    expect(made.nodes).toMatchObject([{ uuid: hosts.app, outcome: { kind: 'collected' } }])
    expect(made.texts[`nodes/${hosts.app}/cmdline`]).toBe(
      readFileSync(join(host.root, 'proc/75/cmdline'), 'latin1'),
    )
    expect(made.texts[`nodes/${hosts.app}/identity.json`]).toContain('"collected_over": "ssh"')
  })

  test('the exit code of a command is told apart from that of ssh', async () => {
    const outcome = await runner().run({
      argv: ['sh', '-c', 'echo "$1"; exit 7', '-', "it's"],
      timeoutMs: 30_000,
      maxBytes: 100,
    })
    expect(outcome).toMatchObject({ kind: 'exited', code: 7 })
    expect(outcome.kind === 'exited' && outcome.stdout.toString()).toBe("it's\n")
  })

  test('a key that the host does not know is no rights, and a host whose key is not known is not trusted', async () => {
    const stranger = join(folder, 'stranger')
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', stranger])
    const other = (from: string, to: string): Runner =>
      sshRunner({ target, options: options.map(option => option.replace(from, to)) })
    const denied = await makeDump({
      name: 'tp-app-1',
      uuid: hosts.app,
      runner: other(join(folder, 'key'), stranger),
    })
    expect(denied.nodes).toMatchObject([{ outcome: { kind: 'failed', reason: 'access denied' } }])
    expect(denied.attempts).toMatchObject([{ outcome: 'denied' }])
    const known = join(folder, 'empty')
    writeFileSync(known, '')
    const unknown = await makeDump({ name: 'tp-app-1', runner: other(join(folder, 'known'), known) })
    expect(unknown.nodes).toMatchObject([{ outcome: { kind: 'failed', reason: 'host key' } }])
  })

  test('a port where nobody listens is a connection refused', async () => {
    const free = await freePort()
    const made = await makeDump({
      name: 'tp-app-1',
      runner: sshRunner({ target: '127.0.0.1', options: ['-F', '/dev/null', '-p', String(free)] }),
    })
    expect(Object.values(made.texts)).toEqual([
      expect.stringMatching(/^connection refused: ssh: connect to host 127\.0\.0\.1 /),
    ])
  })
})

/** Keys and a server of this test's own, on the loopback, that lets in only this account. */
async function startServer(folder: string, started: (server: ChildProcess) => void): Promise<number> {
  for (const name of ['key', 'host'])
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)])
  copyFileSync(join(folder, 'key.pub'), join(folder, 'authorized'))
  const port = await freePort()
  const hostKey = readFileSync(join(folder, 'host.pub'), 'utf8').split(' ').slice(0, 2).join(' ')
  writeFileSync(join(folder, 'known'), `[127.0.0.1]:${port} ${hostKey}\n`)
  writeFileSync(
    join(folder, 'config'),
    [
      `ListenAddress 127.0.0.1:${port}`,
      `HostKey ${join(folder, 'host')}`,
      `AuthorizedKeysFile ${join(folder, 'authorized')}`,
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'PidFile none',
      `Banner ${join(folder, 'banner')}`,
      '',
    ].join('\n'),
  )
  writeFileSync(join(folder, 'banner'), '*** Authorised use only ***\n')
  // The server wants it when it runs as root; a package makes it at boot.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true })
  const program = ['/usr/sbin/sshd', '/sbin/sshd'].find(path => existsSync(path)) ?? 'sshd'
  const server = spawn(program, ['-D', '-e', '-f', join(folder, 'config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  started(server)
  await new Promise<void>((resolve, reject) => {
    let said = ''
    server.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('Server listening')) resolve()
    })
    server.once('error', reject)
    server.once('exit', () => reject(new Error(`sshd: ${said}`)))
  })
  return port
}

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

describe('on a host that has nothing but busybox', () => {
  let host: StandInHost
  beforeAll(async () => {
    host = await createHost(hosts.node)
    withBusybox(host)
    script(
      host,
      'teleport',
      '#!/bin/sh\n# Stand-in for teleport.\necho "Teleport v11.0.0-dev git:v11 go1.26.8"\n',
    )
  })
  afterAll(() => host.remove())

  test('the same script gathers what there is', async () => {
    const made = await makeDump({ name: 'pod', runner: inside(host.root) })
    const names = Object.keys(made.texts).map(name => name.replace(`nodes/${hosts.node}/`, ''))
    expect(made.nodes).toMatchObject([
      { uuid: hosts.node, roles: ['node'], running: true, outcome: { kind: 'collected' } },
    ])
    expect(names).toEqual(
      expect.arrayContaining([
        'teleport.yaml',
        'cmdline',
        'metrics.prom',
        'readyz.json',
        'data_dir.txt',
        'proc/limits.txt',
        'identity.json',
        'http.tsv',
      ]),
    )
    expect(made.texts[`nodes/${hosts.node}/identity.json`]).toContain(
      '"version": "Teleport v11.0.0-dev git:v11 go1.26.8"',
    )
    expect(made.attempts.find(({ what }) => what === 'keys of the identity store')).toMatchObject({
      outcome: 'absent',
      reason: 'the host has no sqlite3',
    })
    expect(made.attempts.find(({ what }) => what === 'journal of teleport.service')).toMatchObject({
      outcome: 'absent',
      reason: 'the host has no journalctl',
    })
  })

  test('systemd tells how a process ended that is gone', async () => {
    const gone = await createHost(hosts.auth, { running: false })
    try {
      withBusybox(gone)
      script(gone, 'systemctl', systemctl)
      const made = await makeDump({ name: 'pod', runner: inside(gone.root) })
      const identity = JSON.parse(made.texts[`nodes/${hosts.auth}/identity.json`] ?? '') as unknown
      expect(identity).toMatchObject({
        running: false,
        pid: null,
        exit_code: -9,
        started_at: '2026-11-21T08:59:12.000Z',
      })
      expect(made.texts[`nodes/${hosts.auth}/teleport.service/teleport.service`]).toBe(
        '# /lib/teleport.service\n[Service]\nRestart=no\n',
      )
      expect(made.texts[`nodes/${hosts.auth}/teleport.service/show.txt`]).toContain('NRestarts=3')
      expect(made.texts[`nodes/${hosts.auth}/http.tsv`]).toMatch(/\/readyz\t0\t7\t0/)
    } finally {
      await gone.remove()
    }
  })
})

describe('in a container without a shell', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sp-kubectl-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('the program itself tells what it can', async () => {
    const client = join(folder, 'kubectl')
    writeFileSync(client, kubectl)
    chmodSync(client, 0o755)
    const made = await makeDump({
      name: 'auth-0',
      uuid: hosts.auth,
      runner: kubectlRunner({ namespace: 'teleport', pod: 'auth-0', client }),
    })
    expect(made.nodes).toMatchObject([
      {
        uuid: hosts.auth,
        version: 'Teleport v17.0.1 git:v17.0.1 go1.23.4',
        outcome: { kind: 'broke off', reason: 'no shell' },
      },
    ])
    expect(Object.keys(made.texts).sort()).toEqual([
      `nodes/${hosts.auth}/identity.json`,
      `nodes/${hosts.auth}/log_level.txt`,
    ])
    expect(made.attempts.map(({ what, outcome }) => `${what}: ${outcome}`)).toEqual([
      'version: succeeded',
      'log level: succeeded',
      'answer of /readyz: absent',
      'answer of /metrics: absent',
    ])
  })
})

const kubectl = `#!/bin/sh
# Stand-in for kubectl exec into a container that has teleport and no shell.
while [ "$1" != -- ]; do shift; done
shift
case "$*" in
  'teleport version') echo 'Teleport v17.0.1 git:v17.0.1 go1.23.4' ;;
  'teleport debug get-log-level') echo INFO ;;
  teleport*) echo 'teleport: error: unexpected argument' >&2; echo 'command terminated with exit code 1' >&2; exit 1 ;;
  *) echo "OCI runtime exec failed: exec failed: unable to start container process: exec: \\"$1\\": executable file not found in \\$PATH: unknown" >&2
     echo 'command terminated with exit code 126' >&2; exit 126 ;;
esac
`

const systemctl = `#!/bin/sh
# Stand-in for systemctl: knows one unit, which was killed.
case $1 in
  list-unit-files) echo 'teleport.service enabled enabled' ;;
  cat) [ "$3" = teleport.service ] || exit 1; printf '# /lib/teleport.service\n[Service]\nRestart=no\n' ;;
  show) printf 'Id=teleport.service\nLoadState=loaded\nNRestarts=3\nExecMainCode=2\nExecMainStatus=9\nExecMainStartTimestamp=Sat 2026-11-21 08:59:12 UTC\n' ;;
esac
`

function script(host: StandInHost, name: string, text: string): void {
  host.write(`bin/${name}`, text)
  chmodSync(join(host.root, 'bin', name), 0o755)
}

/** Its programs and no others. */
function withBusybox(host: StandInHost): void {
  rmSync(join(host.root, 'bin'), { recursive: true })
  mkdirSync(join(host.root, 'bin'))
  const places = (process.env['PATH'] ?? '').split(':').map(place => join(place, 'busybox'))
  const program = join(host.root, 'bin/busybox')
  copyFileSync(places.find(path => existsSync(path)) ?? 'busybox', program)
  chmodSync(program, 0o755)
  spawnSync(program, ['--install', join(host.root, 'bin')])
  host.write('dev/null', '')
}

/** Runs everything with the host's folder as the root of the file system; as root by itself, else in a name space of its own. */
function inside(root: string): Runner {
  const enter = process.getuid?.() === 0 ? ['chroot', root] : ['unshare', '-r', '-R', root]
  const local = localRunner({ PATH: `/usr/sbin:/sbin:${process.env['PATH'] ?? ''}` })
  return {
    way: 'kubectl',
    target: 'teleport/pod',
    run: command => local.run({ ...command, argv: [...enter, ...command.argv] }),
    stream: (command, sink) => local.stream({ ...command, argv: [...enter, ...command.argv] }, sink),
  }
}
