// A few at once, in order of a list: bounded work on another system.

/** The first `alone` items one after the other, since later ones need what they bring. Ends when all are done. */
export async function pooled<T>(
  items: Iterable<T>,
  concurrency: number,
  alone: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const next = items[Symbol.iterator]()
  for (let count = 0; count < alone; count++) {
    const step = next.next()
    if (step.done === true) return
    await work(step.value)
  }
  const worker = async (): Promise<void> => {
    for (let step = next.next(); step.done !== true; step = next.next()) await work(step.value)
  }
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, worker))
}
