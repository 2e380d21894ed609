// Takes the pieces of a response as they arrive. A stream that fails throws away what it had buffered; of a cut download every byte counts.
import type { Response } from './api.js'

/** More than this is not held in memory: the connection waits until the disk has caught up. */
const mostQueuedBytes = 16 * 1024 * 1024

/** Call it at once when a response is there. Iterating gives every piece, then ends, or throws what broke it off. */
export function tapBody({ body }: Response): AsyncIterable<Buffer> {
  const queue: Buffer[] = []
  let queuedBytes = 0
  let ended: { readonly error?: unknown } | undefined
  let wake: () => void = () => undefined
  body.on('data', (chunk: Buffer) => {
    queue.push(chunk)
    queuedBytes += chunk.length
    if (queuedBytes > mostQueuedBytes) body.pause()
    wake()
  })
  body.on('end', () => {
    ended ??= {}
    wake()
  })
  body.on('error', (error: unknown) => {
    ended ??= { error }
    wake()
  })
  return pieces()

  async function* pieces(): AsyncGenerator<Buffer> {
    for (;;) {
      const chunk = queue.shift()
      if (chunk !== undefined) {
        queuedBytes -= chunk.length
        if (queuedBytes <= mostQueuedBytes && body.isPaused()) body.resume()
        yield chunk
      } else if (ended === undefined) await new Promise<void>(resolve => (wake = resolve))
      else if ('error' in ended) throw ended.error
      else return
    }
  }
}
