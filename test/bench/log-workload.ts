// Makes a large mattermost.log: lines that real servers wrote, repeated with advancing time and fresh ids, so that it
// compresses and varies like a real one. Deterministic.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { seededRandom } from '../fuzz/seeded-random.js'

/** Share of each fixture in the log: mostly requests at DEBUG, with errors of several kinds among them. */
const mixture: readonly (readonly [string, number])[] = [
  ['logs-disk-full-tail.log', 12],
  ['plugin-crash.log', 1],
  ['webhook-refused.log', 1],
  ['db-read-only.log', 1],
  ['smtp-refused.log', 1],
  ['debug-trace.log', 1],
]
const startMs = Date.UTC(2026, 0, 20)
const stepMs = 37
const idAlphabet = 'ybndrfg8ejkmcpqxot1uwisza345h769'

/** Chunks of about 1 MiB of whole lines. */
export function* logChunks(bytes: number, counted: { bytes: number; lines: number }): Generator<Buffer> {
  const templates = mixture.flatMap(([name, share]) =>
    Array.from({ length: share }, () => readLines(name)).flat(),
  )
  const random = seededRandom(1)
  const lines: string[] = []
  let pending = 0
  let timeMs = startMs
  while (counted.bytes < bytes) {
    const template = templates[Math.floor(random() * templates.length)] ?? ''
    timeMs += Math.floor(random() * 2 * stepMs)
    const line = freshLine(template, timeMs, random)
    lines.push(line)
    pending += line.length
    counted.lines++
    if (pending < 1024 * 1024) continue
    const chunk = Buffer.from(lines.join(''))
    counted.bytes += chunk.length
    lines.length = pending = 0
    yield chunk
  }
}

function readLines(name: string): string[] {
  const text = readFileSync(join('test', 'fixtures', 'logs', name), 'utf8')
  return text.split('\n').filter(line => line.startsWith('{"timestamp"') && line.endsWith('}'))
}

/** The line with another time, and other ids where it has ids of 26 characters. */
function freshLine(template: string, timeMs: number, random: () => number): string {
  const time = new Date(timeMs).toISOString()
  const stamp = `{"timestamp":"${time.slice(0, 10)} ${time.slice(11, 23)} Z"`
  const rest = template.slice(template.indexOf('",') + 1)
  return `${stamp}${rest.replace(/\b[a-z0-9]{26}\b/g, () => freshId(random))}\n`
}

function freshId(random: () => number): string {
  let id = ''
  for (let i = 0; i < 26; i++) id += idAlphabet[Math.floor(random() * 32)]
  return id
}
