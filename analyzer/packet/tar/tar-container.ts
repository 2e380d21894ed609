// Opens a tar: the headers tell where each content lies, so that every entry can be read by itself.
import { chunksOf, sha256Of, type ByteSource } from '../byte-source.js'
import type { ChunkStream, Container, ContainerEntry } from '../container.js'
import type { Limits } from '../limits.js'
import { packetProblem } from '../problem-codes.js'
import type { Problem } from '../problem.js'
import { listTar, type TarCursor, type TarMember } from './list-tar.js'

export async function openTar(source: ByteSource, limits: Limits): Promise<Container> {
  const { members, problems } = await listTar(sourceCursor(source), limits)
  return {
    format: 'tar',
    sizeBytes: source.sizeBytes,
    entries: members.map(member => tarEntry(member, member.sizeBytes, () => contentOf(source, member))),
    problems,
    sha256: () => sha256Of(source),
    close: () => source.close(),
  }
}

/** Jumps over contents. Headers are read some at a time: small entries put them close together. */
function sourceCursor(source: ByteSource): TarCursor {
  let position = 0
  let window: { start: number; bytes: Buffer } = { start: 0, bytes: Buffer.alloc(0) }
  const windowBytes = 64 * 1024
  return {
    get position() {
      return position
    },
    async read(length) {
      const end = position + length
      if (position < window.start || end > window.start + window.bytes.length) {
        window = { start: position, bytes: await source.read(position, Math.max(length, windowBytes)) }
      }
      const bytes = window.bytes.subarray(position - window.start, end - window.start)
      position += bytes.length
      return bytes
    },
    pass(length) {
      const sizeBytes = Math.min(length, source.sizeBytes - position)
      position += sizeBytes
      return Promise.resolve({ sizeBytes, kept: undefined })
    },
  }
}

/** An entry of a tar, compressed or not. */
export function tarEntry(
  member: TarMember,
  compressedBytes: number | undefined,
  open: () => ChunkStream,
): ContainerEntry {
  const obstacle = unreadableReason(member)
  return {
    rawName: member.name,
    sizeBytes: member.sizeBytes,
    compressedBytes,
    crc32: undefined,
    modifiedAt: member.modifiedAt,
    damage: obstacle ?? cutOff(member),
    readable: obstacle === undefined,
    notes: [],
    open,
  }
}

const linkKinds: Readonly<Record<string, string>> = { 1: 'a hard link', 2: 'a symbolic link' }
const deviceKinds: Readonly<Record<string, string>> = {
  3: 'a character device',
  4: 'a block device',
  6: 'a named pipe',
  D: 'a directory listing',
  M: 'the rest of a file from another volume',
}

function unreadableReason({ type, isSparse }: TarMember): Problem | undefined {
  const link = linkKinds[type]
  if (link !== undefined) return packetProblem('ENTRY_LINK', `The entry is ${link}; links are not followed.`)
  const device = deviceKinds[type]
  if (device !== undefined) return packetProblem('ENTRY_NOT_A_FILE', `The entry is ${device}, not a file.`)
  if (!isSparse) return undefined
  return packetProblem(
    'ENTRY_SPARSE',
    'The entry is a sparse file; pack it again without the option --sparse.',
  )
}

/** The problem of a member whose content the archive does not hold whole. */
export function cutOff({ presentBytes, sizeBytes }: TarMember): Problem | undefined {
  if (presentBytes === sizeBytes) return undefined
  return packetProblem('ENTRY_TRUNCATED', 'The entry is cut off; what lies before the cut was read.', {
    expected: `${sizeBytes} bytes`,
    found: `${presentBytes} bytes`,
  })
}

async function* contentOf(source: ByteSource, member: TarMember): ChunkStream {
  yield* chunksOf(source, member.start, member.start + member.presentBytes)
  return cutOff(member)
}
