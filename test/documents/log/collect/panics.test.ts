// Panics in every form a log has them: as text, as fields of a record, and one record a line.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  frameFunction,
  framePlace,
  goroutineState,
  panicReason,
} from '../../../../analyzer/documents/log/collect/go-stack.js'
import { panics } from '../../../../analyzer/documents/log/collect/panics.js'
import { collect, type Line, lineAt } from './drive.js'

const stack = (goroutine: number, address: string): string =>
  [
    `goroutine ${goroutine} [running]:`,
    `panic({0x${address}, 0x20})`,
    '\t/usr/local/go/src/runtime/panic.go:770 +0x132',
    `net/http.HandlerFunc.ServeHTTP(0x${address}, {0x2e2f})`,
    '\t/usr/local/go/src/net/http/server.go:2166 +0x29',
    `github.com/mattermost/mattermost/server/v8/channels/app.(*App).CreatePost(0x${address}, {0x1, 0x2}, ...)`,
    '\t/home/build/server/channels/app/post.go:73 +0x26',
    'created by net/http.(*Server).Serve in goroutine 1',
    '\t/usr/local/go/src/net/http/server.go:3285 +0x4b4',
  ].join('\n')

/** Text amid the records, as the log's reader hands it over: first line, and the rest as `stack`. */
const textPanic = (first: string, rest: string): Line => ({ level: 'panic', msg: first, stack: rest })

const groupsOf = (lines: readonly Line[], cuts: readonly number[] = []) =>
  collect(panics, lines, cuts)?.groups ?? []

describe('lines of a stack', () => {
  test.each([
    ['main.(*Plugin).MessageHasBeenPosted(0xc000, {0x1, 0x2})', 'main.(*Plugin).MessageHasBeenPosted'],
    ['github.com/a/b.(*T[...]).Do.func1.2({0x1?, 0xc0?}, 0x3?)', 'github.com/a/b.(*T[...]).Do.func1.2'],
    ['main.main()', 'main.main'],
    ['created by main.x in goroutine 7', undefined],
    ['Started the service (again)', undefined],
    ['\t/a/b.go:12 +0x1', undefined],
    ['(((', undefined],
    ['', undefined],
  ])('%j calls %s', (line, name) => expect(frameFunction(line)).toBe(name))

  test('a place is the last folder, file and line', () => {
    expect(framePlace('\t/home/build/server/channels/app/post.go:73 +0x26')).toBe('app/post.go:73')
    expect(framePlace('post.go:73')).toBeUndefined()
  })

  test('the state of a goroutine has no waiting time', () => {
    expect(goroutineState('goroutine 12 [chan receive, 5 minutes]:')).toBe('chan receive')
    expect(goroutineState('goroutine 0 gp=0x1 m=0x2 mp=0x3 [idle]:')).toBe('idle')
    expect(goroutineState('goroutine x [running]:')).toBeUndefined()
  })

  test.each([
    ['panic: runtime error: index out of range [3] with length 3 [recovered]', 'panic'],
    ['fatal error: concurrent map writes', 'fatal'],
    ['http: panic serving 192.168.0.20:52106: runtime error: x', 'request'],
    ['http: panic serving [::1]:52106: x', 'request'],
  ])('%s is a %s', (line, kind) => expect(panicReason(line)?.kind).toBe(kind))
})

test('two panics that differ in addresses, goroutine and index are one group', () => {
  const reason = (index: number) => `panic: runtime error: index out of range [${index}] with length ${index}`
  const groups = groupsOf([
    textPanic(reason(3), stack(17, 'c0001')),
    textPanic(reason(12), stack(18, 'c0ffe')),
  ])
  expect(groups).toMatchObject([
    {
      place: 'server',
      count: 2,
      survived: false,
      reason: 'runtime error: index out of range [<*>] with length <*>',
      state: 'running',
      cause: {
        function: 'github.com/mattermost/mattermost/server/v8/channels/app.(*App).CreatePost',
        at: 'app/post.go:73',
      },
    },
  ])
  // Text has no time of its own, and none is made up.
  expect(groups[0]).not.toHaveProperty('firstSeenMs')
})

test('only the goroutine that failed counts, however many follow', () => {
  const [group] = groupsOf([
    textPanic('fatal error: concurrent map writes', `${stack(1, 'c1')}\n\n${stack(2, 'c2')}`),
  ])
  expect(group?.frames.map(({ function: name }) => name)).toEqual([
    'net/http.HandlerFunc.ServeHTTP',
    'github.com/mattermost/mattermost/server/v8/channels/app.(*App).CreatePost',
  ])
})

test.each([
  ['runtime: goroutine stack exceeds 1000000000-byte limit', 'fatal error: stack overflow', 'stack overflow'],
  ['unexpected fault address 0x7f12', 'fatal error: fault', 'fault'],
])('%s: the reason stands some lines below', (first, error, reason) => {
  const groups = groupsOf([textPanic(first, `runtime: sp=0xc0\n${error}\n\n${stack(1, 'c1')}`)])
  expect(groups).toMatchObject([
    { place: 'server', reason, survived: false, cause: { at: 'app/post.go:73' } },
  ])
})

test('a line of the runtime without an error is no panic', () => {
  expect(groupsOf([textPanic('runtime: note of some kind', stack(1, 'c1'))])).toEqual([])
})

test('stacks with carriage returns are read alike', () => {
  const written = stack(1, 'c1').replaceAll('\n', '\r\n')
  expect(groupsOf([textPanic('panic: a', written)])).toEqual(
    groupsOf([textPanic('panic: a', stack(1, 'c1'))]),
  )
})

test('a job that panics ends the process, a request that panics does not', () => {
  const groups = groupsOf([
    lineAt(0, {
      msg: 'Unhandled panic in job',
      panic: 'runtime error: nil map',
      job: {},
      stack: stack(1, 'c1'),
    }),
    lineAt(1, {
      msg: `http: panic serving 192.168.0.20:52106: oh no\n${stack(2, 'c2')}`,
      source: 'httpserver',
    }),
    lineAt(2, { msg: 'A panic occurred', error: 'at the start', stack: stack(2, 'c2') }),
  ])
  expect(groups.map(({ place, survived, reason }) => [place, survived, reason])).toEqual([
    ['job', false, 'runtime error: nil map'],
    ['request', true, 'oh no'],
    ['server', false, 'at the start'],
  ])
})

test('the hub writes its stack in the record after', () => {
  const [group] = groupsOf(
    [
      lineAt(0, { msg: 'Recovering from Hub panic.', caller: 'platform/web_hub.go:500', panic: 'nil' }),
      lineAt(1, { msg: stack(3, 'c3'), caller: 'platform/web_hub.go:501' }),
    ],
    [1],
  )
  expect(group).toMatchObject({ place: 'hub', survived: true, cause: { at: 'app/post.go:73' } })
})

const pluginLines = (at: number, plugin: string, address: string): readonly Line[] =>
  [
    'panic: assignment to entry in nil map',
    '',
    'goroutine 84 [running]:',
    `main.(*Plugin).MessageHasBeenPosted(0x${address}, 0x1)`,
    '\t/build/server/plugin.go:31 +0x1d',
  ].map((msg, i) =>
    lineAt(at + i, { level: 'debug', msg, caller: 'plugin/hclog_adapter.go:52', plugin_id: plugin }),
  )

test('a plugin writes one record a line: they are put together, even when two plugins write at once', () => {
  const [a, b] = [pluginLines(0, 'a', 'c1'), pluginLines(0, 'b', 'c2')]
  const mixed = a.flatMap((line, i) => [line, b[i] as Line])
  const groups = groupsOf(mixed)
  expect(groups.map(({ plugin, cause, count }) => [plugin, cause, count])).toEqual([
    ['a', { function: 'main.(*Plugin).MessageHasBeenPosted', at: 'server/plugin.go:31' }, 1],
    ['b', { function: 'main.(*Plugin).MessageHasBeenPosted', at: 'server/plugin.go:31' }, 1],
  ])
})

test('of panics in a row the first is the place, even when a cut falls into it', () => {
  const row = [0, 10, 20].flatMap(at => pluginLines(at, 'a', 'c1'))
  expect(groupsOf(row, [2])).toMatchObject([{ count: 3, line: 1 }])
})

test('a plugin may write the whole panic into one record', () => {
  const text = pluginLines(0, 'a', 'c1')
    .map(({ msg }) => msg)
    .join('\n')
  expect(groupsOf([lineAt(0, { msg: text, plugin_id: 'a', source: 'plugin_stderr' })])).toMatchObject([
    { place: 'plugin', plugin: 'a', survived: undefined, cause: { at: 'server/plugin.go:31' } },
  ])
})

test('words about panics are none', () => {
  expect(
    groupsOf([
      lineAt(0, { msg: 'No need to panic: all is well' }),
      lineAt(1, { msg: 'goroutine 3 [running]:', caller: 'app/x.go:1' }),
      lineAt(2, { msg: '\t/a/b.go:1', caller: 'plugin/hclog_adapter.go:52', plugin_id: 'a' }),
    ]),
  ).toEqual([])
})

test('any number of different panics is a bounded number of groups, and what is left out is counted', () => {
  const many = [...Array(260).keys()].map(n => textPanic(`panic: ${'x'.repeat(n + 1)}`, ''))
  const activity = collect(panics, many, [100, 200])
  expect([activity?.groups.length, activity?.dropped]).toEqual([200, 60])
})

test('the result is the same however the log is cut', () => {
  const piece = fc.oneof(
    fc.nat(3).map(n => pluginLines(n * 10, `p${n % 2}`, `c${n}`)),
    fc.nat(3).map(n => [textPanic(`panic: reason ${'abc'[n % 3] ?? ''}`, stack(n, 'c1'))]),
    fc.constant([lineAt(0, { msg: 'Recovering from Hub panic.', panic: 'nil' })]),
    fc.constant([lineAt(0, { msg: 'main.x()', caller: 'plugin/a.go:1', plugin_id: 'p0' })]),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), fc.array(fc.nat(40)), (pieces, cuts) => {
      const lines = pieces.flat()
      expect(groupsOf(lines, cuts)).toEqual(groupsOf(lines))
    }),
  )
})

test('long and odd lines take no time', () => {
  for (const odd of ['(', ')', '{', 'a.', '[recovered]', ' ', ': ']) {
    expect(() =>
      groupsOf([textPanic(`panic: ${odd.repeat(20_000)}`, `${odd.repeat(20_000)})\n`.repeat(50))]),
    ).not.toThrow()
  }
})
