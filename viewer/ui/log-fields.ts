// A structured log line as names and values, for reading one line at a time.

export interface Field {
  readonly name: string
  readonly value: string
}

/** The fields of a line that is one JSON object, in their order; undefined for any other line. */
export function fieldsOf(line: string): readonly Field[] | undefined {
  if (!line.trimStart().startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null) return undefined
    return Object.entries(value).map(([name, field]) => ({
      name,
      value: typeof field === 'string' ? field : JSON.stringify(field),
    }))
  } catch {
    return undefined
  }
}

/** A structured log line as a person scans it: time of day, level, message, and the error if any; undefined for any other line. */
export function digestOf(line: string): string | undefined {
  const fields = fieldsOf(line)
  const named = (...names: readonly string[]) => fields?.find(({ name }) => names.includes(name))?.value
  const message = named('msg', 'message')
  if (message === undefined) return undefined
  const time = named('timestamp', 'time', 'ts')
  const clock = /\d\d:\d\d:\d\d(?:\.\d{1,3})?/.exec(time ?? '')?.[0] ?? time
  return [clock, named('level'), message, named('error', 'err')].filter(part => part !== undefined).join('  ')
}
