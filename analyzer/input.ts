// What the library takes as a packet: a path, bytes, a stream, or a packet that is open already; and how each is opened.
import { fileURLToPath } from 'node:url'
import { abortable } from './abortable.js'
import type { OpenOptions } from './packet/limits.js'
import { openBuffer, openChunks, openPackets } from './packet/open.js'
import type { Problem } from './packet/problem.js'
import type { Opened, Packet } from './packet/types.js'

/**
 * A path (`-` is standard input), a `file:` URL, the bytes of an archive, a stream of them (a Node.js `Readable`, the body of a
 * `fetch` response), or an opened packet.
 */
export type PacketInput = string | URL | Uint8Array | AsyncIterable<Uint8Array> | Packet

export interface InputOptions extends OpenOptions {
  /** What bytes and streams are called in results, where a path has its own name. Default: `memory`, `stream`. */
  readonly name?: string
  /** Ends the work at the next piece that is read: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal
}

/** Thrown when nothing there could be read as a packet: no such file, no archive, no permission. `problem` says why. */
export class UnreadablePacketError extends Error {
  override readonly name = 'UnreadablePacketError'
  constructor(
    readonly source: string,
    readonly problem: Problem,
  ) {
    super(`${source}: ${problem.message}`)
  }
}

/** Thrown by functions for one packet when an archive holds several; `sources` are their names. */
export class SeveralPacketsError extends Error {
  override readonly name = 'SeveralPacketsError'
  constructor(readonly sources: readonly string[]) {
    super(`The archive holds ${sources.length} packets: ${sources.join(', ')}.`)
  }
}

/** Uses each packet of an input and closes it; one that was open already stays open. */
export function eachPacketOf<T>(
  input: PacketInput,
  options: InputOptions,
  use: (packet: Packet) => Promise<T>,
): Promise<readonly T[]> {
  return withPackets(input, options, async packets => {
    const results: T[] = []
    for (const packet of packets) results.push(await use(packet))
    return results
  })
}

/** As `eachPacketOf`, for exactly one. */
export function onePacketOf<T>(
  input: PacketInput,
  options: InputOptions,
  use: (packet: Packet) => Promise<T>,
): Promise<T> {
  return withPackets(input, options, async packets => {
    const [packet] = packets
    if (packet === undefined || packets.length > 1)
      throw new SeveralPacketsError(packets.map(({ source }) => source))
    return use(packet)
  })
}

async function withPackets<T>(
  input: PacketInput,
  options: InputOptions,
  use: (packets: readonly Packet[]) => Promise<T>,
): Promise<T> {
  const { signal } = options
  signal?.throwIfAborted()
  if (isPacket(input)) return use([abortable(input, signal)])
  const opened = await openInput(input, options)
  try {
    signal?.throwIfAborted()
    return await use(packetsIn(opened).map(packet => abortable(packet, signal)))
  } finally {
    for (const one of opened) if (one.kind === 'ok') await one.packet.close()
  }
}

function packetsIn(opened: readonly Opened[]): readonly Packet[] {
  return opened.map(one => {
    if (one.kind === 'unreadable') throw new UnreadablePacketError(one.source, one.problem)
    return one.packet
  })
}

const isPacket = (input: PacketInput): input is Packet =>
  typeof input === 'object' && 'entries' in input && 'read' in input && 'sha256' in input

function openInput(input: Exclude<PacketInput, Packet>, options: InputOptions): Promise<readonly Opened[]> {
  if (typeof input === 'string') return openPackets(input, options)
  if (input instanceof URL) return openPackets(fileURLToPath(input), options)
  if (input instanceof Uint8Array) return openBuffer(options.name ?? 'memory', input, options)
  return openChunks(options.name ?? 'stream', untilAborted(input, options.signal), options)
}

async function* untilAborted(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    signal?.throwIfAborted()
    yield chunk
  }
}
