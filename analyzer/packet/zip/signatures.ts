// Looks for the marks that separate the parts of a zip, when nothing else says where they are.
import type { ByteSource } from '../byte-source.js'
import { readLocalHeader, type LocalHeader } from './local-header.js'
import { isKnown } from './methods.js'

const local = Buffer.from('PK\x03\x04', 'latin1')
export const descriptorMark = Buffer.from('PK\x07\x08', 'latin1')
const central = Buffer.from('PK\x01\x02', 'latin1')
const marks = [
  local,
  descriptorMark,
  central,
  Buffer.from('PK\x05\x06', 'latin1'),
  Buffer.from('PK\x06\x06', 'latin1'),
]

/** Bytes looked through at a time: few at first, for the next mark is mostly near. */
const firstWindowBytes = 4096
const mostWindowBytes = 1 << 20

/** First position of a mark in a range. */
export async function findMark(
  source: ByteSource,
  mark: Buffer,
  from: number,
  to: number,
): Promise<number | undefined> {
  let windowBytes = firstWindowBytes
  for (let position = from; position + mark.length <= to;) {
    const window = await source.read(position, Math.min(windowBytes + mark.length - 1, to - position))
    const at = window.indexOf(mark)
    if (at !== -1) return position + at
    position += windowBytes
    windowBytes = Math.min(mostWindowBytes, 4 * windowBytes)
  }
  return undefined
}

export interface FoundHeader {
  readonly at: number
  readonly header: LocalHeader
}

/** The next local header that is complete and makes sense; the four bytes alone may be data. */
export async function findLocalHeader(source: ByteSource, from: number): Promise<FoundHeader | undefined> {
  for (let position = from; ;) {
    const at = await findMark(source, local, position, source.sizeBytes)
    if (at === undefined) return undefined
    const header = await readLocalHeader(source, at)
    if (header !== undefined && isPlausible(header)) return { at, header }
    position = at + 1
  }
}

function isPlausible({ name, method, version }: LocalHeader): boolean {
  return version < 100 && isKnown(method) && name.length > 0 && name.length <= 4096 && !name.includes('\0')
}

/** Does a part of a zip start here, or does the file end? */
export async function isMarkAt(source: ByteSource, position: number): Promise<boolean> {
  if (position === source.sizeBytes) return true
  const bytes = await source.read(position, 4)
  return marks.some(mark => mark.equals(bytes))
}

/** Does the list of entries, or the end of the archive, start here? */
export async function isDirectoryAt(source: ByteSource, position: number): Promise<boolean> {
  const bytes = await source.read(position, 4)
  return marks.slice(2).some(mark => mark.equals(bytes))
}
