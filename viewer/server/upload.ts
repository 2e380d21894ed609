// Uploads: each file of a request goes to the private folder piece by piece, up to a limit, and is then opened as a packet.
import { open, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { safeFileName } from '../shared/file-name.js'
import type { PacketSummary } from '../shared/wire.js'
import { failure } from './failure.js'
import { boundaryOf, uploadedParts } from './multipart.js'
import type { PacketStore } from './packet-store.js'
import type { PrivateDirectory } from './private-directory.js'

export interface UploadLimits {
  /** Bytes of one file. */
  readonly fileBytes: number
  /** Packets open at once; each holds an analysis and maybe unpacked logs. */
  readonly openPackets: number
}

/** Packets reach some GB where an administrator forgot to rotate logs; more is a mistake. */
export const defaultUploadLimits: UploadLimits = { fileBytes: 16 * 1024 ** 3, openPackets: 50 }

export interface UploadTarget {
  readonly store: PacketStore
  readonly directory: PrivateDirectory
  readonly limits: UploadLimits
}

/** One file as the body, named by `?name=`, or several as multipart/form-data. */
export async function receiveUpload(
  request: Request,
  target: UploadTarget,
): Promise<readonly PacketSummary[]> {
  const body = request.body as AsyncIterable<Uint8Array> | null
  if (body === null) throw failure(400, 'UPLOAD_EMPTY', 'The request holds no file.')
  const contentType = request.headers.get('content-type') ?? ''
  const boundary = boundaryOf(contentType)
  if (boundary === undefined && /^multipart\//i.test(contentType))
    throw failure(415, 'UPLOAD_MALFORMED', 'Send the files as multipart/form-data, or one file as the body.')
  const name = new URL(request.url).searchParams.get('name') ?? 'upload'
  const rows =
    boundary === undefined
      ? await receiveFile(name, body, target)
      : await receiveParts(uploadedParts(body, boundary), target)
  if (rows.length === 0) throw failure(400, 'UPLOAD_EMPTY', 'The request holds no file.')
  return rows
}

async function receiveParts(
  parts: ReturnType<typeof uploadedParts>,
  target: UploadTarget,
): Promise<readonly PacketSummary[]> {
  const rows: PacketSummary[] = []
  for await (const part of parts) rows.push(...(await receiveFile(part.fileName, part.content, target)))
  return rows
}

async function receiveFile(name: string, content: AsyncIterable<Uint8Array>, target: UploadTarget) {
  const { store, directory, limits } = target
  if (store.list().packets.length >= limits.openPackets)
    throw failure(
      409,
      'TOO_MANY_PACKETS',
      `${limits.openPackets} packets are open. Remove one to open another.`,
    )
  const shownAs = safeFileName(name, 'upload')
  const path = directory.newPath(shownAs)
  try {
    const written = await save(content, path, limits.fileBytes)
    if (written === 0) throw failure(400, 'UPLOAD_EMPTY', `${shownAs} is empty: it has 0 bytes.`)
    return await store.add({ path, shownAs, ownFile: true })
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

async function save(content: AsyncIterable<Uint8Array>, path: string, most: number): Promise<number> {
  let written = 0
  async function* bounded() {
    for await (const chunk of content) {
      written += chunk.length
      if (written > most)
        throw failure(
          413,
          'UPLOAD_TOO_LARGE',
          `The file is larger than ${most} bytes, the most this viewer takes.`,
        )
      yield chunk
    }
  }
  // Made before the first byte comes: an upload that is refused at once must find a file to remove.
  const file = await open(path, 'wx', 0o600)
  await pipeline(bounded, file.createWriteStream())
  return written
}
