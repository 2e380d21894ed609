// CRC-32C (Castagnoli), with which Prometheus guards each section, series and chunk. zlib's is another polynomial.

/** Reversed 0x1EDC6F41. */
const polynomial = 0x82f63b78

/** Table k holds what a byte does to the sum k bytes later: four are looked up at once. */
const tables = Array.from({ length: 4 }, () => new Uint32Array(256))
const [byOne, byTwo, byThree, byFour] = tables as [Uint32Array, Uint32Array, Uint32Array, Uint32Array]

for (let byte = 0; byte < 256; byte++) {
  let sum = byte
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ polynomial : sum >>> 1
  byOne[byte] = sum
}
for (let byte = 0; byte < 256; byte++) {
  let sum = byOne[byte] ?? 0
  for (const table of [byTwo, byThree, byFour]) {
    sum = (sum >>> 8) ^ (byOne[sum & 0xff] ?? 0)
    table[byte] = sum
  }
}

/** The checksum of the bytes from `start` up to `end`. */
export function crc32c(bytes: Uint8Array, start: number, end: number): number {
  let sum = 0xffffffff
  let at = start
  for (const last = end - 3; at < last; at += 4) {
    sum ^= (bytes[at] as number) | ((bytes[at + 1] as number) << 8)
    sum ^= ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24)
    sum =
      (byFour[sum & 0xff] as number) ^
      (byThree[(sum >>> 8) & 0xff] as number) ^
      (byTwo[(sum >>> 16) & 0xff] as number) ^
      (byOne[sum >>> 24] as number)
  }
  for (; at < end; at++) sum = (sum >>> 8) ^ (byOne[(sum ^ (bytes[at] as number)) & 0xff] as number)
  return (sum ^ 0xffffffff) >>> 0
}
