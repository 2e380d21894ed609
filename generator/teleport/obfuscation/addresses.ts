// IP and hardware addresses under other numbers. Networks stay networks: two addresses that share their first bytes do so
// afterwards. Kept as they are: loopback, unspecified and multicast addresses, and what makes an address private or local.
import { isIPv4, isIPv6 } from 'node:net'
import type { Keyed } from './keyed.js'

/** The other address; the same text for one that says nothing, and for a text that is no address. */
export function otherAddress(text: string, keyed: Keyed): string {
  if (isIPv4(text)) return otherIPv4(text, keyed)
  return isIPv6(text) ? otherIPv6(text, keyed) : text
}

function otherIPv4(text: string, keyed: Keyed): string {
  const bytes = text.split('.').map(Number)
  const fixed = fixedBytes(bytes)
  return fixed === 4 ? text : permuted(bytes, fixed, keyed, '4').join('.')
}

/** How many bytes at the start tell the class of an IPv4 address and stay. */
function fixedBytes([first = 0, second = 0, third = 0, fourth = 0]: readonly number[]): number {
  if (first === 0 || first === 127 || first >= 224) return 4
  if (first === 10) return 1
  if (mixed[first]?.(second) !== true) return 0
  // Where clouds tell a machine who it is: one address for all.
  return first === 169 && third === 169 && fourth === 254 ? 4 : 2
}

/** Blocks of which only some parts are private: their public addresses keep the first byte, and swap the second among public ones. */
const mixed: Readonly<Record<number, (second: number) => boolean>> = {
  100: second => second >= 64 && second < 128,
  169: second => second === 254,
  172: second => second >= 16 && second < 32,
  192: second => second === 168,
}

/** First bytes that a public address may not get: another class, or a block that is mixed. */
const isTaken = (first: number): boolean =>
  first === 0 || first === 10 || first === 127 || first >= 224 || mixed[first] !== undefined

function permuted(bytes: readonly number[], fixed: number, keyed: Keyed, family: string): number[] {
  const result = bytes.slice(0, fixed)
  for (let index = fixed; index < bytes.length; index++) {
    const value = bytes[index] ?? 0
    const avoid = index === 0 ? isTaken : index === 1 && fixed === 0 ? mixed[bytes[0] ?? 0] : undefined
    const isKept = index === 0 && fixed === 0 && isTaken(value)
    const order = keyed.permutation(`${family}/${bytes.slice(0, index).join('.')}`)
    result.push(isKept ? value : walk(order, value, avoid))
  }
  return result
}

/** Follows the permutation until a number is free to take: on the numbers that are, that is a permutation too. */
function walk(order: Uint8Array, value: number, avoid: ((value: number) => boolean) | undefined): number {
  let next = order[value] ?? 0
  for (let steps = 0; avoid?.(next) === true && steps < 256; steps++) next = order[next] ?? 0
  return next
}

function otherIPv6(text: string, keyed: Keyed): string {
  const [address = '', zone] = text.split('%')
  const bytes = bytesOfIPv6(address)
  const mapped = bytes.slice(0, 12).every((byte, index) => byte === (index < 10 ? 0 : 255))
  if (mapped) return `::ffff:${otherIPv4(bytes.slice(12).join('.'), keyed)}`
  const isSpecial = bytes[0] === 0xff || bytes.slice(0, 15).every(byte => byte === 0)
  if (isSpecial) return text
  const fixed = bytes[0] === 0xfe ? 2 : 1
  const other = compressed(permuted(bytes, fixed, keyed, '6'))
  return zone === undefined ? other : `${other}%${zone}`
}

function bytesOfIPv6(address: string): number[] {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address)
  const plain = dotted === null ? address : `${dotted[1] ?? ''}${hexGroups(dotted[2] ?? '')}`
  const [head = '', tail] = plain.split('::')
  const groups = (part: string): number[] =>
    part === '' ? [] : part.split(':').map(group => parseInt(group, 16))
  const before = groups(head)
  const after = tail === undefined ? [] : groups(tail)
  const all = [...before, ...Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0), ...after]
  return all.flatMap(group => [group >> 8, group & 255])
}

const hexGroups = (dotted: string): string => {
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number)
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
}

function compressed(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16),
  ).join(':')
  const zeros = [...groups.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort((a, b) => b[0].length - a[0].length)[0]
  if (zeros === undefined) return groups
  const before = groups.slice(0, zeros.index)
  const after = groups.slice(zeros.index + zeros[0].length)
  return `${before}::${after.replace(/^:/, '')}`
}

/** A hardware address: whether it was set by hand (bit 1) or for many (bit 0) stays. */
export function otherHardwareAddress(text: string, keyed: Keyed): string {
  const separator = text.includes('-') ? '-' : ':'
  const value = text.toLowerCase().replaceAll('-', ':')
  if (/^(?:00:){5}00$|^(?:ff:){5}ff$/.test(value)) return text
  const digits = keyed.digest('hardware', value)
  const first = (parseInt(digits.slice(0, 2), 16) & 0xfc) | (parseInt(value.slice(0, 2), 16) & 3)
  return [first.toString(16).padStart(2, '0'), ...(digits.slice(2).match(/../g) ?? [])].join(separator)
}
