// Facts of the metrics of a sample packet, or of series made by hand.
import { openPackets } from '../../analyzer/packet/open.js'
import { classifyEntries } from '../../analyzer/packet/layout.js'
import { labelTest } from '../../analyzer/documents/metrics/matchers.js'
import { readMetrics } from '../../analyzer/documents/metrics/read-metrics.js'
import type { Matcher, MetricsDump, Series } from '../../analyzer/documents/metrics/types.js'
import { documentsOf, parseDocuments } from '../../analyzer/documents/parse.js'
import { deriveFacts } from '../../analyzer/facts/index.js'
import type { Facts } from '../../analyzer/facts/index.js'
import { documentOf, sourcesOf } from './facts-of.js'

/** The metrics of a packet in samples/ and nothing that needs logs. */
export async function metricsFactsOfSample(name: string): Promise<Facts> {
  const path = new URL(`../../samples/${name}.zip`, import.meta.url).pathname
  const [opened] = await openPackets(path)
  if (opened?.kind !== 'ok') throw new Error(`cannot open ${path}`)
  const classified = classifyEntries(opened.packet.entries)
  const parsed = await parseDocuments(opened.packet, classified)
  const metrics = await readMetrics(opened.packet, classified)
  await opened.packet.close()
  const documents = documentsOf([...parsed.all, ...metrics.documents], metrics.problems)
  return deriveFacts({ ...sourcesOf({}), documents })
}

/** `mattermost_http_requests_total` or `go_sql_in_use_connections{db_name="master"}` → values, one a scrape. */
export type GivenSeries = Readonly<Record<string, readonly number[]>>

export interface GivenMetrics {
  readonly series: GivenSeries
  readonly instance?: string
  readonly stepMs?: number
}

/** 2026-11-21 09:00 UTC. */
export const startMs = 1_795_251_600_000

export function dumpWith(...servers: readonly GivenMetrics[]): MetricsDump {
  const all = servers.flatMap(({ series, instance = '127.0.0.1:8067', stepMs = 60_000 }) =>
    Object.entries(series).map(([name, values]) => seriesOf(name, values, instance, stepMs)),
  )
  return {
    window: undefined,
    seriesCount: all.length,
    labels: () => all.map(({ labels }) => labels),
    histograms: () => [],
    select: (matchers: readonly Matcher[]) => {
      const tests = matchers.map(labelTest)
      return all.filter(({ labels }) => tests.every(({ label, test }) => test(labels.get(label) ?? '')))
    },
  }
}

/** Values that are not there yet are NaN in front: the series begins behind them. */
function seriesOf(text: string, values: readonly number[], instance: string, stepMs: number): Series {
  const [, name = text, labels = ''] = /^([^{]+)\{(.*)\}$/.exec(text) ?? []
  const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(
    ([, key = '', value = '']) => [key, value] as const,
  )
  const late = values.findIndex(value => !Number.isNaN(value))
  return {
    labels: new Map([['__name__', name], ['instance', instance], ['job', 'mattermost'], ...pairs]),
    times: Float64Array.from(values.slice(late), (_, at) => startMs + (at + late) * stepMs),
    values: Float64Array.from(values.slice(late)),
  }
}

export function metricsFactsOf(
  dump: MetricsDump,
  nodes: readonly string[] = [''],
  given: Readonly<Record<string, unknown>> = {},
): Facts {
  const sources = sourcesOf(given, { nodes })
  const documents = documentsOf([...sources.documents.all, documentOf('tsdb-dump', dump)])
  return deriveFacts({ ...sources, documents })
}
