// Finds the place to go on from when lines are skipped: going back from a line to the record that it may belong to.
import { NEWLINE } from '../log/bytes.js'
import { withoutReturn } from '../log/formats/framer.js'
import { createHead } from '../log/formats/head.js'
import { logLimits } from '../log/limits.js'
import { beginningFormat } from '../log/formats/line-formats.js'
import { createTimeReader } from '../log/formats/timestamp.js'

/**
 * Where the record begins that a line may belong to: the nearest line, it or one before it, that begins one for certain
 * and says its time, which is also that of the records without one behind it. `from` when there is none within as many
 * lines as a record may have: then all are looked at.
 */
export type FindRecord = (bytes: Buffer, from: number, lineStart: number, lineEnd: number) => number

export function createRecordFinder(nearMs: number): FindRecord {
  const head = createHead()
  const readTime = createTimeReader(nearMs)

  return (bytes, from, ownStart, ownEnd) => {
    let start = ownStart
    let end = ownEnd
    /** Begins a record, unless it stands in a quoted value of a plain one. */
    let unlessQuoted: number | undefined
    for (let lines = 0; lines < logLimits.blockLines && start > from; lines++) {
      const format = start < end ? readBeginning(bytes, start, end) : undefined
      const isTimed = format !== undefined && !Number.isNaN(head.timeMs)
      if (isTimed && format.place === 'anywhere')
        return format.name === 'plain' ? start : (unlessQuoted ?? start)
      if (format?.name === 'plain') unlessQuoted = isTimed ? start : undefined
      else if (isTimed) unlessQuoted ??= start
      end = start - 1
      start = lineStart(bytes, end)
    }
    return start <= from ? from : (unlessQuoted ?? from)
  }

  /** Reads the head of the record that the line begins. */
  function readBeginning(bytes: Buffer, start: number, lineEnd: number): ReturnType<typeof beginningFormat> {
    const end = withoutReturn(bytes, start, lineEnd)
    const format = beginningFormat(bytes, start, end)
    return format?.readHead(bytes, start, end, head, readTime) === true ? format : undefined
  }
}

export function lineStart(bytes: Buffer, position: number): number {
  return position <= 0 ? 0 : bytes.lastIndexOf(NEWLINE, position - 1) + 1
}
