// Hands bytes from one who pushes to one who pulls, at the pace of the slower: from the session of a host to an entry on disk.

export interface Pipe {
  /** Resolves when the reader is ready for more. After the reader left, bytes fall away. */
  write(chunk: Buffer): Promise<void>
  /** `error` becomes the reader's. */
  end(error?: Error): void
  readonly bytes: AsyncIterable<Buffer>
  /** Nobody will read any more: what is written falls away. */
  readonly leave: () => void
}

export function createPipe(): Pipe {
  let waiting: Buffer | undefined
  let ended: { readonly error: Error | undefined } | undefined
  let readerLeft = false
  let wakeReader: () => void = () => undefined
  let wakeWriter: () => void = () => undefined

  const leave = (): void => {
    readerLeft = true
    wakeWriter()
  }

  async function* read(): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        if (waiting !== undefined) {
          const chunk = waiting
          yield chunk
          waiting = undefined
          wakeWriter()
        } else if (ended !== undefined) {
          if (ended.error !== undefined) throw ended.error
          return
        } else await new Promise<void>(resolve => (wakeReader = resolve))
      }
    } finally {
      leave()
    }
  }

  return {
    async write(chunk) {
      while (waiting !== undefined && !readerLeft) await new Promise<void>(resolve => (wakeWriter = resolve))
      if (readerLeft || chunk.length === 0) return
      waiting = chunk
      wakeReader()
    },
    end(error) {
      ended = { error }
      wakeReader()
    },
    bytes: read(),
    leave,
  }
}
