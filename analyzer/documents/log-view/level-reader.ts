// Reads the levels of records without making a string for each: a log has a handful of them, written in the same way.
import { startsWithAt } from '../log/bytes.js'
import type { RecordHead } from '../log/formats/head.js'
import { headLevel } from '../log/formats/record.js'
import type { Level } from '../log/types.js'

export type LevelReader = (bytes: Buffer, head: RecordHead) => Level

/** Ways to write levels that are remembered; hostile logs have more. */
const remembered = 32

export function createLevelReader(): LevelReader {
  const known: { readonly written: Buffer; readonly level: Level }[] = []
  return (bytes, head) => {
    const { levelStart, levelEnd } = head
    if (levelEnd <= levelStart) return headLevel(bytes, head)
    for (const { written, level } of known) {
      if (written.length === levelEnd - levelStart && startsWithAt(bytes, levelStart, written)) return level
    }
    const level = headLevel(bytes, head)
    if (known.length < remembered && !head.escaped)
      known.push({ written: Buffer.from(bytes.subarray(levelStart, levelEnd)), level })
    return level
  }
}
