// Requests by route and status, from lines as servers write them.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { requests } from '../../../../analyzer/documents/log/collect/requests.js'
import type { RequestActivity } from '../../../../analyzer/documents/log/collect/requests.js'
import { collect, lineAt } from './drive.js'
import type { Line } from './drive.js'

const request = (second: number, url: string, status: string | undefined, more: Line = {}): Line =>
  lineAt(second, {
    level: 'debug',
    msg: 'Received HTTP request',
    caller: 'web/handlers.go:175',
    method: 'GET',
    url,
    request_id: 'nwxyby5ej3gtxg4fodmk3bsdbh',
    ...(status === undefined ? {} : { status_code: status }),
    ...more,
  })

const failure = (second: number, path: string, http_code: unknown, more: Line = {}): Line =>
  lineAt(second, {
    level: 'error',
    msg: 'Unable to save the Post.',
    caller: 'web/context.go:122',
    path,
    method: 'POST',
    err_where: 'CreatePost',
    http_code,
    ...more,
  })

const channel = '/api/v4/channels/kimmgbb4i3ga3pypo9f99cbq3y/posts'
const second = Date.UTC(2026, 10, 21, 8)

/** `GET /route 200 request 3`. */
const told = (activity: RequestActivity | undefined) =>
  activity?.outcomes.map(
    ({ method, route, status, toldBy, count }) => `${method} ${route ?? '…'} ${status} ${toldBy} ${count}`,
  )

test('requests for the same thing count together, by what came of them', () => {
  const activity = collect(requests, [
    request(0, channel, '200'),
    request(1, channel.replace('kim', 'abc'), '200'),
    request(2, channel, '401'),
    failure(3, '/api/v4/posts', 500),
  ])
  expect(told(activity)).toEqual([
    'GET /api/v4/channels/<id>/posts 200 request 2',
    'GET /api/v4/channels/<id>/posts 401 request 1',
    'POST /api/v4/posts 500 error 1',
  ])
  expect(activity?.outcomes[0]).toMatchObject({
    firstSeenMs: second,
    lastSeenMs: second + 1000,
    entry: 'mattermost.log',
    line: 1,
  })
})

describe('what lines say in other ways', () => {
  test('a websocket has no status, and that is not 200', () => {
    expect(told(collect(requests, [request(0, '/api/v4/websocket', undefined)]))).toEqual([
      'GET /api/v4/websocket 0 request 1',
    ])
  })

  test('a status is a number or text, http_code or status_code', () => {
    const lines = [
      failure(0, '/api/v4/posts', '500'),
      failure(1, '/api/v4/posts', undefined, { status_code: 500 }),
      failure(2, '/api/v4/posts', 500),
    ]
    expect(told(collect(requests, lines))).toEqual(['POST /api/v4/posts 500 error 3'])
  })

  test('client errors are told at debug level', () => {
    expect(told(collect(requests, [failure(0, '/api/v4/users', 401, { level: 'debug' })]))).toEqual([
      'POST /api/v4/users 401 error 1',
    ])
  })

  test.each([['999'], ['20'], ['2000'], ['abc'], ['-50'], ['2.5']])('%s is no status', status => {
    expect(collect(requests, [request(0, channel, status)])?.outcomes[0]?.status).toBe(0)
    expect(collect(requests, [failure(0, channel, status)])).toBeUndefined()
  })

  test('an unknown method and a missing path are said to be unknown', () => {
    const lines = [
      request(0, channel, '200', { method: 'BREW' }),
      request(1, channel, '200', { url: undefined }),
    ]
    expect(told(collect(requests, lines))).toEqual([
      '? /api/v4/channels/<id>/posts 200 request 1',
      'GET … 200 request 1',
    ])
  })

  test('a record without a time is counted without one', () => {
    const outcome = collect(requests, [request(0, channel, '200', { timestamp: undefined })])?.outcomes[0]
    expect(outcome).toMatchObject({ count: 1, line: 1 })
    expect(outcome).not.toHaveProperty('firstSeenMs')
  })
})

test('other lines are not wanted', () => {
  expect(
    collect(requests, [lineAt(0, { msg: 'Received HTTP request', level: 'info' }), lineAt(1, {})]),
  ).toBeUndefined()
  expect(collect(requests, [request(0, channel, '200')], [], 'audit-log')).toBeUndefined()
})

test('latencies are there where a duration is logged', () => {
  const lines = ['1ms', '2ms', '3ms'].map((duration, i) => request(i, channel, '200', { duration }))
  const [latency] = collect(requests, lines)?.latencies ?? []
  expect(latency).toMatchObject({ method: 'GET', route: '/api/v4/channels/<id>/posts' })
  expect(latency?.times).toMatchObject({ count: 3, min: 1e6, max: 3e6, total: 6e6 })
  expect(collect(requests, [request(0, channel, '200')])?.latencies).toEqual([])
})

test('requests and failures are counted over time', () => {
  const times = collect(requests, [
    request(0, channel, '200'),
    request(0, channel, '502'),
    request(5, channel, '404'),
    failure(5, '/api/v4/posts', 500),
    failure(5, '/api/v4/posts', 404),
  ])?.times
  expect(times?.requests).toMatchObject({ startsMs: [second, second + 5000], counts: [2, 1] })
  expect(times?.failedRequests).toMatchObject({ startsMs: [second], counts: [1] })
  expect(times?.errorLines).toMatchObject({ startsMs: [second + 5000], counts: [1] })
})

const word = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 1, maxLength: 3 })
const lines = fc.array(
  fc.oneof(
    fc
      .tuple(fc.nat(9_999), word, fc.constantFrom('200', '404', '500', undefined))
      .map(([at, name, status]) => request(at, `/api/v4/${name}`, status)),
    fc.tuple(fc.nat(9_999), word).map(([at, name]) => failure(at, `/api/v4/${name}`, 500)),
  ),
  { maxLength: 60 },
)

test('however a log is cut into parts, the sums are the same', () => {
  fc.assert(
    fc.property(lines, fc.array(fc.nat(60), { maxLength: 6 }), (lines, cuts) => {
      expect(collect(requests, lines, cuts)).toEqual(collect(requests, lines))
    }),
  )
})

test('the counts are those of the lines', () => {
  fc.assert(
    fc.property(lines, fc.array(fc.nat(60), { maxLength: 6 }), (lines, cuts) => {
      const counted = collect(requests, lines, cuts)?.outcomes.reduce((sum, { count }) => sum + count, 0)
      expect(counted ?? 0).toBe(lines.length)
    }),
  )
})

test('any number of routes is a bounded number of groups, and no request is lost', () => {
  const many = [...Array(9_000).keys()].map(n => request(n, `/api/v4/${letters(n)}`, String(100 + (n % 500))))
  const activity = collect(requests, many, [3_000, 6_000])
  const outcomes = activity?.outcomes ?? []
  expect(outcomes.length).toBeLessThan(6_000)
  expect(outcomes.reduce((sum, { count }) => sum + count, 0)).toBe(9_000)
  expect(outcomes.some(({ route }) => route === undefined)).toBe(true)
})

/** A number in letters. */
function letters(n: number): string {
  return [...String(n)].map(digit => 'abcdefghij'[Number(digit)]).join('')
}
