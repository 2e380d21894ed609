// Runs one program of this machine: bounded output, a deadline, and nothing of it left behind when it is ended.
import { spawn, type ChildProcess } from 'node:child_process'
import { stderrBytes, type Command, type Failure, type OutputSink, type StreamOutcome } from './runner.js'

export type Spawned =
  | Extract<StreamOutcome, { kind: 'exited' }>
  | (Exclude<Failure, { kind: 'unreachable' }> & { readonly bytes: number; readonly stderr: Buffer })

/** Time between asking a program to end and ending it. */
const graceMs = 2000

/** Never throws. */
export async function runSpawned(
  argv: readonly string[],
  { stdin, timeoutMs, signal }: Omit<Command, 'argv'>,
  sink: OutputSink,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Spawned> {
  if (signal?.aborted === true) return { kind: 'aborted', bytes: 0, stderr: Buffer.alloc(0) }
  const [program = '', ...rest] = argv
  const errors = lastBytes(stderrBytes)
  let child: ChildProcess
  try {
    // A group of its own, so that what the program started is ended with it.
    child = spawn(program, rest, { stdio: 'pipe', detached: true, env: environment })
  } catch (error) {
    return { ...notStarted(program, error, errors), bytes: 0 }
  }
  const ending = watch(child, timeoutMs, signal)
  const exit = exitOf(child)
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk))
  feed(child, stdin)
  const { bytes, cut } = await drain(child, sink, ending)
  const { code, error } = await exit
  ending.done()
  if (error !== undefined) return { ...notStarted(program, error, errors), bytes }
  const stderr = errors.bytes()
  if (ending.why === 'aborted') return { kind: 'aborted', bytes, stderr }
  if (ending.why === 'timed-out') return { kind: 'timed-out', afterMs: timeoutMs, bytes, stderr }
  return { kind: 'exited', code, stderr, cut, bytes }
}

interface Ending {
  why: 'aborted' | 'timed-out' | 'enough' | undefined
  end(why: 'aborted' | 'timed-out' | 'enough'): void
  done(): void
}

/** Ends the program when the time is over or the signal says so: politely first. */
function watch(child: ChildProcess, timeoutMs: number, signal: AbortSignal | undefined): Ending {
  let kill: NodeJS.Timeout | undefined
  const ending: Ending = {
    why: undefined,
    end(why) {
      if (ending.why !== undefined) return
      ending.why = why
      signalGroup(child, 'SIGTERM')
      kill = setTimeout(() => {
        signalGroup(child, 'SIGKILL')
        // A grandchild that left the group may hold the pipes open.
        child.stdout?.destroy()
        child.stderr?.destroy()
      }, graceMs)
    },
    done() {
      clearTimeout(timer)
      clearTimeout(kill)
      signal?.removeEventListener('abort', onAbort)
    },
  }
  const timer = setTimeout(() => ending.end('timed-out'), timeoutMs)
  const onAbort = (): void => ending.end('aborted')
  signal?.addEventListener('abort', onAbort, { once: true })
  return ending
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // It has ended, or the system knows no groups.
    child.kill(signal)
  }
}

function exitOf(child: ChildProcess): Promise<{ readonly code: number; readonly error?: unknown }> {
  return new Promise(resolve => {
    child.once('error', error => {
      // Also told when a signal could not be sent; only a program without a process never ran.
      if (child.pid === undefined) resolve({ code: 127, error })
    })
    child.once('close', (code, signal) => resolve({ code: code ?? 128 + numberOf(signal) }))
  })
}

const signalNumbers: Partial<Record<NodeJS.Signals, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGKILL: 9,
  SIGPIPE: 13,
  SIGTERM: 15,
}

const numberOf = (signal: NodeJS.Signals | null): number => (signal && signalNumbers[signal]) ?? 0

function feed(child: ChildProcess, stdin: Buffer | string | undefined): void {
  // A program may end without reading what it was given.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(stdin ?? '')
}

/** Hands the output on at the pace of the sink. */
async function drain(
  child: ChildProcess,
  sink: OutputSink,
  ending: Ending,
): Promise<{ readonly bytes: number; readonly cut: boolean }> {
  let bytes = 0
  try {
    for await (const chunk of child.stdout ?? []) {
      bytes += (chunk as Buffer).length
      if ((await sink(chunk as Buffer)) === false) {
        ending.end('enough')
        return { bytes, cut: true }
      }
    }
  } catch {
    // Destroyed by the end of the time.
  }
  return { bytes, cut: false }
}

function notStarted(
  program: string,
  error: unknown,
  errors: ReturnType<typeof lastBytes>,
): { readonly kind: 'not-found'; readonly program: string; readonly stderr: Buffer } {
  void error
  return { kind: 'not-found', program, stderr: errors.bytes() }
}

/** Keeps the last bytes of what is pushed. */
function lastBytes(limit: number): { push(chunk: Buffer): void; bytes(): Buffer } {
  let chunks: Buffer[] = []
  let held = 0
  const bytes = (): Buffer => Buffer.concat(chunks).subarray(-limit)
  return {
    push(chunk) {
      chunks.push(chunk)
      held += chunk.length
      if (held <= 2 * limit) return
      const kept = bytes()
      chunks = [kept]
      held = kept.length
    },
    bytes,
  }
}
