// Several ways to one host: clients are scripts that fail as real ones did, the way that gets there is this machine.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import {
  inTurn,
  localRunner,
  sshRunner,
  tshRunner,
  type RunOutcome,
  type Runner,
} from '../../../../generator/teleport/run/index.js'

const folder = mkdtempSync(join(tmpdir(), 'sp-in-turn-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let number = 0
function script(text: string): string {
  const path = join(folder, `client-${number++}`)
  writeFileSync(path, `#!/bin/sh\n${text}\n`)
  chmodSync(path, 0o755)
  return path
}

const withoutTunnel = (): Runner =>
  tshRunner({
    target: 'root@a-1',
    client: script(
      "printf '\\033[31mERROR: \\033[0mfailed connecting to node a-1. no tunnel connection found\\n' >&2; exit 1",
    ),
  })
const refused = (): Runner =>
  sshRunner({
    target: 'a-1',
    client: script("echo 'ssh: connect to host a-1 port 22: Connection refused' >&2; exit 255"),
  })
const missing = (): Runner => tshRunner({ target: 'a-1', client: join(folder, 'no-such-client') })

const ask = (runner: Runner, timeoutMs = 20_000): Promise<RunOutcome> =>
  runner.run({ argv: ['sh', '-c', 'echo "$0"', 'there'], timeoutMs, maxBytes: 1000 })

const text = (outcome: RunOutcome): string =>
  outcome.kind === 'exited' ? outcome.stdout.toString().trim() : outcome.kind

test('a host that the first way does not get to is asked over the next', async () => {
  const runner = inTurn([withoutTunnel(), localRunner()])
  expect(text(await ask(runner))).toBe('there')
  expect([runner.way, runner.target]).toEqual(['local', 'this machine'])
})

test('the way that got there is kept, and others are asked no more', async () => {
  const log = join(folder, 'asked')
  const counted = tshRunner({
    target: 'a-1',
    client: script(`echo x >> ${log}; echo 'ERROR: is offline' >&2; exit 1`),
  })
  const runner = inTurn([counted, localRunner()])
  await ask(runner)
  await ask(runner)
  expect(readFileSync(log, 'utf8')).toBe('x\n')
})

test('a way that hangs leaves time for the next', async () => {
  const hangs = tshRunner({ target: 'a-1', client: script('exec sleep 600') })
  expect(text(await ask(inTurn([hangs, localRunner()]), 4000))).toBe('there')
})

test('what a way brought is not brought again by another', async () => {
  const half = tshRunner({ target: 'a-1', client: script('echo half; exec sleep 600') })
  expect((await ask(inTurn([half, localRunner()]), 1000)).kind).toBe('timed-out')
})

test('a command that fails on the host is no reason for another way', async () => {
  const runner = inTurn([localRunner(), refused()])
  const outcome = await runner.run({ argv: ['sh', '-c', 'exit 3'], timeoutMs: 20_000, maxBytes: 10 })
  expect(outcome).toMatchObject({ kind: 'exited', code: 3 })
})

test('where none gets there the reason is that of the first, and the words of all are kept', async () => {
  expect(await ask(inTurn([withoutTunnel(), refused()]))).toEqual({
    kind: 'unreachable',
    reason: 'no tunnel',
    message: expect.stringMatching(
      /^tsh: .*no tunnel connection found; ssh: .*Connection refused$/,
    ) as string,
  })
})

test('a client that is not installed gives no reason while another has one', async () => {
  expect(await ask(inTurn([missing(), refused()]))).toMatchObject({ reason: 'connection refused' })
  expect(await ask(inTurn([missing(), missing()]))).toMatchObject({ reason: 'no client' })
})
