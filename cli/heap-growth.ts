// Keeps memory small while long logs are read: by itself V8 lets a heap of 30 MB grow to 90 before it looks for garbage.
import { setFlagsFromString } from 'node:v8'
import type { Progress } from '../analyzer/analyze.js'

/**
 * Bytes of logs from which on it is worth it; below, collecting more often costs a few percent of the time. V8 asks only when it has
 * collected: what is set after 64 MB were read may come one collection too late, so the archive's own word counts as well.
 */
const longBytes = 64 * 1024 * 1024
/** How much the heap may grow over what was alive. Measured with 500 MB: 50 MB less, for at most a few percent of the time. */
const growthPercent = 50

/** To be told how the reading goes on. Affects the whole process, so that only commands that own theirs use it. */
export function createHeapBound(): (progress: Pick<Progress, 'doneBytes' | 'totalBytes'>) => void {
  let isSet = false
  return ({ doneBytes, totalBytes = 0 }) => {
    if (isSet || Math.max(doneBytes, totalBytes) < longBytes) return
    isSet = true
    setFlagsFromString(`--heap-growing-percent=${growthPercent}`)
  }
}
