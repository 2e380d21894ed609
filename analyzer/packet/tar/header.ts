// One 512-byte header block of a tar: v7, ustar, GNU and pax agree on it, but for the prefix and the way large numbers are written.

export const blockBytes = 512

export type TarBlock =
  | { readonly kind: 'zero' }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'header'; readonly header: TarHeader }

export interface TarHeader {
  readonly name: string
  readonly linkName: string
  /** One character; `'0'` is a file. */
  readonly type: string
  readonly sizeBytes: number
  /** Seconds since 1970; `undefined` when not set. */
  readonly modifiedSeconds: number | undefined
}

export function parseBlock(block: Buffer): TarBlock {
  if (block.every(byte => byte === 0)) return { kind: 'zero' }
  if (!hasValidChecksum(block)) return { kind: 'invalid' }
  const sizeBytes = numberAt(block, 124, 12)
  if (sizeBytes === undefined) return { kind: 'invalid' }
  const name = textAt(block, 0, 100)
  return {
    kind: 'header',
    header: {
      name: prefixOf(block) + name,
      linkName: textAt(block, 157, 100),
      type: typeOf(block, name),
      sizeBytes,
      modifiedSeconds: numberAt(block, 136, 12),
    },
  }
}

/** Is this the start of a tar? The sum is over the header with blanks in place of the sum itself. */
export function hasValidChecksum(block: Buffer): boolean {
  if (block.length < blockBytes) return false
  const stated = numberAt(block, 148, 8)
  let unsigned = 0
  let signed = 0 // old implementations added signed characters
  for (let at = 0; at < blockBytes; at++) {
    const byte = at >= 148 && at < 156 ? 0x20 : (block[at] ?? 0)
    unsigned += byte
    signed += byte < 128 ? byte : byte - 256
  }
  return stated !== undefined && (stated === unsigned || stated === signed) && unsigned !== 8 * 0x20
}

/** Only POSIX ustar has a prefix there; GNU, `ustar` followed by blanks, keeps times and sparse maps in those bytes. */
function prefixOf(block: Buffer): string {
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? textAt(block, 345, 155) : ''
  return prefix === '' ? '' : `${prefix}/`
}

/** NUL is what v7 wrote for a file, and a trailing slash for a folder. */
function typeOf(block: Buffer, name: string): string {
  const type = String.fromCharCode(block[156] ?? 0)
  const isFile = type === '\0' || type === '0' || type === '7'
  if (isFile && name.endsWith('/')) return '5'
  return isFile ? '0' : type
}

function textAt(block: Buffer, start: number, length: number): string {
  const field = block.subarray(start, start + length)
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end === -1 ? length : end)
}

/** Octal digits, or base 256 when the first bit is set; `undefined` for anything else. Empty is 0. */
function numberAt(block: Buffer, start: number, length: number): number | undefined {
  const field = block.subarray(start, start + length)
  const first = field[0] ?? 0
  if (first === 0x80) return base256(field)
  if (first === 0xff) return undefined // negative: only times before 1970
  const text = field.toString('latin1').replace(/\0.*$/s, '').trim()
  return /^[0-7]*$/.test(text) ? parseInt(text || '0', 8) : undefined
}

function base256(field: Buffer): number | undefined {
  const value = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0)
  return Number.isSafeInteger(value) ? value : undefined
}
