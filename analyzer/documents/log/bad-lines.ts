// Counts lines that fit no format, by kind, with the first of each: a report says what was not understood.
import type { LogFile } from './types.js'

/**
 * `cut` the last line has no newline and no end · `broken-json` begins like a record and is none · `json` JSON that is no
 * log record · `nul` NUL bytes (a crash of the machine) · `too-long` beyond the bound · `text` anything else.
 */
export type BadKind = 'cut' | 'broken-json' | 'json' | 'nul' | 'too-long' | 'text'

export interface BadLines {
  add(kind: BadKind, line: number, bytes: Buffer, start: number, end: number): void
  result(): LogFile['bad']
}

const excerptBytes = 200

export function createBadLines(): BadLines {
  const kinds = new Map<BadKind, { count: number; readonly line: number; readonly excerpt: string }>()
  return {
    add(kind, line, bytes, start, end) {
      const known = kinds.get(kind)
      if (known) known.count++
      else {
        const excerpt = bytes.toString('utf8', start, Math.min(end, start + excerptBytes))
        kinds.set(kind, { count: 1, line, excerpt })
      }
    },
    result: () => [...kinds].map(([kind, bad]) => ({ kind, ...bad })),
  }
}
