// Finds ids in bytes of JSON: strings and segments of paths that are 26 lower case letters and digits, as Mattermost's ids are. Records
// of requests differ in these alone, so they are told apart without.
import { QUOTE } from '../bytes.js'

const SLASH = 47
const QUESTION_MARK = 63
export const idBytes = 26
const quotes = QUOTE * 0x01010101
const slashes = SLASH * 0x01010101

const isOfId = new Uint8Array(256)
for (const char of 'abcdefghijklmnopqrstuvwxyz0123456789') isOfId[char.charCodeAt(0)] = 1

/** Ids that are told apart in a range; those beyond are as any other bytes. */
export const mostIds = 64

/** Where the ids of a range stand, relative to its beginning. */
export interface IdPlaces {
  readonly starts: Uint16Array
  count: number
}

export function createIdPlaces(): IdPlaces {
  return { starts: new Uint16Array(mostIds), count: 0 }
}

/**
 * A hash of a range of at most 64 KiB that does not depend on its ids, whose places it notes. Four bytes at a time, which are looked at
 * one by one only where an id may begin behind one of them.
 */
export function hashWithoutIds(
  bytes: Uint8Array,
  view: DataView,
  from: number,
  end: number,
  seed: number,
  places: IdPlaces,
): number {
  places.count = 0
  let hash = seed
  let at = from
  while (at + 4 <= end) {
    const word = view.getInt32(at, true)
    const id = mayPrecedeId(word) ? idBehind(bytes, at, end) : -1
    if (id === -1 || places.count === mostIds) {
      hash = mix(hash, word)
      at += 4
    } else {
      for (; at < id; at++) hash = mix(hash, bytes[at] as number)
      places.starts[places.count++] = id - from
      at = id + idBytes
    }
  }
  for (; at < end; at++) hash = mix(hash, bytes[at] as number)
  return hash ^ (hash >>> 13)
}

/** Whether ids stand at the same places of another range that begins here, whichever they are. */
export function holdsIds(
  bytes: Uint8Array,
  from: number,
  starts: Uint16Array,
  first: number,
  after: number,
): boolean {
  for (let i = first; i < after; i++) {
    const id = from + (starts[i] as number)
    for (let at = id; at < id + idBytes; at++) if (isOfId[bytes[at] as number] === 0) return false
  }
  return true
}

function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

/** Whether a quote or a slash is among four bytes; now and then true without. */
function mayPrecedeId(word: number): boolean {
  const quote = word ^ quotes
  const slash = word ^ slashes
  return ((((quote - 0x01010101) & ~quote) | ((slash - 0x01010101) & ~slash)) & 0x80808080) !== 0
}

/** Where the first id begins behind a quote or slash among four bytes, or -1. */
function idBehind(bytes: Uint8Array, at: number, end: number): number {
  for (let i = at; i < at + 4; i++) {
    const byte = bytes[i] as number
    if ((byte === QUOTE || byte === SLASH) && isIdAt(bytes, i + 1, end)) return i + 1
  }
  return -1
}

function isIdAt(bytes: Uint8Array, from: number, end: number): boolean {
  const after = from + idBytes
  if (after >= end || !endsId(bytes[after] as number)) return false
  for (let at = from; at < after; at++) if (isOfId[bytes[at] as number] === 0) return false
  return true
}

function endsId(byte: number): boolean {
  return byte === QUOTE || byte === SLASH || byte === QUESTION_MARK
}
