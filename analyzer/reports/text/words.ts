// Numbers, sizes and lists as a person writes them.

/** `1,204,331`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `1 rule`, `12 rules`; `2 entries` where the plural is not an added s. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

const units = ['kB', 'MB', 'GB', 'TB'] as const

/** `812 bytes`, `1.2 MB`: decimal units, two digits that matter. */
export function bytes(size: number): string {
  if (size < 1000) return counted(size, 'byte')
  let value = size / 1000
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]}`
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** The first few of a list and how many more there are. */
export function firstOf(items: readonly string[], most: number): string {
  if (items.length <= most) return listed(items)
  return `${items.slice(0, most).join(', ')} and ${grouped(items.length - most)} more`
}

/** How often each value occurs, in the order of first occurrence. */
export function tally<T>(items: Iterable<T>): Map<T, number> {
  const counts = new Map<T, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return counts
}
