// Opens a compressed tar. It can only be inflated from its start: one pass lists it and keeps the small entries; reading a
// large one inflates up to its end again.
import { sha256Of, type ByteSource } from '../byte-source.js'
import type { ChunkStream, Container } from '../container.js'
import { inflate, type InflateEnd } from '../inflate.js'
import { mostInflatedBytes, type Limits } from '../limits.js'
import { packetProblem } from '../problem-codes.js'
import type { Problem } from '../problem.js'
import { listTar, type TarCursor, type TarMember } from './list-tar.js'
import { cutOff, tarEntry } from './tar-container.js'

export async function openTarGz(source: ByteSource, limits: Limits): Promise<Container> {
  const cursor = inflatingCursor(source, limits)
  const { members, problems } = await listTar(cursor, limits)
  const problem = members.length > limits.entries ? undefined : await cursor.finish()
  await cursor.close()
  return {
    format: 'tar.gz',
    sizeBytes: source.sizeBytes,
    entries: members.map(member => tarEntry(member, undefined, () => contentOf(source, member))),
    problems:
      problem === undefined ? problems : [problem, ...problems.filter(({ code }) => code !== problem.code)],
    sha256: () => sha256Of(source),
    close: () => source.close(),
  }
}

interface InflatingCursor extends TarCursor {
  /** Inflates the rest, which ends with the checksum; says what was wrong. */
  finish(): Promise<Problem | undefined>
  close(): Promise<void>
}

function inflatingCursor(source: ByteSource, limits: Limits): InflatingCursor {
  const stream = inflateSource(source)
  const mostBytes = mostInflatedBytes(limits, source.sizeBytes)
  let position = 0
  let keptBytes = 0
  let rest: Buffer = Buffer.alloc(0)
  let end: Problem | 'sound' | undefined

  /** The next bytes that are there, at most `most`; empty at the end. */
  async function some(most: number): Promise<Buffer> {
    if (rest.length === 0 && end === undefined) {
      const next = await nextOf(stream)
      if (next.kind === 'end') end = next.problem ?? 'sound'
      else rest = next.chunk
    }
    if (position > mostBytes) {
      end = tooLarge(mostBytes)
      rest = Buffer.alloc(0)
    }
    const bytes = rest.subarray(0, most)
    rest = rest.subarray(bytes.length)
    position += bytes.length
    return bytes
  }

  async function read(length: number): Promise<Buffer> {
    const parts: Buffer[] = []
    for (let missing = length; missing > 0;) {
      const part = await some(missing)
      if (part.length === 0) break
      parts.push(Buffer.from(part))
      missing -= part.length
    }
    return Buffer.concat(parts)
  }

  async function skip(length: number): Promise<number> {
    let missing = length
    while (missing > 0) {
      const part = await some(missing)
      if (part.length === 0) break
      missing -= part.length
    }
    return length - missing
  }

  return {
    get position() {
      return position
    },
    read,
    async pass(length) {
      const isKept = length > 0 && length <= limits.keptEntryBytes && keptBytes + length <= limits.keptBytes
      if (!isKept) return { sizeBytes: await skip(length), kept: undefined }
      const kept = await read(length)
      keptBytes += kept.length
      return { sizeBytes: kept.length, kept }
    },
    async finish() {
      while ((await some(Infinity)).length > 0);
      return end === 'sound' ? undefined : end
    },
    async close() {
      await stream.return(ended)
    },
  }
}

const ended: InflateEnd = { kind: 'end', consumedBytes: 0, reason: '' }

type InflateStream = ReturnType<typeof inflateSource>

function inflateSource(source: ByteSource) {
  return inflate('gzip', (offset, length) => source.read(offset, length))
}

type Next =
  | { readonly kind: 'chunk'; readonly chunk: Buffer }
  | { readonly kind: 'end'; readonly problem: Problem | undefined }

async function nextOf(stream: InflateStream): Promise<Next> {
  const next = await stream.next()
  if (next.done !== true) return { kind: 'chunk', chunk: next.value }
  return { kind: 'end', problem: problemOf(next.value) }
}

function problemOf({ kind, reason }: InflateEnd): Problem | undefined {
  if (kind === 'end') return undefined
  if (kind === 'cut') {
    return packetProblem(
      'ARCHIVE_TRUNCATED',
      'The archive ends too early; what lies before the cut was read.',
    )
  }
  const message = 'The compressed data of the archive is damaged; what lies before the damage was read.'
  return packetProblem('ARCHIVE_DATA_DAMAGED', message, { found: reason })
}

function tooLarge(mostBytes: number): Problem {
  const message = 'The archive inflates further than packets do; what lies behind the limit was left out.'
  return packetProblem('ARCHIVE_TOO_LARGE', message, { expected: `at most ${mostBytes} bytes` })
}

async function* contentOf(source: ByteSource, member: TarMember): ChunkStream {
  if (member.kept !== undefined) yield member.kept
  else yield* inflatedRange(source, member.start, member.presentBytes)
  return cutOff(member)
}

async function* inflatedRange(
  source: ByteSource,
  start: number,
  length: number,
): AsyncGenerator<Buffer, void, void> {
  let position = 0
  for await (const chunk of inflateSource(source)) {
    const from = Math.max(0, start - position)
    const part = chunk.subarray(from, Math.max(from, start + length - position))
    if (part.length > 0) yield part
    position += chunk.length
    if (position >= start + length) return
  }
}
