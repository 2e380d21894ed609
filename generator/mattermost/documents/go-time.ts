// Times as Go writes them in documents.

/** Epoch milliseconds as RFC 3339 in the zone of this machine, fraction without trailing zeros: `2026-11-21T08:26:21.54Z`. */
export function goTime(ms: number): string {
  const offset = -new Date(ms).getTimezoneOffset()
  const iso = new Date(ms + offset * 60_000).toISOString()
  const seconds = iso.slice(0, 19)
  const fraction = iso.slice(20, 23).replace(/0+$/, '')
  return `${seconds}${fraction === '' ? '' : `.${fraction}`}${zone(offset)}`
}

function zone(offsetMinutes: number): string {
  if (offsetMinutes === 0) return 'Z'
  const two = (value: number): string => String(value).padStart(2, '0')
  const minutes = Math.abs(offsetMinutes)
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
