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

/** Lines of real servers of many kinds, in their order, each with new times only: what repeats itself, as most logs do. */
const wholeLogs = [
  'db-restart',
  'debug-trace',
  'plugin-crash',
  'restart-loop',
  'smtp-refused',
  'webhook-refused',
]

/** Chunks of about 1 MiB of whole lines: a mixture of real ones with fresh ids. */
export function logChunks(bytes: number): Generator<Buffer> {
  const templates = mixture.flatMap(([name, share]) =>
    Array.from({ length: share }, () => readLines(name)).flat(),
  )
  const random = seededRandom(1)
  const next = () => templates[Math.floor(random() * templates.length)] ?? ''
  return chunksOf(bytes, (timeMs, random) => freshLine(next(), timeMs, random), random)
}

/** The same of whole logs, over and over. */
export function repeatedChunks(bytes: number): Generator<Buffer> {
  const lines = wholeLogs.flatMap(name => readLines(`${name}.log`))
  let at = 0
  return chunksOf(bytes, timeMs => withTime(lines[at++ % lines.length] ?? '', timeMs), seededRandom(1))
}

function* chunksOf(
  bytes: number,
  lineAt: (timeMs: number, random: () => number) => string,
  random: () => number,
): Generator<Buffer> {
  const lines: string[] = []
  let pending = 0
  let timeMs = startMs
  for (let given = 0; given < bytes;) {
    timeMs += Math.floor(random() * 2 * stepMs)
    const line = lineAt(timeMs, random)
    lines.push(line)
    pending += line.length
    if (pending < 1024 * 1024) continue
    const chunk = Buffer.from(lines.join(''))
    given += chunk.length
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
  return withTime(template, timeMs).replace(/\b[a-z0-9]{26}\b/g, () => freshId(random))
}

function withTime(template: string, timeMs: number): string {
  const time = new Date(timeMs).toISOString()
  const rest = template.slice(template.indexOf('",') + 1)
  return `{"timestamp":"${time.slice(0, 10)} ${time.slice(11, 23)} Z"${rest}\n`
}

function freshId(random: () => number): string {
  let id = ''
  for (let i = 0; i < 26; i++) id += idAlphabet[Math.floor(random() * 32)]
  return id
}
