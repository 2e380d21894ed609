import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import {
  kubectlRunner,
  localRunner,
  shellCommand,
  sshRunner,
  tshRunner,
  type BoundedCommand,
  type RunOutcome,
  type Runner,
} from '../../../../generator/teleport/run/index.js'

const folder = mkdtempSync(join(tmpdir(), 'sp-runners-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (
  runner: Runner,
  argv: readonly string[],
  more: Partial<BoundedCommand> = {},
): Promise<RunOutcome> => runner.run({ argv, timeoutMs: 20_000, maxBytes: 1000, ...more })

const text = (outcome: RunOutcome): string =>
  outcome.kind === 'exited' ? outcome.stdout.toString() : outcome.kind

describe('on this machine', () => {
  const local = localRunner()

  test('arguments arrive as they are, without a shell', async () => {
    expect(text(await run(local, ['printf', '%s|', '$HOME', "a'b", '*', '']))).toBe("$HOME|a'b|*||")
  })

  test('input, output, error output and exit code are told', async () => {
    const outcome = await run(local, ['sh', '-c', 'cat; echo said >&2; exit 3'], { stdin: 'given' })
    expect(outcome).toMatchObject({ kind: 'exited', code: 3, cut: false })
    expect(text(outcome)).toBe('given')
    expect(outcome.kind === 'exited' && outcome.stderr.toString()).toBe('said\n')
  })

  test('a program that is not there is told', async () => {
    expect(await run(local, ['no-such-program-here'])).toEqual({
      kind: 'not-found',
      program: 'no-such-program-here',
    })
  })

  test('one that writes without end is ended at the limit', async () => {
    const outcome = await run(local, ['sh', '-c', 'while :; do echo line; done'])
    expect(outcome).toMatchObject({ kind: 'exited', cut: true })
    expect(text(outcome)).toHaveLength(1000)
  })

  test('one that hangs is ended with what it started', async () => {
    const marker = join(folder, 'child.pid')
    const outcome = await run(local, ['sh', '-c', `sleep 600 & echo $! > ${marker}; wait`], {
      timeoutMs: 500,
    })
    expect(outcome).toEqual({ kind: 'timed-out', afterMs: 500 })
    const gone = spawnSync(
      'sh',
      ['-c', `kill -0 $(cat ${marker}) 2>/dev/null && ps -o stat= -p $(cat ${marker})`],
      { encoding: 'utf8' },
    )
    expect(gone.stdout.replace(/^Z.*\n/, '')).toBe('')
  })

  test('one that holds on to its pipes is not waited for', async () => {
    const outcome = await run(local, ['sh', '-c', "trap '' TERM; while :; do sleep 1; done"], {
      timeoutMs: 300,
    })
    expect(outcome).toEqual({ kind: 'timed-out', afterMs: 300 })
  })

  test('a cancel ends it, and one before the start starts nothing', async () => {
    const controller = new AbortController()
    const running = run(local, ['sleep', '600'], { signal: controller.signal })
    controller.abort()
    expect(await running).toEqual({ kind: 'aborted' })
    expect(await run(local, ['sh', '-c', `touch ${folder}/started`], { signal: controller.signal })).toEqual({
      kind: 'aborted',
    })
    expect(spawnSync('ls', [join(folder, 'started')]).status).not.toBe(0)
  })

  test('a reader that has enough ends a stream', async () => {
    let bytes = 0
    const outcome = await local.stream(
      { argv: ['sh', '-c', 'while :; do echo line; done'], timeoutMs: 20_000 },
      chunk => {
        bytes += chunk.length
        return bytes < 100_000
      },
    )
    expect(outcome).toMatchObject({ kind: 'exited', cut: true })
  })
})

test('quoted arguments are read by a shell as they were', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: 'grapheme' }).filter(text => !text.includes('\0')),
        { minLength: 1, maxLength: 5 },
      ),
      argv => {
        const result = spawnSync('sh', ['-c', shellCommand(['printf', '%s\\0', ...argv])], {
          encoding: 'utf8',
        })
        expect(result.stdout.split('\0').slice(0, -1)).toEqual(argv)
      },
    ),
    { numRuns: 40 },
  )
})

/** A stand-in for a client: says and ends with what a real one did. */
function client(name: string, stderr: string, code: number, stdout = ''): string {
  const path = join(folder, `${name}-${code}-${Math.abs(hash(stderr + stdout))}`)
  const word = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`
  writeFileSync(
    path,
    `#!/bin/sh\n# Stand-in for ${name}.\nprintf %s ${word(stdout)}\nprintf %s ${word(stderr)} >&2\nexit ${code}\n`,
  )
  chmodSync(path, 0o755)
  return path
}

const hash = (value: string): number =>
  [...value].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) | 0, 7)

describe('what clients say when they do not reach a host', () => {
  const viaSsh = (path: string): Runner => sshRunner({ target: 'tp-node-1', client: path })
  const viaTsh = (path: string): Runner => tshRunner({ target: 'root@tp-node-1', client: path })
  const viaKubectl = (path: string): Runner =>
    kubectlRunner({ namespace: 'teleport', pod: 'auth-0', client: path })
  const red = '\u001b[31mERROR: \u001b[0m'

  test.each([
    [
      'ssh',
      viaSsh,
      'ssh: connect to host tp-node-1 port 22: Connection refused\r\n',
      255,
      'connection refused',
    ],
    [
      'ssh',
      viaSsh,
      'ssh: Could not resolve hostname tp-node-9: Name or service not known\r\n',
      255,
      'name unknown',
    ],
    ['ssh', viaSsh, 'root@tp-node-1: Permission denied (publickey,password).\r\n', 255, 'access denied'],
    ['ssh', viaSsh, 'ssh: connect to host 10.0.0.1 port 22: Connection timed out\r\n', 255, 'timeout'],
    ['ssh', viaSsh, 'Host key verification failed.\r\n', 255, 'host key'],
    ['ssh', viaSsh, '', 255, 'unknown'],
    [
      'tsh',
      viaTsh,
      `${red}ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain\n\n`,
      1,
      'access denied',
    ],
    [
      'tsh',
      viaTsh,
      `${red}failed connecting to host 66464aa6-8c0d-4cf3-ba91-3212beab0936:0: failed to dial target host\n\tTeleport proxy failed to connect to "node" agent "127.0.0.1:3022" over direct dial:\n\n  dial tcp 127.0.0.1:3022: connect: connection refused\n\nThis usually means that the agent is offline or has disconnected. Check the\nagent logs and, if the issue persists, try restarting it or re-registering it\nwith the cluster.\n`,
      1,
      'connection refused',
    ],
    [
      'tsh',
      viaTsh,
      `${red}failed connecting to node tp-node-1. Teleport proxy failed to connect to "node" agent "tp-node-1:3022" over direct dial:\n\n  dial tcp 10.20.0.31:3022: connect: connection refused\n`,
      1,
      'connection refused',
    ],
    [
      'tsh',
      viaTsh,
      `${red}ssh: rejected: administratively prohibited (lock targeting User:"dev-2" is in force: Suspended.)\n\n`,
      1,
      'lock in force',
    ],
    [
      'tsh',
      viaTsh,
      `${red}failed connecting to node. Teleport proxy failed to connect to "node" agent over reverse tunnel:\n\n  no tunnel connection found: no node reverse tunnel for 3fbbee11.teleport.example.com found\n`,
      1,
      'no tunnel',
    ],
    ['kubectl', viaKubectl, 'Error from server (NotFound): pods "auth-0" not found\n', 1, 'name unknown'],
    [
      'kubectl',
      viaKubectl,
      'Error from server (Forbidden): pods "auth-0" is forbidden: User "x" cannot create resource "pods/exec"\n',
      1,
      'access denied',
    ],
    [
      'kubectl',
      viaKubectl,
      'The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?\n',
      1,
      'connection refused',
    ],
  ] as const)('%s: %#', async (name, via, stderr, code, reason) => {
    const outcome = await run(via(client(name, stderr, code)), ['true'])
    expect(outcome).toMatchObject({ kind: 'unreachable', reason })
    expect(outcome.kind === 'unreachable' && outcome.message).not.toMatch(/[\u0000-\u001f]/)
  })

  test.each([
    ['ssh', viaSsh, 'sh: 1: nothing\n', 1, ''],
    ['tsh', viaTsh, `${red}Process exited with status 3\n\n`, 3, ''],
    // It wrote before it failed: what it wrote is worth more than what tsh thinks of it.
    ['tsh', viaTsh, `${red}EOF\n\n`, 1, 'output'],
    ['kubectl', viaKubectl, 'command terminated with exit code 3\n', 3, ''],
  ] as const)('%s tells the exit code of the command: %#', async (name, via, stderr, code, stdout) => {
    expect(await run(via(client(name, stderr, code, stdout)), ['true'])).toMatchObject({
      kind: 'exited',
      code,
    })
  })

  test.each([
    ['ssh', viaSsh, 'bash: line 1: teleport: command not found\n', 127],
    [
      'kubectl',
      viaKubectl,
      'OCI runtime exec failed: exec failed: unable to start container process: exec: "sh": executable file not found in $PATH: unknown\ncommand terminated with exit code 126\n',
      126,
    ],
  ] as const)('%s: a program that the host does not have', async (name, via, stderr, code) => {
    expect(await run(via(client(name, stderr, code)), ['sh'])).toEqual({ kind: 'not-found', program: 'sh' })
  })

  test('a client that is not installed is no fault of the host', async () => {
    expect(await run(viaTsh('no-such-client'), ['true'])).toMatchObject({
      kind: 'unreachable',
      reason: 'no client',
    })
  })

  test('a host whose name is an option is not passed to a client', async () => {
    const runner = sshRunner({ target: '-oProxyCommand=touch${IFS}/x', client: client('ssh', '', 0) })
    expect(await run(runner, ['true'])).toMatchObject({ kind: 'unreachable', reason: 'name unknown' })
  })
})
