// One-way names: what stands in place of a secret or a name. Made with a key that is forgotten after the dump, so that nobody
// can try guesses; equal values get equal names, so that a reader still sees what belongs together.
import { createHmac, randomBytes } from 'node:crypto'

export interface Keyed {
  /** `secret-3f9a1c2e7b40`: stands for a value whose loss would matter. Nothing of its length or spelling is left. */
  secret(value: string): string
  /** Twelve hexadecimal digits for a value; `kind` keeps equal spellings of different things apart. */
  digest(kind: string, value: string): string
  /** A permutation of 0 to 255 for each `prefix`, with 0 where it was. */
  permutation(prefix: string): Uint8Array
}

/** Bytes of a key made here; a key that is given may have any length from 16 on. */
const keyBytes = 32
/** 48 bits: of 100,000 names two get the same token with a probability of 0.00002. */
const tokenDigits = 12

export const newKey = (): Buffer => randomBytes(keyBytes)

export function createKeyed(key: Buffer): Keyed {
  const permutations = new Map<string, Uint8Array>()
  const hash = (kind: string, value: string): Buffer =>
    createHmac('sha256', key).update(kind).update('\0').update(value).digest()
  const digest = (kind: string, value: string): string =>
    hash(kind, value).toString('hex').slice(0, tokenDigits)
  return {
    secret: value => `secret-${digest('secret', value)}`,
    digest,
    permutation(prefix) {
      const known = permutations.get(prefix)
      if (known !== undefined) return known
      // Bounded: an attacker's list of addresses must not fill the memory. The same one comes again from the same key.
      if (permutations.size >= 20_000) permutations.clear()
      const made = shuffled(seed => hash('permutation', `${prefix}\0${seed}`))
      permutations.set(prefix, made)
      return made
    },
  }
}

/** Fisher and Yates, of 1 to 255; sixteen bits for each step, whose bias is below one in two hundred. */
function shuffled(bytesOf: (seed: number) => Buffer): Uint8Array {
  const order = Uint8Array.from({ length: 256 }, (_, index) => index)
  const random = Buffer.concat(Array.from({ length: 16 }, (_, seed) => bytesOf(seed)))
  for (let last = 255; last > 1; last--) {
    const other = 1 + (random.readUInt16BE(2 * last) % last)
    const held = order[last] ?? 0
    order[last] = order[other] ?? 0
    order[other] = held
  }
  return order
}
