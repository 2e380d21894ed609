// Values of profiles as people read them: 4.77s, 33.35MB, 12.5 %. The same words and digits as `go tool pprof`.

interface Unit {
  readonly name: string
  readonly aliases: readonly string[]
  readonly factor: number
}

interface UnitFamily {
  readonly units: readonly Unit[]
  /** For values too small for any. */
  readonly smallest: Unit
}

const byte: Unit = { name: 'B', aliases: ['b', 'byte'], factor: 1 }
const second: Unit = { name: 's', aliases: ['s', 'sec', 'second'], factor: 1e9 }

const families: readonly UnitFamily[] = [
  {
    units: [
      byte,
      { name: 'kB', aliases: ['kb', 'kbyte', 'kilobyte'], factor: 2 ** 10 },
      { name: 'MB', aliases: ['mb', 'mbyte', 'megabyte'], factor: 2 ** 20 },
      { name: 'GB', aliases: ['gb', 'gbyte', 'gigabyte'], factor: 2 ** 30 },
      { name: 'TB', aliases: ['tb', 'tbyte', 'terabyte'], factor: 2 ** 40 },
      { name: 'PB', aliases: ['pb', 'pbyte', 'petabyte'], factor: 2 ** 50 },
    ],
    smallest: byte,
  },
  {
    units: [
      { name: 'ns', aliases: ['ns', 'nanosecond'], factor: 1 },
      { name: 'us', aliases: ['μs', 'us', 'microsecond'], factor: 1e3 },
      { name: 'ms', aliases: ['ms', 'millisecond'], factor: 1e6 },
      second,
      { name: 'hrs', aliases: ['hour', 'hr'], factor: 3600e9 },
    ],
    smallest: second,
  },
]

/** A unit to print many values in. */
export interface Scale {
  readonly factor: number
  readonly name: string
}

/** The one unit for a list of values: that of the smallest, or one a hundred times finer than it would be best for the largest. */
export function commonScale(values: readonly number[], total: number, unit: string): Scale {
  const sizes = values.map(Math.abs).filter(size => size > 0)
  const least = sizes.length === 0 ? total : Math.min(...chunkMinimum(sizes))
  const [small, large] = [bestScale(least, unit), bestScale(total, unit)]
  return small.name !== large.name && least * 100 < total ? bestScale(100 * least, unit) : small
}

/** `Math.min` of a long list would overflow the stack. */
function chunkMinimum(sizes: readonly number[]): readonly number[] {
  return [sizes.reduce((least, size) => (size < least ? size : least), Infinity)]
}

/** The largest unit of which the value is at least one. */
export function bestScale(value: number, unit: string): Scale {
  const found = findUnit(unit)
  if (found === undefined) return { factor: 1, name: '' }
  const { family, own } = found
  const base = Math.abs(value) * own.factor
  const best = family.units.filter(({ factor }) => base / factor >= 1).at(-1) ?? family.smallest
  return { factor: own.factor / best.factor, name: best.name }
}

function findUnit(unit: string): { readonly family: UnitFamily; readonly own: Unit } | undefined {
  const lower = unit.toLowerCase()
  const alias = lower.length > 2 ? lower.replace(/s$/, '') : lower
  for (const family of families) {
    const own = family.units.find(({ aliases }) => aliases.includes(alias))
    if (own !== undefined) return { family, own }
  }
  return undefined
}

/** `4.77s`; two digits after the point, none where they are zero. */
export function scaled(value: number, { factor, name }: Scale): string {
  const text = (value * factor).toFixed(2).replace(/\.00$/, '')
  return text === '0' || text === '-0' ? '0' : `${text}${name}`
}

/** In the unit that fits it best. */
export function inBestUnit(value: number, unit: string): string {
  return scaled(value, bestScale(value, unit))
}

/** `48.31%`, `0.6%`, `100%`; never negative: the value beside it has the sign. */
export function percentText(value: number, total: number): string {
  const ratio = total === 0 ? 0 : Math.abs(value / total) * 100
  if (ratio >= 99.95 && ratio <= 100.05) return '100%'
  return ratio >= 1 ? `${ratio.toFixed(2)}%` : `${twoDigits(ratio)}%`
}

/** Two significant digits; very small numbers with an exponent of two digits. */
function twoDigits(ratio: number): string {
  if (ratio === 0) return '0'
  const exponent = Math.floor(Math.log10(ratio))
  const rounded = Number(ratio.toPrecision(2))
  if (exponent >= -4) return String(rounded)
  return rounded.toExponential().replace(/e-(\d)$/, 'e-0$1')
}
