// Hands batches from a reader that pushes to a consumer that pulls. The reader waits while a batch lies ready, so neither
// runs ahead of the other by more than one.

export interface Channel<T> {
  /** Waits until the batch before was taken. False when nobody wants more. */
  readonly put: (batch: T) => Promise<boolean>
  /** No more batches; with an error, the consumer gets it. */
  readonly finish: (error?: unknown) => void
  /** The next batch; `undefined` after the last. */
  readonly next: () => Promise<T | undefined>
  /** The consumer wants no more. */
  readonly stop: () => void
  readonly isStopped: () => boolean
}

export function createChannel<T>(): Channel<T> {
  let ready: T | undefined
  let state: 'open' | 'finished' | 'stopped' = 'open'
  let failure: unknown
  let wake: (() => void) | undefined

  const changed = (): void => {
    const waiting = wake
    wake = undefined
    waiting?.()
  }
  // One side at a time waits: the reader while a batch lies ready, the consumer while none does.
  const change = (): Promise<void> => new Promise(resolve => (wake = resolve))

  return {
    async put(batch) {
      while (ready !== undefined && state === 'open') await change()
      if (state !== 'open') return false
      ready = batch
      changed()
      return true
    },
    finish(error) {
      if (state === 'open') state = 'finished'
      failure = error
      changed()
    },
    async next() {
      while (ready === undefined && state === 'open') await change()
      const batch = ready
      ready = undefined
      changed()
      if (batch === undefined && failure !== undefined) throw failure as Error
      return batch
    },
    stop() {
      state = 'stopped'
      ready = undefined
      changed()
    },
    isStopped: () => state === 'stopped',
  }
}
