// Uses results in the order in which they were asked for, whichever comes first; at once where nothing has to be waited for.

export interface InOrder {
  /** `use` runs after that of all values before, and not at all once one has failed; `always` runs after it in any case. */
  add<T>(value: T | Promise<T>, use: (value: T) => void, always?: () => void): void
  /** Resolves when all were used; rejects with the first failure. */
  end(): Promise<void>
}

export function createInOrder(): InOrder {
  let tail: Promise<void> | undefined
  let failure: { readonly error: unknown } | undefined

  function run<T>(value: T, use: (value: T) => void): void {
    try {
      if (!failure) use(value)
    } catch (error) {
      failure = { error }
    }
  }

  async function runAfter<T>(
    before: Promise<void> | undefined,
    value: T | Promise<T>,
    use: (value: T) => void,
  ) {
    const settled = Promise.resolve(value).catch((error: unknown) => void (failure ??= { error }))
    await before
    const known = await settled
    if (!failure) run(known as T, use)
  }

  return {
    add(value, use, always) {
      if (tail === undefined && !(value instanceof Promise)) {
        run(value, use)
        always?.()
      } else tail = runAfter(tail, value, use).then(always)
    },
    async end() {
      await tail
      if (failure) throw failure.error
    },
  }
}
