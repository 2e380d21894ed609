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
