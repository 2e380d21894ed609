// What a program prints, as a stream that is read while it runs, and how it ended.
import type { Command, Runner, StreamOutcome } from '../run/index.js'

/** Whatever it says meanwhile. */
const longestMs = 3_600_000

export interface RunningOutput {
  /** To be read to its end; only then the outcome comes. Reading no further ends the program. */
  readonly bytes: AsyncGenerator<Buffer>
  readonly outcome: Promise<StreamOutcome>
}

/**
 * Ended when it says nothing for `silenceMs` while somebody waits for it: a long list takes long, and that is no reason to give
 * up. The program runs no faster than its output is read: what it has written waits in its pipe, not in memory.
 */
export function runningOutput(
  runner: Runner,
  command: Omit<Command, 'timeoutMs' | 'signal'> & { readonly signal: AbortSignal },
  silenceMs: number,
): RunningOutput {
  const silence = new AbortController()
  let hand: (chunk: Buffer | undefined) => void = () => undefined
  let goOn: (more: boolean) => void = () => undefined
  const next = (): Promise<Buffer | undefined> => new Promise(resolve => (hand = resolve))
  let coming = next()
  let closed = false
  const outcome = runner
    .stream(
      { ...command, timeoutMs: longestMs, signal: AbortSignal.any([command.signal, silence.signal]) },
      chunk => {
        if (closed) return false
        const taken = new Promise<boolean>(resolve => (goOn = resolve))
        hand(chunk)
        return taken
      },
    )
    .then(ended => {
      hand(undefined)
      const isSilent = silence.signal.aborted && !command.signal.aborted
      return isSilent && ended.kind === 'aborted'
        ? { kind: 'timed-out' as const, afterMs: silenceMs, bytes: ended.bytes }
        : ended
    })
  const heard = async (): Promise<Buffer | undefined> => {
    const timer = setTimeout(() => silence.abort(), silenceMs)
    try {
      return await coming
    } finally {
      clearTimeout(timer)
    }
  }
  async function* bytes(): AsyncGenerator<Buffer> {
    try {
      for (let chunk = await heard(); chunk !== undefined; chunk = await heard()) {
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
