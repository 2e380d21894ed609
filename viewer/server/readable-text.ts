// Bytes of a line → text that hides nothing: what is no UTF-8 stands as \xNN instead of a silent replacement character.

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function readableText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes)
  } catch {
    return withEscapes(bytes)
  }
}

/** Decodes sequence by sequence; slow, and only for lines that hold a wrong byte. */
function withEscapes(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes[at] ?? 0)
    const decoded = decodeSequence(bytes.subarray(at, at + length))
    if (decoded === undefined) text += `\\x${(bytes[at++] ?? 0).toString(16).padStart(2, '0')}`
    else {
      text += decoded
      at += length
    }
  }
  return text
}

function decodeSequence(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

function sequenceLength(first: number): number {
  if (first >= 0xf0) return 4
  if (first >= 0xe0) return 3
  return first >= 0xc0 ? 2 : 1
}

/** Bytes a text file does not have. A log line may hold an escape code, but never a NUL. */
export function looksBinary(start: Uint8Array): boolean {
  if (start.includes(0)) return true
  const controls = start.reduce((count, byte) => count + (isRareControl(byte) ? 1 : 0), 0)
  return controls * 10 > start.length
}

function isRareControl(byte: number): boolean {
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b
}

/** `end`, moved back so that it does not fall into the middle of a UTF-8 sequence. */
export function sequenceBoundary(bytes: Uint8Array, end: number): number {
  let at = end
  while (at > 0 && end - at < 4 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--
  return at
}
