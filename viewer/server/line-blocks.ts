// Where the lines of a file begin, sparsely: one remembered line start each 128 KiB. Built while the bytes pass by.

/** Text between two remembered line starts. Only its last line can be long, since a block ends with the line that fills it. */
export interface LineBlock {
  /** 1-based. */
  readonly firstLine: number
  readonly offset: number
}

export interface LineBlocks {
  readonly blocks: readonly LineBlock[]
  /** Whole lines so far; with the last one once `finish` was called. */
  readonly lineCount: number
  readonly bytes: number
  add(chunk: Uint8Array): void
  /** Counts a last line without a newline. */
  finish(): void
}

/** 500 MB of log give 4,000 blocks; finding a line in one takes well below a millisecond. */
const blockBytes = 128 * 1024
const newline = 0x0a

export function countLineBlocks(): LineBlocks {
  const blocks: LineBlock[] = [{ firstLine: 1, offset: 0 }]
  const state = { lineCount: 0, bytes: 0, lineStart: 0 }

  function lineEnds(at: number) {
    state.lineCount++
    state.lineStart = at + 1
    const blockStart = blocks.at(-1)?.offset ?? 0
    if (state.lineStart - blockStart >= blockBytes)
      blocks.push({ firstLine: state.lineCount + 1, offset: state.lineStart })
  }

  return {
    blocks,
    get lineCount() {
      return state.lineCount
    },
    get bytes() {
      return state.bytes
    },
    add(chunk) {
      for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1))
        lineEnds(state.bytes + at)
      state.bytes += chunk.length
    },
    finish() {
      if (state.bytes > state.lineStart) state.lineCount++
    },
  }
}

/** Position in `blocks` of the block that holds a line. */
export function blockOfLine(blocks: readonly LineBlock[], line: number): number {
  let low = 0
  let high = blocks.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((blocks[middle]?.firstLine ?? Infinity) <= line) low = middle
    else high = middle - 1
  }
  return low
}
