// Values as a person reads them in a message: numbers with separators, lists cut, dates in UTC.

const listLimit = 5

/** Text of a value that an expression gave (already free of proxies). */
export function formatValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
      return formatNumber(value)
    case 'bigint':
      return group(value.toString())
    case 'boolean':
      return String(value)
    case 'object':
      return value === null ? 'null' : formatObject(value)
    default:
      return ''
  }
}

function formatObject(value: object): string {
  if (Array.isArray(value)) return formatList(value.map(formatValue))
  if (value instanceof Date) return formatTime(value.getTime())
  if (Object.getPrototypeOf(value) !== Object.prototype) return formatForeign(value)
  return formatList(Object.entries(value).map(([key, item]) => `${key}: ${formatValue(item)}`))
}

/** CEL durations and the like know their own text. */
function formatForeign(value: object): string {
  const text = (value as { toString(): unknown }).toString()
  return typeof text === 'string' ? text : ''
}

/** `a, b, c, d, e and 7 more`. */
function formatList(items: readonly string[]): string {
  const shown = items.slice(0, listLimit).join(', ')
  return items.length > listLimit ? `${shown} and ${items.length - listLimit} more` : shown
}

/** Whole numbers as they are; others with two decimals, or three digits when they are small. */
function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (Number.isInteger(value)) return group(BigInt(value).toString())
  const trimmed = Math.abs(value) < 0.1 ? Number(value.toPrecision(3)) : Math.round(value * 100) / 100
  return group(String(trimmed))
}

/** Separators from 10,000 on: years and ports stay as they are known. */
function group(text: string): string {
  const [whole = '', fraction] = text.split('.')
  if (whole.replace('-', '').length < 5 || /e/i.test(text)) return text
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** ISO 8601 in UTC without needless milliseconds. */
export function formatTime(ms: number): string {
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15
    ? new Date(ms).toISOString().replace('.000Z', 'Z')
    : 'an impossible time'
}
