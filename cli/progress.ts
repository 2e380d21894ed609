// Shows how far long work is: one line on stderr, only on a terminal, only once the work has taken a while.
import type { Progress } from '../analyzer/analyze.js'
import { bytes } from '../analyzer/reports/text/words.js'
import type { Io } from './io.js'

/** Work that is over by then needs no progress. */
const quietMs = 700
const redrawMs = 150

export interface ProgressLine {
  report(progress: Progress): void
  /** Takes the line away. */
  end(): void
}

export function createProgressLine(io: Pick<Io, 'stderr'>, wanted: boolean, now = Date.now): ProgressLine {
  if (!wanted || io.stderr.isTTY !== true) return { report: () => undefined, end: () => undefined }
  const started = now()
  let drawn = 0
  return {
    report(progress) {
      const time = now()
      if (time - started < quietMs || time - drawn < redrawMs) return
      drawn = time
      io.stderr.write(`\r${progressText(progress)}\u001b[K`)
    },
    end() {
      if (drawn > 0) io.stderr.write('\r\u001b[K')
    },
  }
}

export function progressText({ doneBytes, totalBytes }: Progress): string {
  if (totalBytes === undefined || totalBytes === 0) return `Reading logs: ${bytes(doneBytes)}`
  const percent = Math.min(100, Math.floor((doneBytes / totalBytes) * 100))
  return `Reading logs: ${percent} % of ${bytes(totalBytes)}`
}
