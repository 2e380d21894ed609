// How the sentences of the overview are put together.

/** `09:05:36 to 09:06:51 UTC`; with the dates where they differ. Empty for what is no time. */
export function spanText(fromMs: number | undefined, toMs: number | undefined): string {
  const [from, to] = [fromMs, toMs].map(ms => new Date(ms ?? NaN))
  if (from === undefined || to === undefined || [from, to].some(time => Number.isNaN(time.getTime())))
    return ''
  const [first, last] = [from, to].map(time => time.toISOString().slice(0, 19).replace('T', ' '))
  const sameDay = first?.slice(0, 10) === last?.slice(0, 10)
  return sameDay ? `${first?.slice(11)} to ${last?.slice(11)} UTC` : `${first} to ${last} UTC`
}

/** Parts that are there, as one sentence. */
export function joined(parts: readonly (string | undefined)[], separator = '; '): string {
  return parts.filter(part => part !== undefined && part !== '').join(separator)
}
