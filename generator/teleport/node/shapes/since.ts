// The newer part of a log file: lines before a moment are left out, as journalctl does it for the journal by itself.
//
//   2026-11-21T09:32:16Z INFO [NODE:1] …
//   {"caller":"service/service.go:2689","timestamp":"2026-11-21T09:32:16Z", …}

const newline = 0x0a
/** Of a line so much is looked at. */
const headBytes = 400
/** A log without times in its first part is passed on as it is. */
const undatedBytes = 256 * 1024

/** Lines from the first one that is new enough on. A log that has none keeps its end, which may say why nothing came after. */
export async function* linesSince(
  source: AsyncIterable<Buffer>,
  sinceMs: number,
  keptBytes = 64 * 1024,
): AsyncGenerator<Buffer> {
  let isNew = false
  let isDated = false
  let looked = 0
  let rest: Buffer = Buffer.alloc(0)
  let old: Buffer = Buffer.alloc(0)
  for await (const chunk of source) {
    if (isNew) {
      yield chunk
      continue
    }
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const found = firstSince(bytes, sinceMs)
    isDated ||= found.dated
    looked += found.passed
    isNew = found.at !== undefined || (!isDated && looked > undatedBytes)
    if (isNew) yield isDated ? bytes.subarray(found.at) : Buffer.concat([old, bytes])
    else {
      old = Buffer.concat([old, bytes.subarray(0, found.passed)]).subarray(isDated ? -2 * keptBytes : 0)
      rest = Buffer.from(bytes.subarray(found.passed))
    }
  }
  if (!isNew) yield isDated ? wholeLines(Buffer.concat([old, rest]), keptBytes) : Buffer.concat([old, rest])
}

interface Found {
  /** Where the first line that is new enough begins. */
  readonly at: number | undefined
  readonly dated: boolean
  /** Bytes of whole lines that were looked at. */
  readonly passed: number
}

function firstSince(bytes: Buffer, sinceMs: number): Found {
  const since = { ms: sinceMs, text: new Date(sinceMs).toISOString().slice(0, plainLength) }
  let dated = false
  for (let start = 0; ;) {
    const end = bytes.indexOf(newline, start)
    if (end < 0) return { at: undefined, dated, passed: start }
    const isNew = isSince(bytes, pastHole(bytes, start, end), end, since)
    dated ||= isNew !== undefined
    if (isNew === true) return { at: start, dated, passed: start }
    start = end + 1
  }
}

interface Since {
  readonly ms: number
  /** `2026-11-21T09:32:16` */
  readonly text: string
}

/** `undefined` for a line without a time. */
function isSince(bytes: Buffer, start: number, end: number, since: Since): boolean | undefined {
  // Times of one shape compare as text: most lines have it, and nothing of them need be parsed.
  if (isPlain(bytes, start)) return bytes.toString('latin1', start, start + plainLength) >= since.text
  const time = timeOf(bytes.toString('latin1', start, Math.min(end, start + headBytes)))
  return time === undefined ? undefined : time >= since.ms
}

const plainLength = '2026-11-21T09:32:16'.length

/** `2026-11-21T09:32:16Z` */
const isPlain = (bytes: Buffer, at: number): boolean =>
  bytes[at] === 0x32 && bytes[at + 4] === 0x2d && bytes[at + 10] === 0x54 && bytes[at + plainLength] === 0x5a

/** Zeros at the start of a line: a file that was cut while it was written to has such a hole. */
function pastHole(bytes: Buffer, start: number, end: number): number {
  let at = start
  while (at < end && bytes[at] === 0) at++
  return at
}

const moment = /\b(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,]\d{1,9})?(Z|[+-]\d\d:?\d\d)?/

function timeOf(line: string): number | undefined {
  const [, day, clock, zone = 'Z'] = moment.exec(line) ?? []
  const ms = Date.parse(`${day}T${clock}${zone.replace(/(\d\d)(\d\d)$/, '$1:$2')}`)
  return Number.isNaN(ms) ? undefined : ms
}

function wholeLines(bytes: Buffer, limit: number): Buffer {
  if (bytes.length <= limit) return bytes
  const end = bytes.subarray(-limit)
  return end.subarray(end.indexOf(newline) + 1)
}
