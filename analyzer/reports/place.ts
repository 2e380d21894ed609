// Where evidence or a problem stands, as a person writes it: `node-1/mattermost.log:1204`, `diagnostics.yaml /database/status`.

interface Place {
  readonly entry?: string
  readonly line?: number
  readonly column?: number
  readonly pointer?: string
}

/** Empty where the packet as a whole is meant. Not yet made visible. */
export function placeOf({ entry, line, column, pointer }: Place): string {
  if (entry === undefined) return ''
  if (line !== undefined) return column === undefined ? `${entry}:${line}` : `${entry}:${line}:${column}`
  return pointer === undefined || pointer === '' ? entry : `${entry} ${pointer}`
}
