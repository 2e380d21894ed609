// The route and the user that each record names, as columns: read once in the background, so that they can be counted and
// chosen at once. The route is that of `logs --count-by route`; the user is the first `user_id` in the record, at any depth.
import { pieces } from './log-search.js'
import type { LogData } from './log-data.js'

export interface NamedColumn {
  /** Into `values`; 0 for none. */
  readonly value: Uint32Array
  /** The first one is no value. */
  readonly values: readonly string[]
}

export interface NamedColumns {
  readonly route: NamedColumn
  readonly user: NamedColumn
  readonly isComplete: () => boolean
  readonly ended: Promise<void>
  stop(): void
}

const limits = {
  /** Values that are told apart. A log has some hundred routes, and as many users as an installation. */
  values: 100_000,
  /** Paths whose route is remembered. */
  paths: 20_000,
  userLength: 64,
  pathLength: 2_000,
} as const

/** How these fields are written in JSON and in plain logs. */
const users = ['"user_id":"', 'user_id=']
const paths = ['path":"/', 'path=/', 'path="/', '"url":"/', ' url=/', ' url="/']

export function readNamedColumns(data: LogData): NamedColumns {
  const { columns, tools } = data
  const user = createDictionary(columns.records)
  const route = createDictionary(columns.records)
  const routeOf = remembering(tools.routeOf)
  const state = { isStopped: false, isComplete: false }
  const { byOffset, offset, length } = columns

  function note(bytes: Buffer, at: number, record: number): void {
    const isUser = startsWithAny(bytes, at, users)
    const dictionary = isUser ? user : route
    if (dictionary.has(record)) return
    const text = valueAt(bytes, at, isUser ? limits.userLength : limits.pathLength)
    if (text !== '') dictionary.set(record, isUser ? text : routeOf(text))
  }

  async function run(): Promise<void> {
    const search = tools.createNeedleSearch({ texts: [...users, ...paths], ignoreCase: false })
    let place = 0
    let after = -1
    for await (const { bytes, base } of pieces(data)) {
      search.use(bytes, base)
      for (;;) {
        const from = Math.max(0, after + 1 - base)
        const at = from < bytes.length ? search.next(from) : -1
        if (at === -1) break
        after = base + at
        while (place + 1 < byOffset.length && (offset[byOffset[place + 1] as number] as number) <= after)
          place++
        const record = byOffset[place] as number
        if (after < (offset[record] as number) + (length[record] as number)) note(bytes, at, record)
      }
      await new Promise<void>(resume => setImmediate(resume))
      if (state.isStopped) return
    }
    state.isComplete = true
  }

  const ended = columns.records === 0 ? Promise.resolve(void (state.isComplete = true)) : run()
  ended.catch(() => undefined) // a column that could not be read stays incomplete
  return {
    route,
    user,
    isComplete: () => state.isComplete,
    ended,
    stop: () => (state.isStopped = true),
  }
}

interface Dictionary extends NamedColumn {
  has(record: number): boolean
  set(record: number, text: string): void
}

function createDictionary(records: number): Dictionary {
  const value = new Uint32Array(records)
  const values: string[] = ['']
  const numbers = new Map<string, number>()
  return {
    value,
    values,
    has: record => value[record] !== 0,
    set(record, text) {
      let number = numbers.get(text)
      if (number === undefined) {
        if (values.length >= limits.values) return
        number = values.push(text) - 1
        numbers.set(text, number)
      }
      value[record] = number
    },
  }
}

function startsWithAny(bytes: Buffer, at: number, texts: readonly string[]): boolean {
  return texts.some(text => bytes.toString('latin1', at, at + text.length) === text)
}

const equals = 0x3d
const quote = 0x22
const slash = 0x2f
const backslash = 0x5c
const blank = 0x20

/** The value of the field whose name begins here: of a path, from its first slash on. */
function valueAt(bytes: Buffer, at: number, most: number): string {
  let start = at
  // The name has no slash, quote or blank behind its first byte but those that end it.
  while (bytes[start] !== equals && bytes[start] !== 0x3a && start < at + 16) start++
  start++
  if (bytes[start] === quote) start++
  let end = start
  const last = Math.min(bytes.length, start + most)
  while (end < last && !isEnd(bytes[end] as number)) end++
  const isPath = bytes[start] === slash
  return bytes[end] === backslash && !isPath ? '' : bytes.toString('utf8', start, end)
}

function isEnd(byte: number): boolean {
  return byte === quote || byte <= blank || byte === backslash
}

function remembering(read: (path: string) => string): (path: string) => string {
  const known = new Map<string, string>()
  return path => {
    const found = known.get(path)
    if (found !== undefined) return found
    const route = read(path)
    if (known.size >= limits.paths) known.clear()
    known.set(path, route)
    return route
  }
}
