// What a program prints, as a stream that is read while it runs, and how it ended.
import type { Command, Runner, StreamOutcome } from '../run/index.js'

export interface RunningOutput {
  /** To be read to its end; only then the outcome comes. Reading no further ends the program. */
  readonly bytes: AsyncGenerator<Buffer>
  readonly outcome: Promise<StreamOutcome>
}

/** The program runs no faster than its output is read: what it has written waits in its pipe, not in memory. */
export function runningOutput(runner: Runner, command: Command): RunningOutput {
  let hand: (chunk: Buffer | undefined) => void = () => undefined
  let goOn: (more: boolean) => void = () => undefined
  const next = (): Promise<Buffer | undefined> => new Promise(resolve => (hand = resolve))
  let coming = next()
  let closed = false
  const outcome = runner
    .stream(command, chunk => {
      if (closed) return false
      const taken = new Promise<boolean>(resolve => (goOn = resolve))
      hand(chunk)
      return taken
    })
    .then(ended => {
      hand(undefined)
      return ended
    })
  async function* bytes(): AsyncGenerator<Buffer> {
    try {
      for (let chunk = await coming; chunk !== undefined; chunk = await coming) {
        coming = next()
        yield chunk
        goOn(true)
      }
    } finally {
      closed = true
      goOn(false)
    }
  }
  return { bytes: bytes(), outcome }
}
