// Copies bytes of JSON without their ids: strings and segments of paths that are 26 lower case letters and digits, as Mattermost's ids
// are. Records of requests differ in these alone.
import { QUOTE } from '../bytes.js'

const SLASH = 47
const QUESTION_MARK = 63
const idLength = 26
/** Stands for an id: no UTF-8 has this byte. */
const ANY_ID = 0xff

const isOfId = new Uint8Array(256)
for (const char of 'abcdefghijklmnopqrstuvwxyz0123456789') isOfId[char.charCodeAt(0)] = 1

/** Gives the length of the copy, or -1 for bytes that hold the one that stands for ids. `into` has room for the range. */
export function maskIds(bytes: Uint8Array, from: number, end: number, into: Uint8Array): number {
  let length = 0
  for (let at = from; at < end; at++) {
    const byte = bytes[at] as number
    if (byte === ANY_ID) return -1
    into[length++] = byte
    if ((byte === QUOTE || byte === SLASH) && isIdAt(bytes, at + 1, end)) {
      into[length++] = ANY_ID
      at += idLength
    }
  }
  return length
}

function isIdAt(bytes: Uint8Array, from: number, end: number): boolean {
  const after = from + idLength
  if (after >= end || !endsId(bytes[after] as number)) return false
  for (let at = from; at < after; at++) if (isOfId[bytes[at] as number] === 0) return false
  return true
}

function endsId(byte: number): boolean {
  return byte === QUOTE || byte === SLASH || byte === QUESTION_MARK
}
