// Tells by content what a file is: one of the archives a packet can be, or something else, said in words.
import type { ByteSource } from './byte-source.js'
import { describeForeign } from './describe-foreign.js'
import { inflate } from './inflate.js'
import { blockBytes, hasValidChecksum } from './tar/header.js'
import { viewOf } from './byte-source.js'
import { findEndRecord } from './zip/end-record.js'
import { findLocalHeader } from './zip/signatures.js'

export type Recognised =
  { readonly kind: 'zip' | 'tar' | 'tar.gz' } | { readonly kind: 'foreign'; readonly description: string }

/** Enough for every signature, and to tell text from bytes. */
const headBytes = 4096

/** How far a damaged start is searched for the first sound header. */
const searchedBytes = 1 << 20

export async function recognise(source: ByteSource): Promise<Recognised> {
  const head = await source.read(0, headBytes)
  if (isZipStart(head)) return { kind: 'zip' }
  if (isGzip(head)) return recogniseGzip(source, head)
  if (isTarStart(head)) return { kind: 'tar' }
  if ((await findEndRecord(source)) !== undefined) return { kind: 'zip' }
  if (await hasHeaderInside(source)) return { kind: 'zip' }
  if (await hasTarInside(source)) return { kind: 'tar' }
  return { kind: 'foreign', description: describeForeign(head, source.sizeBytes) }
}

/** Could bytes that start like this be an archive? Used on the starts of entries, to find packets in a packet. */
export function startsLikeArchive(head: Buffer): boolean {
  return isZipStart(head) || isGzip(head) || isTarStart(head)
}

function isZipStart(head: Buffer): boolean {
  const mark = head.toString('latin1', 0, 4)
  return mark === 'PK\x03\x04' || mark === 'PK\x05\x06' || mark === 'PK\x07\x08'
}

function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8
}

function isTarStart(head: Buffer): boolean {
  const block = head.subarray(0, blockBytes)
  if (hasValidChecksum(block) || head.toString('latin1', 257, 262) === 'ustar') return true
  // A tar without entries is nothing but its end mark, padded.
  return head.length >= 2 * blockBytes && head.length % blockBytes === 0 && head.every(byte => byte === 0)
}

/** A tar inside, or the description of what else is. */
async function recogniseGzip(source: ByteSource, head: Buffer): Promise<Recognised> {
  const start = await inflatedStart(source)
  if (start === undefined) return { kind: 'foreign', description: 'a damaged gzip file' }
  if (isTarStart(start)) return { kind: 'tar.gz' }
  const content = start.length === 0 ? 'nothing' : describeForeign(start, undefined)
  const name = (head[3] ?? 0) === 8 ? head.toString('latin1', 10, head.indexOf(0, 10)) : ''
  return { kind: 'foreign', description: `a gzip file of ${content}${name === '' ? '' : ` (${name})`}` }
}

async function inflatedStart(source: ByteSource): Promise<Buffer | undefined> {
  const stream = inflate('gzip', (offset, length) => source.read(offset, Math.min(length, headBytes)))
  const parts: Buffer[] = []
  let sizeBytes = 0
  try {
    while (sizeBytes < headBytes) {
      const next = await stream.next()
      if (next.done === true) {
        if (sizeBytes === 0 && next.value.kind !== 'end') return undefined
        break
      }
      parts.push(Buffer.from(next.value.subarray(0, headBytes)))
      sizeBytes += next.value.length
    }
    return Buffer.concat(parts).subarray(0, headBytes)
  } finally {
    await stream.return({ kind: 'end', consumedBytes: 0, reason: '' })
  }
}

/** A zip whose first bytes and last bytes are damaged or cut off. */
async function hasHeaderInside(source: ByteSource): Promise<boolean> {
  return (await findLocalHeader(viewOf(source, 0, searchedBytes), 0)) !== undefined
}

/** A tar whose first header is damaged. */
async function hasTarInside(source: ByteSource): Promise<boolean> {
  const bytes = await source.read(0, searchedBytes)
  for (let at = blockBytes; at + blockBytes <= bytes.length; at += blockBytes) {
    const block = bytes.subarray(at, at + blockBytes)
    if (block.toString('latin1', 257, 262) === 'ustar' && hasValidChecksum(block)) return true
  }
  return false
}
