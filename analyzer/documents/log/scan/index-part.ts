// Columns of the records of one part, for the index of all records.
import type { PartIndex } from './part.js'

export interface IndexPart {
  add(template: number, start: number, line: number, timeMs: number): void
  /** What was added since the last time. */
  take(): PartIndex
}

export function createIndexPart(): IndexPart {
  const starts: number[] = []
  const lines: number[] = []
  const times: number[] = []
  const templates: number[] = []
  return {
    add(template, start, line, timeMs) {
      starts.push(start)
      lines.push(line)
      times.push(timeMs)
      templates.push(template)
    },
    take() {
      const taken = {
        start: Uint32Array.from(starts),
        line: Uint32Array.from(lines),
        timeMs: Float64Array.from(times),
        template: Uint32Array.from(templates),
      }
      starts.length = lines.length = times.length = templates.length = 0
      return taken
    },
  }
}
