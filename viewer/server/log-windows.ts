// When the logs of each node begin and end: what the passport of a packet says of them.
import type { LogWindow, LogWindows } from '../shared/logs.js'
import type { LogData } from './log-data.js'

const known = new WeakMap<LogData, LogWindows>()

/** Counted once: it looks at every record. */
export function logWindows(data: LogData): LogWindows {
  const before = known.get(data)
  if (before !== undefined) return before
  const made = { windows: windowsOf(data) }
  known.set(data, made)
  return made
}

function windowsOf({ columns, files, nodes }: LogData): readonly LogWindow[] {
  const numbers = new Map(nodes.map((node, number) => [node, number]))
  const nodeOf = Uint32Array.from(files, ({ log }) => numbers.get(log.node ?? '') ?? 0)
  const first = new Float64Array(nodes.length).fill(Infinity)
  const last = new Float64Array(nodes.length).fill(-Infinity)
  const records = new Float64Array(nodes.length)
  for (let i = 0; i < columns.records; i++) {
    const node = nodeOf[columns.file[i] as number] as number
    const time = columns.timeMs[i] as number
    records[node] = (records[node] as number) + 1
    if (time === -Infinity) continue
    if (time < (first[node] as number)) first[node] = time
    if (time > (last[node] as number)) last[node] = time
  }
  return nodes.map((node, at) => ({ node, records: records[at] ?? 0, ...spanOf(first[at], last[at]) }))
}

function spanOf(firstMs = Infinity, lastMs = -Infinity): Pick<LogWindow, 'firstMs' | 'lastMs'> {
  return firstMs > lastMs ? {} : { firstMs, lastMs }
}
