// Opens what the user named, whatever it is, and tells by content what it is. The way into the packet stage.
export { packetOf } from './memory.js'
import { stat } from 'node:fs/promises'
import { assemblePacket } from './assemble.js'
import { fileSource, memorySource, type ByteSource } from './byte-source.js'
import { limitsFrom, type Limits, type OpenOptions } from './limits.js'
import { packetProblem } from './problem-codes.js'
import type { Opened } from './types.js'
import { openZip } from './zip/zip-container.js'

/** Opens a path, or standard input for `-`. Several packets only when one archive holds several nested ones. */
export async function openPackets(source: string, options?: OpenOptions): Promise<readonly Opened[]> {
  const limits = limitsFrom(options)
  try {
    await stat(source)
    return [await openSource(source, await fileSource(source), limits)]
  } catch (error) {
    const { message } = error as Error
    return [{ kind: 'unreadable', source, problem: packetProblem('ARCHIVE_UNREADABLE', message) }]
  }
}

/** Opens an archive that is in memory already. */
export async function openBuffer(
  name: string,
  bytes: Uint8Array,
  options?: OpenOptions,
): Promise<readonly Opened[]> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return [await openSource(name, memorySource(buffer), limitsFrom(options))]
}

async function openSource(name: string, source: ByteSource, limits: Limits): Promise<Opened> {
  return { kind: 'ok', packet: assemblePacket(name, await openZip(source, limits), limits) }
}
