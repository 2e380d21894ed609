// Asks a pattern of bytes, one table look-up a byte: the states it can be in are made when they are first met, as RE2 does, so
// that time is linear in the bytes. It knows ASCII; at the first other byte it says that it does not know.
import type { Program, Step } from './program.js'

export type Answer = 'found' | 'absent' | 'unsure'

export interface Automaton {
  /**
   * Whether the pattern is found in a record as it is written, or as its JSON escapes read. `unsure` where bytes beyond ASCII
   * stand before the answer is known.
   */
  ask(bytes: Uint8Array, start: number, end: number): Answer
}

/** What stands in the table in place of a state. */
const UNKNOWN = 0
const FOUND = -1
const BEYOND_ASCII = -2
const ESCAPE = -3

/** What is known of the place between two characters. */
const LINE_START = 1
const TEXT_START = 2
const LINE_END = 4
const TEXT_END = 8

const anchorBits = {
  'line-start': LINE_START,
  'text-start': TEXT_START,
  'line-end': LINE_END,
  'text-end': TEXT_END,
} as const

const newline = 0x0a
const backslash = 0x5c
const limits = {
  /** Entries of the table, 4 bytes each; when it is full, it begins anew. */
  entries: 512 * 1024,
  /** Steps that all states wait at, together. */
  steps: 512 * 1024,
  /** A pattern that fills the table so often has too many states: it is left to RE2. */
  fills: 8,
} as const

interface State {
  /** Steps that wait for a character, or for the end of a line. */
  readonly steps: readonly number[]
  /** What is known of the place before the next character, where a waiting anchor may ask for it. */
  readonly place: number
}

export function createAutomaton(program: Program): Automaton {
  const { steps } = program
  const classes = characterClasses(steps)
  const { columns, endColumn, realBackslash, columnOf, codeOf } = classes
  let table = new Int32Array(0)
  let states: (State | undefined)[] = []
  let byKey = new Map<string, number>()
  let keptSteps = 0
  let fills = 0
  let stopRow = 0
  let start: number | undefined

  /** Follows what needs no character; undefined once the pattern is found. */
  function closure(from: readonly number[], place: number): State | undefined {
    const seen = new Set<number>()
    const waiting: number[] = []
    const open = [...from]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue
      seen.add(at)
      const step = steps[at] as Step
      if (step.kind === 'match') return undefined
      if (step.kind === 'split') open.push(step.other, step.next)
      else if (step.kind === 'set') waiting.push(at)
      else if ((anchorBits[step.anchor] & place) !== 0) open.push(step.next)
      else if ((anchorBits[step.anchor] & (LINE_END | TEXT_END)) !== 0) waiting.push(at)
    }
    const mayEnd = waiting.some(at => (steps[at] as Step).kind === 'anchor')
    return { steps: waiting.sort((a, b) => a - b), place: mayEnd ? place : 0 }
  }

  /** Row of the state in the table. */
  function rowOf(state: State | undefined): number {
    if (state === undefined) return FOUND
    const key = `${state.place}:${state.steps.join()}`
    const known = byKey.get(key)
    if (known !== undefined) return known
    if ((states.length + 1) * columns > limits.entries || keptSteps > limits.steps) empty()
    const row = states.length * columns
    if (row + columns > table.length) table = grown(table, row + columns)
    states.push(state)
    byKey.set(key, row)
    keptSteps += state.steps.length
    table.fill(BEYOND_ASCII, row, row + 1)
    table.fill(ESCAPE, row + 1, row + 2)
    return row
  }

  /** The first row is none: its number means that a state is not known. */
  function empty(): void {
    fills++
    table = new Int32Array(64 * columns)
    states = [undefined]
    byKey = new Map()
    keptSteps = 0
    start = undefined
  }

  /** The state after a character of this column, made and entered in the table. */
  function step(row: number, column: number): number {
    const state = states[row / columns] as State
    const ended = endedAt(column)
    const here = ended === 0 ? state : closure(state.steps, state.place | ended)
    const next = here === undefined ? FOUND : column === endColumn ? row : rowOf(after(here, column))
    // Making it may have emptied the table.
    if (states[row / columns] === state) table[row + column] = next
    return next
  }

  function endedAt(column: number): number {
    if (column === endColumn) return LINE_END | TEXT_END
    return codeOf[column] === newline ? LINE_END : 0
  }

  function after(state: State, column: number): State | undefined {
    const code = codeOf[column] as number
    const next = state.steps.flatMap(at => {
      const step = steps[at] as Step
      return step.kind === 'set' && step.set[code] === 1 ? [step.next] : []
    })
    return closure([...next, program.start], code === newline ? LINE_START : 0)
  }

  function ask(bytes: Uint8Array, from: number, end: number): Answer {
    if (fills > limits.fills) return 'unsure'
    const filled = fills
    let row = startRow()
    if (row === FOUND) return 'found'
    let escape: { readonly at: number; readonly row: number } | undefined
    for (let at = from; at < end; at++) {
      const stop = run(bytes, at, end, row)
      row = stopRow
      at = stop
      if (stop === end) break
      const byte = bytes[at] as number
      if (byte >= 128) return 'unsure'
      if (byte === backslash) escape ??= { at, row }
      row = takeByte(row, byte)
      if (row === FOUND) return 'found'
      // Rows are no longer what they were.
      if (fills !== filled) return 'unsure'
    }
    if (takeColumn(row, endColumn) === FOUND) return 'found'
    return escape === undefined ? 'absent' : askUnescaped(bytes, escape.at, end, escape.row)
  }

  /** Follows known states; gives the place of the first byte that leads to none, or the end, and leaves the state in `stopRow`. */
  function run(bytes: Uint8Array, from: number, end: number, startsIn: number): number {
    // Local variables are twice as fast as those of the closure.
    const rows = table
    const column = columnOf
    let row = startsIn
    let at = from
    for (; at < end; at++) {
      const next = rows[row + (column[bytes[at] as number] as number)] as number
      if (next <= 0) break
      row = next
    }
    stopRow = row
    return at
  }

  function takeByte(row: number, byte: number): number {
    return takeColumn(row, byte === backslash ? realBackslash : (columnOf[byte] as number))
  }

  function takeColumn(row: number, column: number): number {
    const known = table[row + column] as number
    return known === UNKNOWN ? step(row, column) : known
  }

  /** From an escape on, with all escapes read. */
  function askUnescaped(bytes: Uint8Array, from: number, end: number, startsIn: number): Answer {
    const filled = fills
    let row = startsIn
    for (let at = from; at < end; at++) {
      let code = bytes[at] as number
      if (code === backslash && at + 1 < end) {
        const hex = hexAfter(bytes, at + 1, end)
        code = hex ?? letterOf(bytes[at + 1] as number)
        at += hex === undefined ? 1 : 5
      }
      if (code >= 128) return 'unsure'
      row = takeByte(row, code)
      if (row === FOUND) return 'found'
      if (fills !== filled) return 'unsure'
    }
    return takeColumn(row, endColumn) === FOUND ? 'found' : 'absent'
  }

  /** Row of the state before the first character. */
  function startRow(): number {
    return (start ??= rowOf(closure([program.start], LINE_START | TEXT_START)))
  }

  empty()
  return { ask }
}

function grown(table: Int32Array<ArrayBuffer>, least: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(least, table.length * 2))
  larger.set(table)
  return larger
}

const escapedLetters: ReadonlyMap<number, number> = new Map(
  (['n\n', 't\t', 'r\r', 'b\b', 'f\f'] as const).map(pair => [pair.charCodeAt(0), pair.charCodeAt(1)]),
)

function letterOf(letter: number): number {
  return escapedLetters.get(letter) ?? letter
}

/** The number in `u002f`; undefined where there is none. */
function hexAfter(bytes: Uint8Array, at: number, end: number): number | undefined {
  if (bytes[at] !== 0x75 || at + 5 > end) return undefined
  const digits = String.fromCharCode(...bytes.subarray(at + 1, at + 5))
  return /^[0-9a-fA-F]{4}$/.test(digits) ? parseInt(digits, 16) : undefined
}

interface CharacterClasses {
  readonly columns: number
  readonly endColumn: number
  readonly realBackslash: number
  /** Column of the table for each byte. */
  readonly columnOf: Uint8Array
  /** A character of each column. */
  readonly codeOf: readonly number[]
}

/**
 * Characters that no part of the pattern tells apart share a column. The first two columns are for bytes beyond ASCII and for a
 * backslash, at which the loop has to stop.
 */
function characterClasses(steps: readonly Step[]): CharacterClasses {
  const sets = [...new Set(steps.flatMap(step => (step.kind === 'set' ? [step.set] : [])))]
  const codeOf: number[] = [-1, -1]
  const byKey = new Map<string, number>()
  const real = Uint8Array.from({ length: 128 }, (_, code) => {
    const key = `${code === newline ? 'newline' : ''}${sets.map(set => set[code]).join('')}`
    const column = byKey.get(key) ?? codeOf.push(code) - 1
    byKey.set(key, column)
    return column
  })
  const columnOf = new Uint8Array(256)
  columnOf.set(real)
  columnOf[backslash] = 1
  return {
    columns: codeOf.length + 1,
    endColumn: codeOf.length,
    realBackslash: real[backslash] ?? 0,
    columnOf,
    codeOf,
  }
}
