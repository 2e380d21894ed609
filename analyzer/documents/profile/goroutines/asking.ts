// Where a stack asks for a lock: the calls of the lock itself, and the function that made them.
import type { Frame } from './types.js'

/** Calls of the lock itself, at the inner end of a stack. */
export function isLockCall(name: string): boolean {
  return /^(?:internal\/)?sync\.|^runtime\./.test(name)
}

/** The function that asks for the lock: the first one outside the locks themselves. */
export function askingFunction(frames: readonly Frame[]): string {
  return frames.find(frame => !isLockCall(frame.function))?.function ?? 'unknown'
}
