// Records what real Prometheus makes of metrics, for tests to compare with: a block that it wrote (with deleted samples),
// what `promtool tsdb dump` says of it and of the dump in samples/, and answers to queries. Needs prometheus (Debian: 2.42) and unzip.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { recordHead } from './head-oracle.mjs'
import { root } from './setup.mjs'

const promtool = process.env.PROMTOOL ?? 'promtool'
const prometheus = process.env.PROMETHEUS ?? 'prometheus'
const address = '127.0.0.1:19099'
const recordings = join(root, 'test', 'fixtures', 'metrics')
const scratch = mkdtempSync(join(tmpdir(), 'metrics-'))

/** 2026-11-21 00:00 UTC, where a block of two hours begins. */
const startSeconds = 1_795_219_200
const scrapes = 400
const intervalSeconds = 30

/** What queries are asked, at the last scrape. `increase` and `rate` extrapolate in Prometheus and are no oracle. */
const queries = [
  'histogram_quantile(0.5, sum by (le) (odd_latency_seconds_bucket))',
  'histogram_quantile(0.95, sum by (le) (odd_latency_seconds_bucket))',
  'histogram_quantile(0.99, sum by (le) (odd_latency_seconds_bucket))',
  'histogram_quantile(0.5, sum by (le) (odd_latency_seconds_bucket{route="quick"}))',
  'histogram_quantile(1, sum by (le) (odd_latency_seconds_bucket{route="slow"}))',
  'histogram_quantile(0, sum by (le) (odd_latency_seconds_bucket))',
  'resets(odd_requests_total{kind="restarted"}[4h])',
  'max_over_time(odd_steps[4h])',
  'avg_over_time(odd_steps[4h])',
  'count({__name__=~"odd_.*", kind!=""})',
  'count({__name__=~"odd_.*", kind!~"re.*|"})',
]

/** Metrics with all that is hard: values without a finite number, resets, jumps of time, odd labels. */
function openMetrics() {
  let seed = 7
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
  const lines = []
  const family = (name, type, samples) => lines.push(`# TYPE ${name} ${type}`, ...samples)
  const times = Array.from({ length: scrapes }, (_, at) => startSeconds + at * intervalSeconds)
  const series = (name, labels, valueAt, keep = () => true, shift = () => 0) =>
    times.flatMap((time, at) =>
      keep(at) ? [`${name}{${labels}} ${valueAt(at)} ${(time + shift(at)).toFixed(3)}`] : [],
    )
  let restarted = 0
  family('odd_requests', 'counter', [
    ...series(
      'odd_requests_total',
      'kind="restarted"',
      at => (restarted = at % 90 === 89 ? 0 : restarted + at),
    ),
    ...series('odd_requests_total', 'kind="still"', () => 12),
    ...series('odd_requests_total', 'kind="fractions"', at => (at * 0.1).toString()),
  ])
  const odd = ['NaN', '+Inf', '-Inf', '-0', '5e-324', '1.7976931348623157e308', '1e-300', '3', '-17.25']
  family('odd_values', 'gauge', [
    ...series('odd_values', 'kind="odd"', at => odd[at % odd.length]),
    ...series('odd_values', 'kind="random"', () => (random() - 0.5) * 10 ** Math.floor(random() * 40)),
  ])
  family('odd_steps', 'gauge', [
    ...series(
      'odd_steps',
      'kind="gaps"',
      at => at % 7,
      at => at % 50 < 20,
    ),
    ...series(
      'odd_steps',
      'kind="jitter"',
      at => at,
      undefined,
      () => Math.floor(random() * 20_000) / 1000,
    ),
    ...series(
      'odd_steps',
      'kind="one"',
      () => 1,
      at => at === 3,
    ),
    ...series('odd_steps', String.raw`kind="\"quoted\\ \n日本語"`, at => at),
  ])
  const bounds = ['0.005', '0.01', '0.1', '1', '10', '+Inf']
  family(
    'odd_latency_seconds',
    'histogram',
    ['quick', 'slow'].flatMap((route, step) =>
      bounds.flatMap((le, rank) =>
        series(
          'odd_latency_seconds_bucket',
          `le="${le}",route="${route}"`,
          at => at * (rank + 1) ** (step + 1),
        ),
      ),
    ),
  )
  return `${lines.join('\n')}\n# EOF\n`
}

const dumpOf = directory => {
  mkdirSync(join(directory, 'wal'), { recursive: true }) // promtool wants one
  return execFileSync(promtool, ['tsdb', 'dump', directory], { encoding: 'utf8', maxBuffer: 1 << 30 })
}

const record = (name, content) => {
  writeFileSync(join(recordings, name), content)
  console.log(`metrics ${name}: ${content.length} bytes`)
}

/** As the metrics plugin packs it: names begin with a slash. */
const packed = (directory, more = []) =>
  execFileSync(
    'tar',
    ['-cz', '--transform', 's,^\\./,/,', '-C', directory, ...blocksIn(directory), ...more],
    {
      maxBuffer: 1 << 28,
    },
  )

const blocksIn = directory =>
  readdirSync(directory)
    .filter(name => /^[0-9A-Z]{26}$/.test(name))
    .map(name => `./${name}`)

const ask = (path, body) =>
  fetch(`http://${address}/api/v1/${path}`, { method: 'POST', body: new URLSearchParams(body) })

/** Starts Prometheus on the blocks, waits for `work`, and stops it. */
async function withPrometheus(directory, work) {
  const config = join(scratch, 'prometheus.yml')
  writeFileSync(config, 'scrape_configs: []\n')
  const server = spawn(
    prometheus,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${directory}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=${address}`,
      '--web.enable-admin-api',
      '--web.enable-remote-write-receiver',
      '--enable-feature=native-histograms',
    ],
    { stdio: 'ignore' },
  )
  try {
    for (let tries = 0; tries < 60; tries++) {
      const ready = await fetch(`http://${address}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      )
      if (ready) break
      await new Promise(resolve => setTimeout(resolve, 500))
    }
    return await work()
  } finally {
    const ended = new Promise(resolve => server.once('exit', resolve))
    server.kill('SIGTERM')
    await ended
  }
}

/** Has the server delete samples and answer queries. */
async function deletedAndAsked() {
  const from = startSeconds + 600
  await ask('admin/tsdb/delete_series', {
    'match[]': 'odd_requests_total{kind="still"}',
    start: String(from),
    end: String(from + 900),
  })
  const time = String(startSeconds + (scrapes - 1) * intervalSeconds)
  const answers = {}
  for (const query of queries) {
    const answer = await (await ask('query', { query, time })).json()
    answers[query] = answer.data.result.map(({ metric, value }) => [metric, value[1]])
  }
  return answers
}

try {
  mkdirSync(recordings, { recursive: true })
  const text = join(scratch, 'odd.om')
  const made = join(scratch, 'made')
  writeFileSync(text, openMetrics())
  execFileSync(promtool, ['tsdb', 'create-blocks-from', 'openmetrics', text, made], { stdio: 'ignore' })
  const served = join(scratch, 'served')
  cpSync(made, served, { recursive: true })
  const answers = await withPrometheus(served, deletedAndAsked)
  record('odd.tsdb_dump.tar.gz', packed(served))
  record('odd.answers.json', `${JSON.stringify(answers, null, 1)}\n`)
  const kept = join(scratch, 'kept') // without what the server left behind
  mkdirSync(kept)
  for (const block of blocksIn(served)) cpSync(join(served, block), join(kept, block), { recursive: true })
  record('odd.dump.txt.gz', gzipSync(dumpOf(kept), { level: 9 }))
  const tools = {
    withPrometheus,
    ask,
    address,
    record,
    dumpOf,
    gzip: text => gzipSync(text, { level: 9 }),
    packed,
  }
  // The blocks end before 04:00.
  await recordHead(tools, made, scratch, (startSeconds + 4 * 3600) * 1000)
  const sample = join(scratch, 'sample')
  mkdirSync(sample)
  const archive = join(scratch, 'tsdb_dump.tar.gz')
  const packet = join(root, 'samples', 'metrics-db-stall.zip')
  writeFileSync(archive, execFileSync('unzip', ['-p', packet, 'tsdb_dump.tar.gz'], { maxBuffer: 1 << 28 }))
  execFileSync('tar', ['-xzf', archive, '-C', sample], { stdio: 'ignore' })
  record('metrics-db-stall.dump.txt.gz', gzipSync(dumpOf(sample), { level: 9 }))
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
