// The strings of a profile. Only places are kept while reading; a string is decoded when something named by it is.
import { intColumn, pushInt } from './columns.js'
import { profileLimits } from './limits.js'
import { malformed } from './wire.js'

export interface StringTable {
  add(start: number, end: number): void
  /** Throws when there is no table, or when its first string is not the empty one that stands for "none". */
  check(): void
  /** Throws for a number that is not in the table. */
  text(number: number): string
}

export function stringTable(bytes: Uint8Array): StringTable {
  const starts = intColumn()
  const ends = intColumn()
  const known = new Map<number, string>()

  function decode(number: number): string {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(
      'utf8',
      starts.data[number],
      ends.data[number],
    )
    known.set(number, text)
    return text
  }

  return {
    add(start, end) {
      if (starts.length >= profileLimits.strings)
        throw malformed(`it has more than ${profileLimits.strings} names`)
      pushInt(starts, start)
      pushInt(ends, end)
    },
    check() {
      if (starts.length === 0) throw malformed('its table of names, which stands at the end, is missing')
      if (starts.data[0] !== ends.data[0]) throw malformed('its table of names begins wrongly')
    },
    text(number) {
      if (number < 0 || number >= starts.length) throw malformed('it names a string that is not in it')
      return known.get(number) ?? decode(number)
    },
  }
}
