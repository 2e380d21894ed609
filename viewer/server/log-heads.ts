// Reads the head of a record that is known to lie in a range of bytes, whatever its format.
import type { LogTools, RecordHead } from '../../analyzer/index.js'

/** Gives the head to `use`, which has it during the call only. A line of no format has a head of level `unknown`. */
export type ReadHead = (
  bytes: Buffer,
  start: number,
  end: number,
  use: (bytes: Buffer, head: RecordHead) => void,
) => void

const newline = 0x0a

/** `nearMs` is near when the file was written: some formats have no year in their times. */
export function createHeadReader(tools: LogTools, nearMs: number): ReadHead {
  const unread = tools.createHead()
  let use: ((bytes: Buffer, head: RecordHead) => void) | undefined

  function give(bytes: Buffer, head: RecordHead): void {
    const first = use
    use = undefined
    first?.(bytes, head)
  }

  const framer = tools.createFramer(
    {
      record: give,
      bad(kind, bytes, start, end) {
        if (kind === 'nul') return
        tools.resetHead(unread, 'block', start, end)
        unread.msgStart = start
        unread.msgEnd = end
        give(bytes, unread)
      },
    },
    { beyondBound: 'dropped' },
  )
  framer.begin(nearMs)

  return (bytes, start, end, wanted) => {
    use = wanted
    for (let from = start, line = 1; from < end; line++) {
      const found = bytes.indexOf(newline, from)
      const stop = found === -1 || found > end ? end : found
      framer.line(bytes, from, stop, line, false)
      from = stop + 1
    }
    framer.close(bytes)
    use = undefined
  }
}
