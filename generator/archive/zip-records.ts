// The records of a zip file, byte for byte as Go's archive/zip writes them: that is what packets of real servers are made of.

/** What is known of an entry once it is written. */
export interface WrittenEntry {
  readonly name: Buffer
  readonly crc32: number
  readonly packedBytes: number
  readonly sizeBytes: number
  /** Where its local header begins. */
  readonly offset: number
}

/** Sizes follow the data; names beyond ASCII are marked as UTF-8. */
const flagDescriptor = 0x0008
const flagUtf8 = 0x0800
const deflated = 8
const version20 = 20
const version45 = 45
const max32 = 0xffffffff
const max16 = 0xffff

/** DOS date and time in the zone of this machine, and the same moment in seconds, as every entry of a packet has it. */
export interface Stamp {
  readonly dosTime: number
  readonly dosDate: number
  readonly extra: Buffer
}

export function stampOf(moment: Date): Stamp {
  const extra = Buffer.from('UT\x05\x00\x01\0\0\0\0', 'latin1')
  extra.writeUInt32LE(Math.floor(moment.getTime() / 1000) >>> 0, 5)
  return {
    dosTime: (moment.getHours() << 11) | (moment.getMinutes() << 5) | (moment.getSeconds() >> 1),
    dosDate:
      ((Math.max(1980, moment.getFullYear()) - 1980) << 9) |
      ((moment.getMonth() + 1) << 5) |
      moment.getDate(),
    extra,
  }
}

/** Stands before the data; checksum and sizes are not known yet. */
export function localHeader(name: Buffer, stamp: Stamp): Buffer {
  const head = Buffer.alloc(30)
  head.write('PK\x03\x04', 0, 'latin1')
  head.writeUInt16LE(version20, 4)
  writeCommon(head, 6, name, stamp)
  head.writeUInt16LE(name.length, 26)
  head.writeUInt16LE(stamp.extra.length, 28)
  return Buffer.concat([head, name, stamp.extra])
}

/** Stands behind the data. */
export function dataDescriptor(entry: WrittenEntry): Buffer {
  const big = isBig(entry)
  const record = Buffer.alloc(big ? 24 : 16)
  record.write('PK\x07\x08', 0, 'latin1')
  record.writeUInt32LE(entry.crc32, 4)
  if (big) {
    record.writeBigUInt64LE(BigInt(entry.packedBytes), 8)
    record.writeBigUInt64LE(BigInt(entry.sizeBytes), 16)
  } else {
    record.writeUInt32LE(entry.packedBytes, 8)
    record.writeUInt32LE(entry.sizeBytes, 12)
  }
  return record
}

/** The list of all entries, and the records that end the file. `offset` is where the list begins. */
export function centralDirectory(entries: readonly WrittenEntry[], stamp: Stamp, offset: number): Buffer {
  const list = Buffer.concat(entries.map(entry => centralHeader(entry, stamp)))
  const tooMany = entries.length >= max16 || list.length >= max32 || offset >= max32
  const wide = tooMany ? [wideEnd(entries.length, list.length, offset)] : []
  return Buffer.concat([list, ...wide, endRecord(entries.length, list.length, offset)])
}

function centralHeader(entry: WrittenEntry, stamp: Stamp): Buffer {
  const wide = isBig(entry) || entry.offset >= max32
  const extra = wide ? Buffer.concat([stamp.extra, wideSizes(entry)]) : stamp.extra
  const head = Buffer.alloc(46)
  head.write('PK\x01\x02', 0, 'latin1')
  head.writeUInt16LE(wide ? version45 : version20, 4)
  head.writeUInt16LE(wide ? version45 : version20, 6)
  writeCommon(head, 8, entry.name, stamp)
  head.writeUInt32LE(entry.crc32, 16)
  head.writeUInt32LE(wide ? max32 : entry.packedBytes, 20)
  head.writeUInt32LE(wide ? max32 : entry.sizeBytes, 24)
  head.writeUInt16LE(entry.name.length, 28)
  head.writeUInt16LE(extra.length, 30)
  head.writeUInt32LE(wide ? max32 : entry.offset, 42)
  return Buffer.concat([head, entry.name, extra])
}

/** Flags, method, time and date, which both headers have in this order. */
function writeCommon(head: Buffer, at: number, name: Buffer, stamp: Stamp): void {
  const ascii = name.every(byte => byte < 0x80)
  head.writeUInt16LE(ascii ? flagDescriptor : flagDescriptor | flagUtf8, at)
  head.writeUInt16LE(deflated, at + 2)
  head.writeUInt16LE(stamp.dosTime, at + 4)
  head.writeUInt16LE(stamp.dosDate, at + 6)
}

const isBig = ({ packedBytes, sizeBytes }: WrittenEntry): boolean =>
  packedBytes >= max32 || sizeBytes >= max32

/** The zip64 extra field: what does not fit into 32 bits. */
function wideSizes(entry: WrittenEntry): Buffer {
  const extra = Buffer.alloc(28)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(24, 2)
  extra.writeBigUInt64LE(BigInt(entry.sizeBytes), 4)
  extra.writeBigUInt64LE(BigInt(entry.packedBytes), 12)
  extra.writeBigUInt64LE(BigInt(entry.offset), 20)
  return extra
}

/** The zip64 end record and the locator that finds it. */
function wideEnd(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(56 + 20)
  record.write('PK\x06\x06', 0, 'latin1')
  record.writeBigUInt64LE(44n, 4)
  record.writeUInt16LE(version45, 12)
  record.writeUInt16LE(version45, 14)
  record.writeBigUInt64LE(BigInt(count), 24)
  record.writeBigUInt64LE(BigInt(count), 32)
  record.writeBigUInt64LE(BigInt(size), 40)
  record.writeBigUInt64LE(BigInt(offset), 48)
  record.write('PK\x06\x07', 56, 'latin1')
  record.writeBigUInt64LE(BigInt(offset + size), 64)
  record.writeUInt32LE(1, 72)
  return record
}

function endRecord(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(22)
  record.write('PK\x05\x06', 0, 'latin1')
  record.writeUInt16LE(Math.min(count, max16), 8)
  record.writeUInt16LE(Math.min(count, max16), 10)
  record.writeUInt32LE(Math.min(size, max32), 12)
  record.writeUInt32LE(Math.min(offset, max32), 16)
  return record
}
