// Prints every sample of a dump as `promtool tsdb dump` does: what the bench measures, since no command prints them all.
import { readFileSync } from 'node:fs'
import { openDump } from '../../analyzer/documents/metrics/dump.js'
import { readDumpFiles } from '../../analyzer/documents/metrics/dump-files.js'

const { blocks, head } = await readDumpFiles(readFileSync(process.argv[2] ?? ''))
for (const { labels, times, values } of openDump(blocks, head).dump.select([])) {
  const name = [...labels].map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(', ')
  const lines = Array.from(times, (time, at) => `{${name}} ${values[at] ?? NaN} ${time}`)
  process.stdout.write(`${lines.join('\n')}\n`)
}
