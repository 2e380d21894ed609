// What real Prometheus said of real blocks, as `npm run oracles` recorded it, and the blocks themselves.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { openDump } from '../../../analyzer/documents/metrics/dump.js'
import { readDumpFiles } from '../../../analyzer/documents/metrics/dump-files.js'
import type { MetricsNote } from '../../../analyzer/documents/metrics/note.js'
import type { MetricsDump } from '../../../analyzer/documents/metrics/types.js'
import { readWhole } from '../../../analyzer/packet/read-whole.js'
import { openPackets } from '../../../analyzer/packet/open.js'

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/metrics/${name}`, import.meta.url))

/** A block that Prometheus wrote of metrics with all that is hard, some of its samples deleted. */
export const oddDump = (): Buffer => fixture('odd.tsdb_dump.tar.gz')

/** The folder of a running server: blocks, and beside them the log written ahead and the chunks of the head. */
export const liveDump = (): Buffer => fixture('live.tsdb_dump.tar.gz')

/** The same, as the server makes a snapshot of it. */
export const liveSnapshot = (): Buffer => fixture('live-snapshot.tsdb_dump.tar.gz')

/** What the server answers when it is asked for native histograms: times in seconds, buckets `[kind, lower, upper, count]`. */
export function recordedHistograms(): readonly {
  readonly metric: Readonly<Record<string, string>>
  readonly histograms: readonly (readonly [
    number,
    {
      readonly count: string
      readonly sum: string
      readonly buckets?: readonly (readonly [number, string, string, string])[]
    },
  ])[]
}[] {
  const text = gunzipSync(fixture('live.histograms.json.gz')).toString('utf8')
  return JSON.parse(text) as ReturnType<typeof recordedHistograms>
}

export const teleportMetrics = (): Buffer => fixture('teleport.prom')

/** The dump that a sample packet holds. */
export async function dumpOfSample(name: string): Promise<Buffer> {
  const path = new URL(`../../../samples/${name}.zip`, import.meta.url).pathname
  const [opened] = await openPackets(path)
  if (opened?.kind !== 'ok') throw new Error(`cannot open ${path}`)
  const entry = opened.packet.entries.find(one => one.name === 'tsdb_dump.tar.gz')
  if (entry === undefined) throw new Error(`${name} has no metrics`)
  const { bytes } = await readWhole(opened.packet, entry, 1 << 26)
  await opened.packet.close()
  return bytes
}

export async function openBytes(
  bytes: Buffer,
): Promise<{ dump: MetricsDump; notes: readonly MetricsNote[] }> {
  const files = await readDumpFiles(bytes)
  const { dump, notes } = openDump(files.blocks, files.head)
  return { dump, notes: [...files.notes, ...notes] }
}

/** Lines of `promtool tsdb dump`: `{__name__="up", job="mattermost"} 1 1795251816174`, sorted. */
export function recordedDump(name: string): readonly string[] {
  const text = gunzipSync(fixture(`${name}.dump.txt.gz`)).toString('utf8')
  return text.trimEnd().split('\n').map(inOurNumbers).sort()
}

/** Go and JavaScript write the same number differently: `1e+06`. */
function inOurNumbers(line: string): string {
  const end = line.lastIndexOf('}') + 2
  const [value = '', time = ''] = line.slice(end).split(' ')
  return `${line.slice(0, end)}${numberText(goNumber(value))} ${time}`
}

export function goNumber(text: string): number {
  return text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text)
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

/** The same lines of our own reading. */
export function dumpedBy(dump: MetricsDump): readonly string[] {
  return dump
    .select([])
    .flatMap(({ labels, times, values }) => {
      const text = [...labels].map(([name, value]) => `${name}=${goQuoted(value)}`).join(', ')
      return [...times].map((time, at) => `{${text}} ${numberText(values[at] ?? NaN)} ${time}`)
    })
    .sort()
}

function goQuoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`
}

/** Answers of Prometheus to queries: query → [labels, value] a series. */
export function recordedAnswers(): Record<string, readonly (readonly [Record<string, string>, string])[]> {
  return JSON.parse(fixture('odd.answers.json').toString('utf8')) as ReturnType<typeof recordedAnswers>
}
