// Counts lines that fit no format, by kind, with the first of each: a report says what was not understood.

/**
 * `cut` the last line has no newline and no end · `broken-json` begins like a record and is none · `json` JSON that is no
 * log record · `nul` NUL bytes (a crash of the machine) · `too-long` beyond the bound · `text` anything else.
 */
export type BadKind = 'cut' | 'broken-json' | 'json' | 'nul' | 'too-long' | 'text'

/** So many lines of a kind, and where and what the first one is. */
export interface BadCount {
  readonly kind: BadKind
  readonly count: number
  readonly line: number
  readonly excerpt: string
}

export interface BadLines {
  add(kind: BadKind, line: number, bytes: Buffer, start: number, end: number): void
  /** Lines that were counted elsewhere, all of them later. */
  merge(counts: readonly BadCount[], firstLine: number): void
  /** What was counted since the last time. */
  take(): BadCount[]
}

const excerptBytes = 200

export function createBadLines(): BadLines {
  let kinds = new Map<BadKind, BadCount & { count: number }>()

  function addCount(bad: BadCount): void {
    const known = kinds.get(bad.kind)
    if (known) known.count += bad.count
    else kinds.set(bad.kind, { ...bad })
  }

  return {
    add(kind, line, bytes, start, end) {
      const known = kinds.get(kind)
      if (known) known.count++
      else addCount({ kind, count: 1, line, excerpt: excerptOf(bytes, start, end) })
    },
    merge(counts, firstLine) {
      for (const bad of counts) addCount({ ...bad, line: firstLine + bad.line })
    },
    take() {
      const taken = [...kinds.values()]
      kinds = new Map()
      return taken
    },
  }
}

function excerptOf(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('utf8', start, Math.min(end, start + excerptBytes))
}
