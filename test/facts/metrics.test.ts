// Facts of metrics: of real dumps, and of series made by hand where reality has no fault to show.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dumpWith, metricsFactsOf, metricsFactsOfSample, startMs } from './metrics-facts.js'
import type { GivenSeries } from './metrics-facts.js'

const requests = 'mattermost_http_requests_total'
const inUse = 'go_sql_in_use_connections{db_name="master"}'
const maxOpen = 'go_sql_max_open_connections{db_name="master"}'

/** Values of a standalone server whose metrics have these series besides the requests that every server counts. */
function valuesOf(series: GivenSeries, stepMs?: number) {
  const scrapes = Math.max(...Object.values(series).map(({ length }) => length))
  const counted = { [requests]: rising(scrapes, 600), ...series }
  const facts = metricsFactsOf(dumpWith({ series: counted, ...(stepMs === undefined ? {} : { stepMs }) }))
  return (id: string) => facts.get(`metrics.${id}`, '')?.value
}

const rising = (count: number, step: number) => Array.from({ length: count }, (_, at) => at * step)
const constant = (count: number, value: number) => Array.from({ length: count }, () => value)

describe('the database that stalled', async () => {
  const facts = await metricsFactsOfSample('metrics-db-stall')

  test('is found with time, connections and requests', () => {
    const found = facts.get('metrics.stalls', '')
    expect(found?.value).toEqual([
      {
        pool: 'master',
        from_ms: Date.parse('2026-11-21T09:05:36.171Z'),
        to_ms: Date.parse('2026-11-21T09:05:51.171Z'),
        seconds: 15,
        in_use: 12,
        max_open: 12,
        requests: 17,
        usual_requests: 2241,
      },
    ])
    expect(found?.from.map(({ path, excerpt }) => [path?.[0], excerpt])).toEqual([
      ['go_sql_in_use_connections{db_name="master"}', '0 1 2 12 12 12 12 1 3 0, 09:05:21 to 09:06:06 UTC'],
      [
        'mattermost_http_requests_total',
        '2415 3162 3909 4404 4404 4421 4421 5003 5758 6509, 09:05:21 to 09:06:06 UTC',
      ],
      [
        'go_sql_wait_count_total{db_name="master"}',
        '0 0 0 15 15 53 54 242 242 242, 09:05:21 to 09:06:06 UTC',
      ],
      [
        'go_sql_wait_duration_seconds_total{db_name="master"}',
        '0 0 0 0 0 149.1 149.1 305.3 305.3 305.3, 09:05:21 to 09:06:06 UTC',
      ],
    ])
  })

  test('used up its connections, and queries waited', () => {
    expect(facts.get('metrics.pools', '')?.value).toEqual([
      expect.objectContaining({ name: 'master', full_seconds: 15, waits: 242, average_wait_ms: 1261 }),
    ])
  })

  test('failed seven requests, which appeared as new series', () => {
    expect(facts.get('metrics.api.server_errors', '')?.value).toBe(7)
    expect(facts.get('metrics.api.requests', '')?.value).toBe(7837)
  })

  test('made requests slow for some seconds', () => {
    expect(facts.get('metrics.api.slow_periods', '')?.value).toEqual([
      expect.objectContaining({
        from_ms: Date.parse('2026-11-21T09:05:41.171Z'),
        to_ms: Date.parse('2026-11-21T09:05:56.171Z'),
        usual_ms: 4,
      }),
    ])
  })

  test('shows no growth: seventy seconds tell nothing', () => {
    expect(facts.get('metrics.memory.growth', '')).toBeUndefined()
    expect(facts.get('metrics.goroutines.growth', '')).toBeUndefined()
  })
})

test('a packet without metrics has none of the facts', () => {
  const facts = metricsFactsOf(dumpWith())
  const known = facts.ids().filter(id => id.startsWith('metrics.') && facts.get(id, '') !== undefined)
  expect(known).toEqual(['metrics.instances'])
})

describe('database connections', () => {
  test('that are unlimited are never used up', () => {
    const value = valuesOf({ [inUse]: constant(9, 80), [maxOpen]: constant(9, 0) })
    expect(value('pools')).toEqual([
      expect.objectContaining({ max_open: 0, full_seconds: 0, most_in_use: 80 }),
    ])
    expect(value('stalls')).toBeUndefined()
  })

  test('say nothing of waits that the server does not count', () => {
    const [pool] = valuesOf({ [inUse]: constant(9, 3), [maxOpen]: constant(9, 10) })('pools') as object[]
    expect(pool).not.toHaveProperty('waits')
  })

  test('that are all in use while requests go on are no stall', () => {
    const value = valuesOf({ [inUse]: constant(12, 10), [maxOpen]: constant(12, 10) })
    expect(value('stalls')).toEqual([])
    expect(value('pools')).toEqual([
      expect.objectContaining({ full_seconds: 11 * 60, full_from_ms: startMs }),
    ])
  })

  test('two stalls are two, the longer one first', () => {
    const full = [1, 9, 9, 1, 1, 1, 1, 9, 9, 9, 1, 1, 1, 1, 1, 1]
    let count = 0
    const answered = full.map((used, at) => (count += used === 9 && full[at - 1] === 9 ? 2 : 600))
    const value = valuesOf({ [inUse]: full, [maxOpen]: constant(16, 9), [requests]: answered })
    expect(value('stalls')).toMatchObject([
      { from_ms: startMs + 7 * 60_000, seconds: 120, requests: 4 },
      { from_ms: startMs + 60_000, seconds: 60, requests: 2 },
    ])
  })

  test('on a server that nobody uses tell of no stall', () => {
    const value = valuesOf({
      [inUse]: constant(16, 9),
      [maxOpen]: constant(16, 9),
      [requests]: rising(16, 1),
    })
    expect(value('stalls')).toBeUndefined()
  })
})

describe('requests', () => {
  const bucket = (le: string, status: number) =>
    `mattermost_api_time_bucket{handler="createPost",le="${le}",status_code="${status}"}`
  const ofStatus = (what: string, status: number) =>
    `mattermost_api_time_${what}{handler="createPost",status_code="${status}"}`

  test('are counted and timed over all statuses', () => {
    const value = valuesOf({
      [bucket('0.1', 200)]: rising(5, 90),
      [bucket('1', 200)]: rising(5, 100),
      [bucket('+Inf', 200)]: rising(5, 100),
      [ofStatus('count', 200)]: rising(5, 100),
      [ofStatus('sum', 200)]: rising(5, 5),
    })
    expect(value('api.requests')).toBe(400)
    expect(value('api.p50_ms')).toBe(55.6)
    expect(value('api.p95_ms')).toBe(550)
    expect(value('api.error_percent')).toBe(0)
    expect(value('api.handlers')).toEqual([
      { name: 'createPost', calls: 400, average_ms: 50, p95_ms: 550, total_seconds: 20 },
    ])
  })

  test('that failed for ten minutes are found in a long quiet time', () => {
    const failed = Array.from({ length: 600 }, (_, at) => Math.min(Math.max(at - 300, 0), 10) * 40)
    const value = valuesOf({
      [ofStatus('count', 200)]: rising(600, 100),
      [ofStatus('count', 500)]: failed,
    })
    expect(value('api.error_percent')).toBeLessThan(1)
    expect(value('api.failing_periods')).toEqual([
      {
        from_ms: startMs + 300 * 60_000,
        to_ms: startMs + 310 * 60_000,
        seconds: 600,
        requests: 1400,
        server_errors: 400,
        percent: 28.6,
      },
    ])
  })

  test('of servers that record no status say nothing of errors', () => {
    const value = valuesOf({ 'mattermost_api_time_count{handler="createPost"}': rising(5, 100) })
    expect(value('api.requests')).toBe(400)
    expect(value('api.server_errors')).toBeUndefined()
    expect(value('api.error_percent')).toBeUndefined()
  })

  test('of a server that restarted count on from zero', () => {
    const value = valuesOf({ [ofStatus('count', 200)]: [1000, 1100, 30, 60] })
    expect(value('api.requests')).toBe(160)
  })
})

describe('the process', () => {
  const MiB = 1024 * 1024
  const memory = 'mattermost_process_resident_memory_bytes'

  test('that leaks grows steadily; its start alone is no leak', () => {
    const leaking = rising(241, 10 * MiB).map(bytes => bytes + 500 * MiB)
    expect(valuesOf({ [memory]: leaking })('memory.growth')).toMatchObject({ steady: true, mb_per_hour: 600 })
    const started = leaking.map((_, at) => Math.min(at, 20) * 50 * MiB)
    expect(valuesOf({ [memory]: started })('memory.growth')).toMatchObject({ steady: false })
  })

  test('that was started again is judged since then', () => {
    const sizes = Array.from({ length: 241 }, (_, at) => (at < 200 ? at : 50) * 10 * MiB)
    const value = valuesOf({
      [memory]: sizes,
      mattermost_process_start_time_seconds: sizes.map((_, at) => startMs / 1000 + (at < 200 ? 0 : 200 * 60)),
    })
    expect(value('memory.growth')).toBeUndefined()
  })

  test('is measured by the names that older servers used', () => {
    const value = valuesOf({ process_open_fds: [900, 1000, 20], process_max_fds: constant(3, 1024) })
    expect(value('file_descriptors.percent')).toBe(97.7)
  })

  test('is told in processors and in percent of what Go may use', () => {
    const value = valuesOf({
      mattermost_process_cpu_seconds_total: [0, 60, 240],
      go_sched_gomaxprocs_threads: constant(3, 4),
    })
    expect([value('cpu.cores'), value('cpu.percent'), value('cpu.most_percent')]).toEqual([2, 50, 75])
  })
})

test('clients of all kinds are added up, and the largest loss of them is found', () => {
  const value = valuesOf({
    'mattermost_http_websockets_total{origin_client="web"}': [100, 120, 10, 30],
    'mattermost_http_websockets_total{origin_client="mobile"}': [50, 50, 5, 50],
  })
  expect([value('websockets.last'), value('websockets.most')]).toEqual([80, 170])
  expect(value('websockets.largest_drop')).toEqual({ from: 170, to: 15, lost: 155, at_ms: startMs + 120_000 })
})

describe('in a cluster', () => {
  const server = (instance: string, goroutines: number) => ({
    instance,
    series: { [requests]: rising(3, 10), go_goroutines: constant(3, goroutines) },
  })
  const dump = dumpWith(
    server('app-1:8067', 10),
    server('app-2.example.com:8067', 20),
    server('10.0.0.9:8067', 30),
  )

  test('each node has the metrics of the address that names it', () => {
    const facts = metricsFactsOf(dump, ['app-1', 'app-2', 'app-3'])
    const of = (node: string) => facts.get('metrics.goroutines.last', node)?.value
    expect([of('app-1'), of('app-2'), of('app-3')]).toEqual([10, 20, undefined])
    expect(facts.get('metrics.instances', 'app-1')?.value).toHaveLength(3)
  })

  test('several servers behind the packet of one node are not mixed', () => {
    expect(metricsFactsOf(dump).get('metrics.goroutines.last', '')).toBeUndefined()
    const named = metricsFactsOf(dump, [''], { '/diagnostics': { server: { hostname: 'app-2' } } })
    expect(named.get('metrics.goroutines.last', '')?.value).toBe(20)
  })

  test('another program that Prometheus scraped is no server', () => {
    const exporter = { instance: 'app-1:9100', series: { go_goroutines: constant(3, 7) } }
    const facts = metricsFactsOf(dumpWith(server('app-1:8067', 10), exporter))
    expect(facts.get('metrics.goroutines.last', '')?.value).toBe(10)
  })
})

test('marks that Prometheus sets where a scrape found nothing are no samples', () => {
  const value = valuesOf({
    [requests]: [0, 600, NaN, 1800, NaN],
    go_goroutines: [100, 101, NaN, 103, NaN],
    mattermost_process_cpu_seconds_total: [0, 6, NaN, 18, NaN],
    go_sched_gomaxprocs_threads: [2, 2, NaN, 2, NaN],
  })
  expect(value('window')).toMatchObject({ scrapes: 3, seconds: 180 })
  expect(value('goroutines.last')).toBe(103)
  expect(value('requests_per_second')).toBe(10)
  expect([value('cpu.percent'), value('cpu.most_percent')]).toEqual([5, 5])
})

describe('whatever the series hold', () => {
  const names = [
    requests,
    inUse,
    maxOpen,
    'go_sql_wait_count_total{db_name="master"}',
    'go_sql_wait_duration_seconds_total{db_name="master"}',
    'mattermost_api_time_bucket{handler="a",le="0.1",status_code="200"}',
    'mattermost_api_time_bucket{handler="a",le="+Inf",status_code="200"}',
    'mattermost_api_time_count{handler="a",status_code="500"}',
    'mattermost_api_time_sum{handler="a",status_code="500"}',
    'mattermost_db_store_time_sum{method="a"}',
    'mattermost_db_store_time_count{method="a"}',
    'mattermost_db_replica_lag_time{node="a"}',
    'mattermost_http_websockets_total{origin_client="a"}',
    'mattermost_process_resident_memory_bytes',
    'mattermost_process_start_time_seconds',
    'mattermost_process_cpu_seconds_total',
    'mattermost_process_open_fds',
    'mattermost_process_max_fds',
    'go_sched_gomaxprocs_threads',
    'go_gc_duration_seconds{quantile="1"}',
    'go_goroutines',
    'up',
  ]
  const value = fc.oneof(
    fc.constantFrom(0, -1, NaN, Infinity, -Infinity, 1e308, 5e-324),
    fc.double(),
    fc.nat(1000),
  )
  const series = fc.array(value, { minLength: 1, maxLength: 40 })

  test('no fact fails, and none is a number that JSON cannot hold', () => {
    fc.assert(
      fc.property(
        fc.array(series, { minLength: names.length, maxLength: names.length }),
        fc.nat(600),
        (all, minutes) => {
          const given = Object.fromEntries(names.map((name, at) => [name, all[at] ?? []]))
          const facts = metricsFactsOf(dumpWith({ series: given, stepMs: minutes * 1000 + 1 }))
          for (const id of facts.ids().filter(one => one.startsWith('metrics.'))) {
            const told = facts.get(id, '')
            if (told === undefined) continue
            expect(
              numbersIn(told.value).filter(number => !Number.isFinite(number)),
              id,
            ).toEqual([])
            expect(told.from.length, id).toBeGreaterThan(0)
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}
