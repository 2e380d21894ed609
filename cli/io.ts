// The edges of the process as commands see them: streams, environment, interruption. Tests bring their own.
import type { Readable, Writable } from 'node:stream'

export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Terminal
  readonly stderr: Terminal
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborted on Ctrl-C. */
  readonly interrupted: AbortSignal
  /** The time of this run; default: the clock. Only what ends on a day asks for it. */
  readonly now?: () => Date
}

export type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number }

/** Writes and waits until the stream has room. `false` when the reader is gone: then there is nothing left to say. */
export async function writeTo(stream: Terminal, chunk: string | Uint8Array): Promise<boolean> {
  if (chunk.length === 0) return isOpen(stream)
  if (!isOpen(stream)) return false
  if (!stream.write(chunk)) await drained(stream)
  return isOpen(stream)
}

const isOpen = (stream: Terminal): boolean => !stream.destroyed && !stream.errored && stream.writable

function drained(stream: Terminal): Promise<void> {
  return new Promise(resolve => {
    const events = ['drain', 'close', 'error'] as const
    const done = (): void => {
      for (const event of events) stream.off(event, done)
      resolve()
    }
    for (const event of events) stream.on(event, done)
  })
}

/** Everything written has left the process, or nobody reads it any more. */
export function flushed(stream: Terminal): Promise<void> {
  return new Promise(resolve => {
    if (!isOpen(stream)) {
      resolve()
      return
    }
    stream.once('close', resolve)
    stream.write('', () => {
      resolve()
    })
  })
}
