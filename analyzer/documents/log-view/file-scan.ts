// Reads the files of one log in turn (its rotated ones, then the current one) and hands over batches of wanted records.
import type { ClassifiedEntry } from '../../packet/classified.js'
import type { Problem } from '../../packet/problem.js'
import type { Packet } from '../../packet/types.js'
import type { RecordHead } from '../log/formats/head.js'
import { createEntryText } from '../log/entry-text/entry-text.js'
import { readUnpacked } from '../log/entry-text/read-unpacked.js'
import { writtenNear } from '../log/rotation.js'
import { createScanner, type Scanner } from './scanner.js'
import type { Selection } from './selection.js'
import type { RecordPlace } from './shown-record.js'

export interface ScanRequest<T> {
  readonly packet: Packet
  readonly selection: Selection
  readonly countLines: boolean
  /** Makes of a wanted record what the caller needs; the head is valid during the call. */
  readonly take: (bytes: Buffer, head: RecordHead, place: RecordPlace) => T
  readonly onBytes?: ((bytes: number) => void) | undefined
  /** True when nobody wants more: asked at each chunk, as there may be nothing to hand over for long. */
  readonly isStopped?: () => boolean
}

export interface ScanEnd {
  /** What could not be read. */
  readonly problems: readonly Problem[]
  /** Time of the latest record that was looked at; -Infinity when none had one. */
  readonly newestMs: number
}

/** `give` gets batches in the order of the files; it may wait, and ends the reading by false. */
export async function scanFiles<T>(
  request: ScanRequest<T>,
  files: readonly ClassifiedEntry[],
  give: (batch: T[]) => Promise<boolean>,
): Promise<ScanEnd> {
  const problems: Problem[] = []
  let lastMs = -Infinity
  let newestMs = -Infinity
  for (const file of files) {
    const scanner = createScanner<T>({
      selection: request.selection,
      countLines: request.countLines,
      take: (bytes, head, line, orderMs) => request.take(bytes, head, { file, line, orderMs }),
      afterMs: lastMs,
      nearMs: writtenNear(file.entry),
    })
    const { problem, isWanted } = await scanFile(request, file, scanner, give)
    if (problem) problems.push(problem)
    lastMs = scanner.lastMs
    newestMs = Math.max(newestMs, lastMs)
    if (!isWanted) break
  }
  return { problems, newestMs }
}

async function scanFile<T>(
  { packet, onBytes, isStopped }: ScanRequest<T>,
  { entry }: ClassifiedEntry,
  scanner: Scanner<T>,
  give: (batch: T[]) => Promise<boolean>,
): Promise<{ readonly problem: Problem | undefined; readonly isWanted: boolean }> {
  const text = createEntryText()
  let isWanted = true

  async function handOver(first: T[]): Promise<boolean> {
    for (let batch: T[] | undefined = first; batch && isWanted; batch = scanner.batch()) {
      isWanted = await give(batch)
    }
    return isWanted
  }

  /** Waits only where there is something to hand over. */
  function scan(chunk: Buffer): false | undefined | Promise<boolean> {
    scanner.write(text.decode(chunk))
    const batch = scanner.batch()
    return batch ? handOver(batch) : undefined
  }

  const outcome = await readUnpacked(packet, entry, scan, bytes => {
    if (isStopped?.() === true) isWanted = false
    if (!isWanted) return false
    onBytes?.(bytes)
    return undefined
  })
  if (isWanted) scanner.write(text.end())
  scanner.end()
  const rest = isWanted ? scanner.batch() : undefined
  if (rest) await handOver(rest)
  const problem = outcome.kind === 'partial' ? { ...outcome.problem, entry: entry.name } : undefined
  return { problem, isWanted }
}
