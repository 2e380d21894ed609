// A console target: standard output or standard error of this process.
import type { Writable } from 'node:stream'
import type { Sink } from '../delivery/sink.js'

export function consoleSink(stream: Writable): Sink {
  // A reader that went away is told by the write that fails; without a listener it would end the process.
  stream.on('error', ignore)
  return {
    open: () => Promise.resolve(undefined),
    write: batch =>
      new Promise((resolve, reject) => {
        stream.write(batch.join(''), error => {
          if (error) reject(error)
          else resolve({ taken: batch.length, refused: 0 })
        })
      }),
    // The stream is not ours to close, and its errors may still come.
    close: () => Promise.resolve(),
  }
}

function ignore(): void {
  // The write says it.
}
