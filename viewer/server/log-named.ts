// The route and the user that each record names, as columns: read once in the background, so that they can be counted and
// chosen at once. The route is that of `logs --count-by route`; the user is the first `user_id` in the record, at any depth.
import type { LogData } from './log-data.js'
import { pieces, type Piece } from './log-pieces.js'

export interface NamedColumn {
  /** Into `values`; 0 for none. */
  readonly value: Uint32Array
  /** The first one is no value. */
  readonly values: readonly string[]
}

export interface NamedColumns {
  readonly route: NamedColumn
  readonly user: NamedColumn
  /** `failed` when the text could no longer be read: then neither can be counted. */
  readonly state: () => 'reading' | 'complete' | 'failed'
  readonly ended: Promise<void>
  stop(): void
}

const limits = {
  /** Values that are told apart. A log has some hundred routes, and as many users as an installation. */
  values: 100_000,
  userLength: 64,
  pathLength: 2_000,
} as const

/** How the fields are written, up to their value; of a path its first slash is part of it. */
const writings = {
  json: { user: ['"user_id":"'], path: ['path":"/', '"url":"/'] },
  plain: { user: ['user_id='], path: ['path=/', 'path="/', 'url=/', 'url="/'] },
} as const

interface Field {
  readonly name: Buffer
  /** From where the value begins, in bytes behind the beginning of the name. */
  readonly valueAt: number
  readonly most: number
  readonly into: Dictionary
}

export function readNamedColumns(data: LogData): NamedColumns {
  const { records } = data.columns
  const user = createDictionary(records, text => text)
  const route = createDictionary(records, data.tools.routeOf)
  let isStopped = false
  let state: ReturnType<NamedColumns['state']> = 'reading'

  async function run(): Promise<void> {
    const readers = fieldsOf(data, user, route).map(field => createFieldReader(data, field))
    for await (const piece of pieces(data.text)) {
      for (const read of readers) {
        read(piece)
        await new Promise<void>(resume => setImmediate(resume))
      }
      if (isStopped) return
    }
    state = 'complete'
  }

  const ended = run()
  ended.catch(() => (state = 'failed')) // who asks for one of them is told
  return {
    route,
    user,
    state: () => state,
    ended,
    stop: () => (isStopped = true),
  }
}

/** Only in the forms that the logs have. */
function fieldsOf({ summary }: LogData, user: Dictionary, route: Dictionary): readonly Field[] {
  const formats = new Set(summary.files.map(({ format }) => format))
  const isJson = ['json', 'audit', 'zap-json', 'mixed', 'unknown'].some(format => formats.has(format))
  const isPlain = [...formats].some(format => !['json', 'audit', 'zap-json', 'unknown'].includes(format))
  const forms = [...(isJson ? [writings.json] : []), ...(isPlain ? [writings.plain] : [])]
  return forms.flatMap(form => [
    ...form.user.map(name => fieldOf(name, name.length, limits.userLength, user)),
    ...form.path.map(name => fieldOf(name, name.length - 1, limits.pathLength, route)),
  ])
}

function fieldOf(name: string, valueAt: number, most: number, into: Dictionary): Field {
  return { name: Buffer.from(name), valueAt, most, into }
}

/** Reads one field of all records, piece by piece. */
function createFieldReader({ columns }: LogData, { name, valueAt, most, into }: Field) {
  const { byOffset, offset, length } = columns
  let place = 0
  let after = -1
  return ({ bytes, base }: Piece): void => {
    const first = Math.max(0, after + 1 - base)
    for (let at = bytes.indexOf(name, first); at !== -1; at = bytes.indexOf(name, at + name.length)) {
      after = base + at
      while (place + 1 < byOffset.length && (offset[byOffset[place + 1] as number] as number) <= after)
        place++
      const record = byOffset[place] as number
      const isInside = after < (offset[record] as number) + (length[record] as number)
      const start = at + valueAt
      if (isInside && into.value[record] === 0) into.set(record, bytes, start, endOf(bytes, start, most))
    }
  }
}

const quote = 0x22
const blank = 0x20
const backslash = 0x5c

function endOf(bytes: Buffer, start: number, most: number): number {
  const last = Math.min(bytes.length, start + most)
  let end = start
  for (; end < last; end++) {
    const byte = bytes[end] as number
    if (byte === quote || byte <= blank || byte === backslash) break
  }
  return end
}

interface Dictionary extends NamedColumn {
  set(record: number, bytes: Buffer, start: number, end: number): void
}

/** Texts with the same hash are taken for the same: among a hundred thousand, two are so once in a million logs. */
function createDictionary(records: number, valueOf: (text: string) => string): Dictionary {
  const value = new Uint32Array(records)
  const values: string[] = ['']
  const byText = new Map<string, number>()
  const byHash = new Map<number, number>()

  function numberOf(text: string): number {
    const known = byText.get(text)
    if (known !== undefined || values.length >= limits.values) return known ?? 0
    const number = values.push(text) - 1
    byText.set(text, number)
    return number
  }

  return {
    value,
    values,
    set(record, bytes, start, end) {
      if (end === start) return
      const hash = shapeHash(bytes, start, end)
      let number = byHash.get(hash)
      if (number === undefined) {
        number = numberOf(valueOf(bytes.toString('utf8', start, end)))
        if (byHash.size < limits.values) byHash.set(hash, number)
      }
      value[record] = number
    },
  }
}

const slash = 0x2f
const question = 0x3f
const idLength = 26

/**
 * A hash in 53 bits. Of a path, what follows its question mark does not matter, nor which id of 26 characters or which
 * number a segment is: paths of one route have few hashes.
 */
function shapeHash(bytes: Buffer, start: number, end: number): number {
  const isPath = bytes[start] === slash
  let high = 0x811c9dc5
  let low = 0x1b873593
  for (let at = start; at < end; at++) {
    let byte = bytes[at] as number
    if (isPath && byte === question) break
    if (isPath && byte === slash && isId(bytes, at + 1, end)) {
      at += idLength
      byte = 1
    }
    high = Math.imul(high ^ byte, 0x01000193)
    low = Math.imul(low ^ (byte + (high >>> 24)), 0x85ebca6b)
  }
  return (high >>> 0) * 0x200000 + ((low >>> 0) & 0x1fffff)
}

/** A segment of 26 small letters and digits. */
function isId(bytes: Buffer, start: number, end: number): boolean {
  const after = start + idLength
  if (after > end || (after < end && bytes[after] !== slash && bytes[after] !== question)) return false
  for (let at = start; at < after; at++) {
    const byte = bytes[at] as number
    if (!((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39))) return false
  }
  return true
}
