#!/usr/bin/env node
// The executable: binds the process to `run`. Signals, broken pipes and the exit code live here and nowhere else.
import { writeSync } from 'node:fs'
import { systemReason } from './failure.js'
import { flushed, type Io } from './io.js'
import { run } from './run.js'

const interrupt = new AbortController()
const codesOfSignals = { SIGINT: 130, SIGTERM: 143 } as const
let interruptedWith = 130
for (const [signal, exitCode] of Object.entries(codesOfSignals)) {
  process.on(signal, () => {
    // Whoever asks twice does not want to wait for anything to be put away.
    if (interrupt.signal.aborted) process.exit(exitCode)
    interruptedWith = exitCode
    interrupt.abort()
  })
}

process.stdout.on('error', endUnlessBrokenPipe)
process.stderr.on('error', endUnlessBrokenPipe)

const io: Io = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  interrupted: interrupt.signal,
}

const code = await run(process.argv.slice(2), io)
if (code !== 130) await Promise.all([flushed(process.stdout), flushed(process.stderr)])
process.exit(code === 130 ? interruptedWith : code)

/**
 * A reader that has seen enough (`| head`) is no error: writing ends, the exit code stays what the work says. A full disk is one:
 * half a report must not pass for a whole one.
 */
function endUnlessBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE' || error.code === 'EOF') return
  try {
    writeSync(2, `support-packet: Cannot write the output: ${systemReason(error)}\n`)
  } catch {
    // Nobody is there to be told; the exit code tells.
  }
  process.exit(2)
}
