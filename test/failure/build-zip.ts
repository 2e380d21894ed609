// Writes zips that no sound program would write: every field of every header can be set to something else.
import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipSpec {
  readonly name: string | Buffer
  readonly content?: string | Buffer
  /** 8 (deflated) when absent. */
  readonly method?: number
  readonly flags?: number
  /** In the list of entries and the header; the true ones when absent. */
  readonly crc?: number
  readonly sizeBytes?: number
  readonly compressedBytes?: number
  /** Compressed bytes; made from `content` when absent. */
  readonly data?: Buffer
  /** Sizes and checksum behind the data, zeros in the header: how servers write packets. */
  readonly descriptor?: 'marked' | 'plain' | 'none'
  /** Another name in the header before the data. */
  readonly localName?: string
  /** Another method in the header before the data. */
  readonly localMethod?: number
  /** Sizes only in the zip64 field. */
  readonly zip64?: boolean
  /** Another place of the header, for the list. */
  readonly headerStart?: number
  readonly unixMode?: number
  /** The list names the entry, the archive has neither header nor data of its own. */
  readonly isListedOnly?: boolean
}

export interface ZipOptions {
  readonly comment?: Buffer | string
  readonly statedEntries?: number
  readonly before?: Buffer
  readonly after?: Buffer
  readonly diskNumber?: number
  /** Zip64 end record besides the usual one. */
  readonly zip64?: boolean
}

export function buildZip(specs: readonly ZipSpec[], options: ZipOptions = {}): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const spec of specs) {
    const local = spec.isListedOnly === true ? Buffer.alloc(0) : localPart(spec)
    locals.push(local)
    centrals.push(centralRecord(spec, spec.headerStart ?? offset))
    offset += local.length
  }
  const directory = Buffer.concat(centrals)
  const end = endPart(specs.length, offset, directory.length, options)
  const before = options.before ?? Buffer.alloc(0)
  return Buffer.concat([before, ...locals, directory, end, options.after ?? Buffer.alloc(0)])
}

function contentOf({ content = '' }: ZipSpec): Buffer {
  return typeof content === 'string' ? Buffer.from(content) : content
}

function dataOf(spec: ZipSpec): Buffer {
  if (spec.data !== undefined) return spec.data
  return (spec.method ?? 8) === 8 ? deflateRawSync(contentOf(spec)) : contentOf(spec)
}

function localPart(spec: ZipSpec): Buffer {
  const data = dataOf(spec)
  const name = Buffer.from(spec.localName ?? spec.name)
  const header = Buffer.alloc(30)
  const hasDescriptor = spec.descriptor !== undefined
  const numbers = statedNumbers(spec, data)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE((spec.flags ?? 0) | (hasDescriptor ? 8 : 0), 6)
  header.writeUInt16LE(spec.localMethod ?? spec.method ?? 8, 8)
  header.writeUInt32LE(hasDescriptor ? 0 : numbers.crc, 14)
  header.writeUInt32LE(hasDescriptor ? 0 : narrow(numbers.compressedBytes, spec.zip64), 18)
  header.writeUInt32LE(hasDescriptor ? 0 : narrow(numbers.sizeBytes, spec.zip64), 22)
  header.writeUInt16LE(name.length, 26)
  const extra =
    spec.zip64 === true ? zip64Field([numbers.sizeBytes, numbers.compressedBytes]) : Buffer.alloc(0)
  header.writeUInt16LE(extra.length, 28)
  return Buffer.concat([header, name, extra, data, descriptorPart(spec, numbers)])
}

interface Numbers {
  readonly crc: number
  readonly sizeBytes: number
  readonly compressedBytes: number
}

function statedNumbers(spec: ZipSpec, data: Buffer): Numbers {
  return {
    crc: spec.crc ?? crc32(contentOf(spec)),
    sizeBytes: spec.sizeBytes ?? contentOf(spec).length,
    compressedBytes: spec.compressedBytes ?? data.length,
  }
}

function narrow(value: number, zip64: boolean | undefined): number {
  return zip64 === true ? 0xffffffff : value
}

function zip64Field(values: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + 8 * values.length)
  field.writeUInt16LE(1, 0)
  field.writeUInt16LE(8 * values.length, 2)
  values.forEach((value, at) => field.writeBigUInt64LE(BigInt(value), 4 + 8 * at))
  return field
}

function descriptorPart({ descriptor }: ZipSpec, { crc, sizeBytes, compressedBytes }: Numbers): Buffer {
  if (descriptor === undefined || descriptor === 'none') return Buffer.alloc(0)
  const words = Buffer.alloc(12)
  words.writeUInt32LE(crc, 0)
  words.writeUInt32LE(compressedBytes, 4)
  words.writeUInt32LE(sizeBytes, 8)
  return descriptor === 'marked' ? Buffer.concat([Buffer.from('PK\x07\x08', 'latin1'), words]) : words
}

function centralRecord(spec: ZipSpec, headerStart: number): Buffer {
  const numbers = statedNumbers(spec, dataOf(spec))
  const name = Buffer.from(spec.name)
  const extra =
    spec.zip64 === true ? zip64Field([numbers.sizeBytes, numbers.compressedBytes]) : Buffer.alloc(0)
  const record = Buffer.alloc(46)
  record.writeUInt32LE(0x02014b50, 0)
  record.writeUInt16LE(spec.unixMode === undefined ? 20 : (3 << 8) | 20, 4)
  record.writeUInt16LE(20, 6)
  record.writeUInt16LE((spec.flags ?? 0) | (spec.descriptor === undefined ? 0 : 8), 8)
  record.writeUInt16LE(spec.method ?? 8, 10)
  record.writeUInt32LE(numbers.crc, 16)
  record.writeUInt32LE(narrow(numbers.compressedBytes, spec.zip64), 20)
  record.writeUInt32LE(narrow(numbers.sizeBytes, spec.zip64), 24)
  record.writeUInt16LE(name.length, 28)
  record.writeUInt16LE(extra.length, 30)
  record.writeUInt32LE(((spec.unixMode ?? 0) << 16) >>> 0, 38)
  record.writeUInt32LE(headerStart, 42)
  return Buffer.concat([record, name, extra])
}

function endPart(count: number, directoryStart: number, directoryBytes: number, options: ZipOptions): Buffer {
  const comment = Buffer.from(options.comment ?? '')
  const entries = options.statedEntries ?? count
  const record = Buffer.alloc(22)
  record.writeUInt32LE(0x06054b50, 0)
  record.writeUInt16LE(options.diskNumber ?? 0, 4)
  record.writeUInt16LE(options.zip64 === true ? 0xffff : entries, 8)
  record.writeUInt16LE(options.zip64 === true ? 0xffff : entries, 10)
  record.writeUInt32LE(options.zip64 === true ? 0xffffffff : directoryBytes, 12)
  record.writeUInt32LE(options.zip64 === true ? 0xffffffff : directoryStart, 16)
  record.writeUInt16LE(comment.length, 20)
  const wide = options.zip64 === true ? zip64End(entries, directoryStart, directoryBytes) : Buffer.alloc(0)
  return Buffer.concat([wide, record, comment])
}

function zip64End(entries: number, directoryStart: number, directoryBytes: number): Buffer {
  const record = Buffer.alloc(56)
  record.writeUInt32LE(0x06064b50, 0)
  record.writeBigUInt64LE(44n, 4)
  record.writeBigUInt64LE(BigInt(entries), 24)
  record.writeBigUInt64LE(BigInt(entries), 32)
  record.writeBigUInt64LE(BigInt(directoryBytes), 40)
  record.writeBigUInt64LE(BigInt(directoryStart), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(directoryStart + directoryBytes), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([record, locator])
}
