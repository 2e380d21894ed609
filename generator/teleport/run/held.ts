// A command whose output is held in memory, made of one that streams.
import type { BoundedCommand, RunOutcome, Runner } from './runner.js'

/** Never throws, as `stream` does not. */
export async function heldRun(stream: Runner['stream'], command: BoundedCommand): Promise<RunOutcome> {
  const output: Buffer[] = []
  let kept = 0
  const { bytes: _, ...ended } = await stream(command, chunk => {
    output.push(chunk.subarray(0, command.maxBytes - kept))
    kept += chunk.length
    return kept <= command.maxBytes
  })
  return ended.kind === 'exited' ? { ...ended, stdout: Buffer.concat(output) } : ended
}
