// The start token: made once a run, compared in constant time. Whoever has it may read the opened packets.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 192 random bits that fit in an address. */
export function newToken(): string {
  return randomBytes(24).toString('base64url')
}

/** Compares digests, so that neither the content nor the length of `given` shows in the time it takes. */
export function isToken(given: string | undefined, token: string): boolean {
  if (given === undefined) return false
  return timingSafeEqual(digest(given), digest(token))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
