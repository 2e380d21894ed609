// The shape of a message: ids, numbers, durations, addresses and quoted names become `<*>`, so that records that differ
// only in them count together. Works on bytes, because a log may have a million distinct messages.
import { isDigit, isWordByte, NEWLINE } from '../bytes.js'
import { logLimits } from '../limits.js'

const mark = Buffer.from('<*>')
/** Long enough that lists of many values are seen as lists before the template is cut. */
const maskedBytes = 4 * logLimits.templateBytes
const scratch = Buffer.alloc(maskedBytes + 8)
/** `$<*>, $<*>, $<*>`: how many values there are makes no other shape. */
const list = /(\$?<\*>)(?:, ?\1)+/g

/** The template of a message: its first line, masked, at most 300 characters. */
export function messageTemplate(bytes: Uint8Array, from: number, end: number): string {
  let at = from
  let length = 0
  let insideWord = false
  while (at < end && length < maskedBytes) {
    const byte = bytes[at] ?? 0
    if (byte === NEWLINE) break
    const next = insideWord ? at : variableEnd(bytes, at, end)
    if (next > at) {
      length = appendMark(length)
      at = next
      insideWord = false
      continue
    }
    insideWord = isWordByte(byte) || byte >= 128 || byte === 95
    scratch[length++] = byte
    at++
  }
  const masked = scratch.toString('utf8', 0, length)
  const short = masked.includes('<*>,') ? masked.replace(list, '$1, …') : masked
  return short
    .slice(0, logLimits.templateBytes)
    .replace(/\uFFFD$/, '')
    .trimEnd()
}

/** Neighbouring variables are one. */
function appendMark(length: number): number {
  if (length >= mark.length && scratch.compare(mark, 0, mark.length, length - mark.length, length) === 0)
    return length
  mark.copy(scratch, length)
  return length + mark.length
}

/** End of the variable part that begins here; the same position when none does. */
function variableEnd(bytes: Uint8Array, at: number, end: number): number {
  const byte = bytes[at]
  if (byte === 34 || byte === 39 || byte === 96) return quotedEnd(bytes, at, end)
  if (!isWordByte(byte)) return at
  let wordEnd = at + 1
  let digits = isDigit(byte) ? 1 : 0
  let onlyHex = isHex(byte)
  while (wordEnd < end && isWordByte(bytes[wordEnd])) {
    if (isDigit(bytes[wordEnd])) digits++
    onlyHex &&= isHex(bytes[wordEnd])
    wordEnd++
  }
  const length = wordEnd - at
  if (bytes[wordEnd] === 64 || isUrl(bytes, wordEnd)) return tokenEnd(bytes, wordEnd, end)
  const isId = length === 26 && digits > 0 && isLower(bytes, at, wordEnd)
  if (isId || (onlyHex && digits > 0 && length >= 8)) return numberEnd(bytes, wordEnd, end)
  return isDigit(byte) ? numberEnd(bytes, wordEnd, end) : at
}

/** `127.0.0.1:8065`, `1.5s`, `2026-11-21`, a UUID: further words joined by punctuation with a digit behind it. */
function numberEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at + 1 < end && isJoint(bytes[at]) && isHex(bytes[at + 1])) {
    let next = at + 1
    let digits = 0
    while (next < end && isWordByte(bytes[next])) if (isDigit(bytes[next++])) digits++
    if (digits === 0 && next - at !== 5) return at
    at = next
  }
  // The micro sign of a Go duration.
  if (bytes[at] === 0xc2 && bytes[at + 1] === 0xb5 && bytes[at + 2] === 115) return at + 3
  return at
}

/** A name in quotes, but no apostrophe: the closing quote is followed by no letter. */
function quotedEnd(bytes: Uint8Array, at: number, end: number): number {
  const quote = bytes[at]
  const stop = Math.min(end, at + 200)
  for (let i = at + 1; i < stop && bytes[i] !== NEWLINE; i++) {
    if (bytes[i] === quote && !isWordByte(bytes[i + 1])) return i + 1
  }
  return at
}

function isUrl(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 58 && bytes[at + 1] === 47 && bytes[at + 2] === 47
}

/** Up to the next space, comma or closing bracket. */
function tokenEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && !' ,;)]}"\'\n'.includes(String.fromCharCode(bytes[at] ?? 0))) at++
  return at > from && bytes[at - 1] === 58 ? at - 1 : at
}

function isJoint(byte: number | undefined): boolean {
  return byte === 46 || byte === 58 || byte === 45 || byte === 47
}

function isHex(byte: number | undefined): boolean {
  return isDigit(byte) || (byte !== undefined && byte >= 97 && byte <= 102)
}

function isLower(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isDigit(bytes[at]) && !((bytes[at] ?? 0) >= 97)) return false
  return true
}

/** `app/server.go:490` without its line, which differs between builds. */
export function callerFile(caller: string): string {
  const colon = caller.lastIndexOf(':')
  return colon > 0 && /^\d+$/.test(caller.slice(colon + 1)) ? caller.slice(0, colon) : caller
}

/** Tells templates apart, as their ids do, and is made faster. */
export function templateKey(level: string, template: string, caller: string): string {
  return `${level}\0${caller}\0${template}`
}

/** A stable id for a template: 64-bit FNV-1a in hexadecimal. */
export function templateId(level: string, template: string, caller: string): string {
  const bytes = Buffer.from(`${level}\0${template}\0${caller}`, 'utf8')
  let high = 0xcbf29ce4
  let low = 0x84222325
  for (const byte of bytes) {
    low ^= byte
    // Times 2^40 + 0x1b3, in 32-bit halves.
    const product = (low >>> 0) * 0x1b3
    const nextHigh = Math.imul(high, 0x1b3) + (low << 8) + Math.floor(product / 4294967296)
    low = product | 0
    high = nextHigh | 0
  }
  return (high >>> 0).toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0')
}
