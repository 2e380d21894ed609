// Facts of requests: what the log shows, and what its level hides.
import { expect, test } from 'vitest'
import type { Line } from '../documents/log/collect/drive.js'
import { lineAt } from '../documents/log/collect/drive.js'
import { factsOf } from './facts-of.js'
import { summaryOf } from './log-activity.js'

const start = Date.UTC(2026, 10, 21, 8)

const request = (second: number, url: string, status: string, more: Line = {}): Line =>
  lineAt(second, {
    level: 'debug',
    msg: 'Received HTTP request',
    method: 'GET',
    url,
    status_code: status,
    ...more,
  })
const failure = (second: number, path: string, http_code = 500): Line =>
  lineAt(second, { caller: 'web/context.go:122', path, method: 'GET', http_code })
const info = lineAt(0, { level: 'info', msg: 'Starting Server...' })

function factOf(id: string, lines: readonly Line[]): unknown {
  return factsOf({}, { logs: summaryOf({ '': lines }) }).get(`requests.${id}`, '')?.value
}

test('at the usual level only failures are seen, and the rest is unknown, not zero', () => {
  const lines = [info, failure(1, '/api/v4/posts'), failure(2, '/api/v4/posts')]
  expect(factOf('visible', lines)).toBe('server-errors')
  expect(factOf('server_errors', lines)).toBe(2)
  for (const id of [
    'count',
    'by_status',
    'client_errors',
    'server_error_share',
    'refused_routes',
    'latency',
  ]) {
    expect(factOf(id, lines)).toBeUndefined()
  }
})

test('a log without failures shows that there were none', () => {
  expect(factOf('server_errors', [info])).toBe(0)
  expect(factOf('failing_routes', [info])).toEqual([])
  expect(factOf('worst_window', [info])).toBeUndefined()
})

test('without any record nothing is known', () => {
  expect(factOf('visible', [])).toBeUndefined()
  expect(factOf('server_errors', [])).toBeUndefined()
})

test('without collected sums nothing is known', () => {
  const { files = [] } = summaryOf({ '': [info] })
  expect(factsOf({}, { logs: { files } }).get('requests.server_errors', '')).toBeUndefined()
})

test('with a line for each request all outcomes are known', () => {
  const lines = [
    request(0, '/api/v4/users/me', '200'),
    request(1, '/api/v4/users/me', '401'),
    request(2, '/api/v4/posts', '500'),
    request(3, '/api/v4/websocket', ''),
  ]
  expect(factOf('visible', lines)).toBe('all')
  expect(factOf('count', lines)).toBe(4)
  expect(factOf('by_status', lines)).toEqual({ 0: 1, 200: 1, 401: 1, 500: 1 })
  expect(factOf('server_error_share', lines)).toBe(0.25)
  expect(factOf('client_error_share', lines)).toBe(0.25)
  expect(factOf('client_errors', lines)).toBe(1)
  expect(factOf('refused_routes', lines)).toEqual([
    {
      method: 'GET',
      route: '/api/v4/users/me',
      count: 1,
      statuses: { 401: 1 },
      first_seen_ms: start + 1000,
      last_seen_ms: start + 1000,
    },
  ])
})

test('a failed request that has both kinds of line is one', () => {
  const lines = [
    failure(0, '/api/v4/posts'),
    request(0, '/api/v4/posts', '500'),
    failure(1, '/api/v4/users'),
    failure(2, '/api/v4/users'),
    request(2, '/api/v4/users', '500'),
  ]
  expect(factOf('server_errors', lines)).toBe(3)
  expect(factOf('failing_routes', lines)).toMatchObject([
    { route: '/api/v4/users', count: 2, statuses: { 500: 2 } },
    { route: '/api/v4/posts', count: 1 },
  ])
})

test('the worst window is a minute at least', () => {
  const lines = [failure(1, '/a'), failure(61, '/a'), failure(62, '/a'), failure(99, '/b', 502)]
  expect(factOf('worst_window', lines)).toEqual({
    from_ms: start + 60_000,
    until_ms: start + 120_000,
    count: 3,
    per_minute: 3,
  })
})

test('latencies are told where they are logged', () => {
  const lines = [...Array(100).keys()].map(n =>
    request(n, '/api/v4/posts', '200', { duration: `${n + 1}ms` }),
  )
  expect(factOf('latency', lines)).toMatchObject({ count: 100, max_ms: 100, total_ms: 5050 })
  const { p50_ms, p95_ms } = factOf('latency', lines) as { p50_ms: number; p95_ms: number }
  expect(Math.abs(p50_ms / 50 - 1)).toBeLessThan(0.045)
  expect(Math.abs(p95_ms / 95 - 1)).toBeLessThan(0.045)
  expect(factOf('slow_routes', lines)).toMatchObject([{ method: 'GET', route: '/api/v4/posts', count: 100 }])
})

test('a fact points at the first line of what it counts', () => {
  const fact = factsOf({}, { logs: summaryOf({ '': [info, failure(1, '/a')] }) }).get(
    'requests.server_errors',
    '',
  )
  expect(fact?.from).toEqual([{ entry: 'mattermost.log', line: 2 }])
})

test('each node has its own', () => {
  const facts = factsOf({}, { nodes: ['a', 'b'], logs: summaryOf({ a: [failure(0, '/x')], b: [info] }) })
  expect(['a', 'b'].map(node => facts.get('requests.server_errors', node)?.value)).toEqual([1, 0])
  expect(facts.get('requests.server_errors', 'a')?.from).toEqual([
    { entry: 'a/mattermost.log', node: 'a', line: 1 },
  ])
})
