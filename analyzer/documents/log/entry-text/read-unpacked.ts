// Reads a log entry as the text that was logged: as it is, or unpacked where it is a rotated log that was compressed. Of one that is
// damaged, everything before the damage.
import type { Packet, PacketEntry, ReadOutcome } from '../../../packet/types.js'
import type { Problem } from '../../../packet/problem.js'
import { createGunzipTo, type Gunzip, type GunzipEnd, type GunzipSink, isGzip } from './gunzip.js'

/**
 * zlib drops the output of the input piece that holds a fault. To get it, the entry is read again, around the fault in smaller and
 * smaller pieces.
 */
const carefulBytes = [4_096, 16, 1] as const

/**
 * `onBytes` is told the entry's own bytes as they are read; false stops the reading, as it does when `sink` gives it. An entry that
 * cannot be unpacked to its end is `partial`. Throws only what the two throw.
 */
export async function readUnpacked(
  packet: Packet,
  entry: PacketEntry,
  sink: GunzipSink,
  onBytes: (bytes: number) => false | void = () => undefined,
): Promise<ReadOutcome> {
  let gunzip: Gunzip | undefined
  let isFirst = true
  const outcome = await packet.read(entry, async chunk => {
    if (isFirst && isGzip(chunk)) gunzip = createGunzipTo(sink)
    isFirst = false
    const isWanted = onBytes(chunk.length) !== false && (await (gunzip?.write(chunk) ?? sink(chunk)))
    return isWanted === false ? false : undefined
  })
  let end = await gunzip?.end()
  for (const stepBytes of carefulBytes) {
    if (end?.kind !== 'corrupt') break
    end = await unpackAgain(packet, entry, sink, end, stepBytes)
  }
  if (end === undefined || end.kind === 'end' || outcome.kind === 'partial') return outcome
  return { kind: 'partial', sizeBytes: outcome.sizeBytes, problem: damaged(entry.name, end.reason) }
}

/** Unpacks once more from the start and gives what was not given before the fault; comes closer to it. */
async function unpackAgain(
  packet: Packet,
  entry: PacketEntry,
  sink: GunzipSink,
  { fedBytes, givenBytes }: GunzipEnd,
  stepBytes: number,
): Promise<GunzipEnd> {
  const gunzip = createGunzipTo(sink, { steadyBytes: fedBytes, stepBytes, passOverBytes: givenBytes })
  await packet.read(entry, async chunk => ((await gunzip.write(chunk)) ? undefined : false))
  return gunzip.end()
}

function damaged(entry: string, reason: string): Problem {
  const message = `${entry} could not be unpacked to its end: ${reason}.`
  return { code: 'LOG_GZIP_DAMAGED', severity: 'error', message, entry }
}
