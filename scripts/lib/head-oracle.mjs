// Records what real Prometheus makes of what is not in a block yet: a data folder with `wal` and `chunks_head` beside blocks, a
// snapshot of it as a block, both with native histograms; what `promtool tsdb dump` says of the first, and the histograms as the server
// answers them (promtool 2.42 prints none). Called by lib/metrics-oracle.mjs.
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { remoteWrite } from './remote-write.mjs'

const intervalMs = 30_000
const samplesOfSeries = 260

/** Series with all that is hard: resets, buckets that come and go, other schemas, markers of an end, odd labels. */
function series(startMs) {
  const times = Array.from({ length: samplesOfSeries }, (_, at) => startMs + at * intervalMs)
  const labels = (name, kind) => ({ __name__: name, instance: '127.0.0.1:8067', job: 'mattermost', kind })
  return [
    {
      labels: labels('live_requests_total', 'restarted'),
      samples: times.map((time, at) => [time, (at % 100) * 7]),
    },
    { labels: labels('live_values', 'fractions'), samples: times.map((time, at) => [time, at / 7 - 12]) },
    {
      labels: labels('live_values', 'late'),
      samples: times.filter((_, at) => at > 200).map((time, at) => [time, at]),
    },
    {
      labels: labels('live_values', 'still'),
      samples: times.map(time => [time, 12]),
    },
    // Enough for several pages of the log that is written ahead.
    ...Array.from({ length: 12 }, (_, number) => ({
      labels: labels('live_values', `wave ${number}`),
      samples: times.map((time, at) => [time, Math.round(1e9 * Math.sin(at * (number + 1))) / 1e6]),
    })),
    {
      labels: labels('live_latency_seconds', 'counts'),
      histograms: times.map((timeMs, at) => counts(timeMs, at)),
    },
    {
      labels: labels('live_latency_seconds', 'floats'),
      histograms: times.map((timeMs, at) => floats(timeMs, at)),
    },
    {
      labels: labels('live_latency_seconds', 'schemas'),
      histograms: times.map((timeMs, at) => ({
        ...counts(timeMs, at % 90),
        schema: [3, 0, -2][Math.floor(at / 90)],
      })),
    },
  ]
}

function counts(timeMs, at) {
  const positive = { '-3': at, 0: 2 * at, ...(at > 50 ? { 4: at - 50 } : {}), ...(at > 130 ? { 40: 1 } : {}) }
  const negative = at > 70 ? { 2: at - 70 } : {}
  const zeroCount = Math.floor(at / 3)
  const count = [...Object.values(positive), ...Object.values(negative)].reduce((a, b) => a + b, zeroCount)
  return { timeMs, schema: 3, zeroThreshold: 2 ** -128, zeroCount, count, sum: at * 1.75, positive, negative }
}

/** Begins anew in the middle; its threshold is no power of two. */
function floats(timeMs, at) {
  const since = at % 150
  const positive = { 1: since + 0.5, 2: since / 3 }
  const count = positive[1] + positive[2] + 0.25
  return {
    timeMs,
    schema: 1,
    zeroThreshold: 0.0011,
    zeroCount: 0.25,
    count,
    sum: since / 9,
    positive,
    isFloat: true,
  }
}

/** Each moment alone: asked for a stretch of time, 2.42 answers the same histogram again and again. */
async function askHistograms(ask, startMs) {
  const found = new Map()
  for (let at = 0; at < samplesOfSeries; at++) {
    const time = (startMs + at * intervalMs) / 1000
    const answer = await (await ask('query', { query: 'live_latency_seconds', time: String(time) })).json()
    for (const { metric, histogram } of answer.data.result) {
      const one = found.get(metric.kind) ?? { metric, histograms: [] }
      one.histograms.push(histogram)
      found.set(metric.kind, one)
    }
  }
  return [...found.values()].sort((a, b) => (a.metric.kind < b.metric.kind ? -1 : 1))
}

/** `tools` are those of metrics-oracle.mjs. */
export async function recordHead(tools, blocks, scratch, startMs) {
  const { withPrometheus, ask, address, record, dumpOf, gzip, packed } = tools
  const directory = join(scratch, 'live')
  cpSync(blocks, directory, { recursive: true })
  let answers
  await withPrometheus(directory, async () => {
    const all = series(startMs)
    // As scrapes come: in order of time over all series.
    for (let at = 0; at < samplesOfSeries; at++) {
      const timeMs = startMs + at * intervalMs
      await remoteWrite(
        address,
        all.flatMap(one => atTime(one, timeMs)),
      )
    }
    await ask('admin/tsdb/delete_series', {
      'match[]': 'live_values{kind="still"}',
      start: String((startMs + 20 * intervalMs) / 1000),
      end: String((startMs + 40 * intervalMs) / 1000),
    })
    answers = await askHistograms(ask, startMs)
    await ask('admin/tsdb/snapshot', { skip_head: 'false' })
  })
  record('live.histograms.json.gz', gzip(JSON.stringify(answers)))
  const snapshots = join(directory, 'snapshots')
  const [snapshot] = readdirSync(snapshots)
  record('live-snapshot.tsdb_dump.tar.gz', packed(join(snapshots, snapshot)))
  // Only what a dump may hold; promtool gets a copy, since it writes into what it reads.
  const kept = join(scratch, 'kept-live')
  mkdirSync(kept)
  for (const name of readdirSync(directory)) {
    if (/^(?:[0-9A-Z]{26}|wal|chunks_head)$/.test(name) && existsSync(join(directory, name)))
      cpSync(join(directory, name), join(kept, name), { recursive: true })
  }
  record('live.tsdb_dump.tar.gz', packed(kept, ['./wal', './chunks_head']))
  record('live.dump.txt.gz', gzip(dumpOf(kept)))
}

function atTime({ labels, samples = [], histograms = [] }, wanted) {
  const part = {
    labels,
    samples: samples.filter(([timeMs]) => timeMs === wanted),
    histograms: histograms.filter(({ timeMs }) => timeMs === wanted),
  }
  return part.samples.length + part.histograms.length === 0 ? [] : [part]
}
