// The executable as a process of its own: broken pipes, signals, terminals. Bundled for this test as the build does it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleExecutable, runToEnd, type Executable } from './executable.js'

let executable: Executable
const packet = 'samples/db-restart.zip'

beforeAll(async () => {
  executable = await bundleExecutable('cli')
})

afterAll(() => executable.remove())

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the executable; `act` sees each piece of its output. */
function execute(
  args: readonly string[],
  act: (child: ReturnType<typeof spawn>, piece: string) => void = () => undefined,
) {
  return new Promise<Ended>(done => {
    const child = spawn(process.execPath, [executable.main, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, CI: '1' },
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      act(child, chunk.toString())
    })
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
    })
    child.on('close', (code, signal) => {
      done({ code, signal, stdout, stderr })
    })
  })
}

test('a reader that closes the pipe early ends the command without a word', async () => {
  const { code, signal, stderr } = await execute(['cat', packet, 'audit.log'], child =>
    child.stdout?.destroy(),
  )
  expect([code, signal, stderr]).toEqual([0, null, ''])
})

test('so does `logs` when its reader has seen enough', async () => {
  const { code, signal, stderr } = await execute(['logs', packet], child => child.stdout?.destroy())
  expect([code, signal, stderr]).toEqual([0, null, ''])
})

test('long output reaches the reader whole', async () => {
  const { stdout } = await execute(['cat', packet, 'audit.log'])
  expect(Buffer.byteLength(stdout)).toBe(260_190)
})

test('Ctrl-C ends waiting for standard input with 130 and no noise', async () => {
  const ended = await new Promise<Ended>(done => {
    const child = spawn(process.execPath, [executable.main, 'validate', '-'], {
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
    })
    // More than a pipe holds: once all of it is taken, the command is reading.
    child.stdin.on('error', () => undefined)
    child.stdin.write(Buffer.alloc(1 << 20), () => child.kill('SIGINT'))
    child.on('close', (code, signal) => {
      done({ code, signal, stdout: '', stderr })
    })
  })
  expect([ended.code, ended.signal, ended.stderr]).toEqual([130, null, ''])
})

test('what is no packet is told in one line with exit code 2', async () => {
  const { code, stdout, stderr } = await execute(['validate', 'package.json'])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/^support-packet: package\.json: .+\n$/)
})

/** A device that every write to fails; Linux has one. */
const fullDisk = '/dev/full'

test.skipIf(!existsSync(fullDisk))('a disk that is full is a failure, and no finding', async () => {
  const script = `"$0" "$1" ls "$2" > ${fullDisk}`
  const { code, stderr } = await runToEnd('sh', ['-c', script, process.execPath, executable.main, packet])
  expect([code, stderr]).toEqual([2, 'support-packet: Cannot write the output: the disk is full\n'])
})
