// Waiting for what another process or a socket does: looks again and again, up to a limit that only a broken test reaches.
import { setTimeout as pause } from 'node:timers/promises'

/** Resolves with the first answer that is neither absent nor false. */
export async function until<T>(
  look: () => T | Promise<T>,
  limitMs = 20_000,
): Promise<Exclude<NonNullable<T>, false>> {
  const end = performance.now() + limitMs
  while (performance.now() < end) {
    const found = await look()
    if (found !== undefined && found !== null && found !== false)
      return found as Exclude<NonNullable<T>, false>
    await pause(10)
  }
  throw new Error(`nothing came of ${look.toString().slice(0, 200)}`)
}
