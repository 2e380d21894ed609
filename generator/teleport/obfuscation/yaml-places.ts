// Where a line of YAML stands, by indentation alone: enough for what tctl writes and for configurations, and for broken ones too.

export interface YamlPlace {
  /** Keys from the root on; the last is that of this line, or of the list whose item it is. */
  readonly path: readonly string[]
  /** The line up to its value. */
  readonly head: string
  /** Without quotes; empty where the value follows on further lines. */
  readonly value: string
  readonly quote: string
}

/** Remembers one document at a time; `undefined` for a line without a value or a key. */
export function yamlPlaces(): (line: string) => YamlPlace | undefined {
  let stack: { readonly depth: number; readonly key: string }[] = []
  return line => {
    if (line.startsWith('---')) {
      stack = []
      return undefined
    }
    const [head = '', indent = '', items = ''] = /^( *)((?:- +)*)/.exec(line) ?? []
    const rest = line.slice(head.length)
    if (rest === '' || rest.startsWith('#')) return undefined
    const depth = indent.length + items.length
    const [start, , key, text] = /^(["']?)([^\s"':#{}[\]][^:#{}]{0,200}?)\1:(?:\s+(.*))?$/.exec(rest) ?? []
    stack = stack.filter(above => above.depth < depth)
    if (start !== undefined && key !== undefined) stack.push({ depth, key })
    const value = (start === undefined ? rest : (text ?? '')).replace(/\s+#.*$/, '').trim()
    const [, quote = '', bare = value] = /^(["'])(.*)\1$/.exec(value) ?? []
    const from = value === '' ? line.length : line.lastIndexOf(value)
    return { path: stack.map(above => above.key), head: line.slice(0, from), value: bare, quote }
  }
}
