// Numbers, times and lists in the sentences of the overview.

/** `1,204,331`; tenths stay. */
export function grouped(value: number): string {
  const [whole = '', rest] = String(value).split('.')
  const marked = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return rest === undefined ? marked : `${marked}.${rest}`
}

/** `1 index`, `12 indexes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

/** The first few, and how many more there are. */
export function firstOf(items: readonly string[], most: number): string {
  const rest = items.length - most
  return rest > 0 ? `${items.slice(0, most).join(', ')} and ${grouped(rest)} more` : items.join(', ')
}

/** `09:05:36`; empty for what is no time. */
export function timeOfDay(ms: number | undefined): string {
  const time = new Date(ms ?? NaN)
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().slice(11, 19)
}

/** Parts that are there, as one sentence. */
export function joined(parts: readonly (string | undefined)[], separator = '; '): string {
  return parts.filter(part => part !== undefined && part !== '').join(separator)
}
