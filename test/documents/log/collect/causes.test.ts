// Records by the cause that their error field names, in parts and put together.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CollectorRecord } from '../../../../analyzer/documents/log/collector.js'
import { causes, type ErrorCauses } from '../../../../analyzer/documents/log/collect/causes.js'

const start = Date.UTC(2026, 10, 21, 8)

type Fields = Readonly<Record<string, string>>

/** A record `second` seconds after the start, on the line of that number. */
function recordOf(second: number, msg: string, fields: Fields = {}, level = 'error'): CollectorRecord {
  return {
    kind: 'mattermost-log',
    level,
    msg,
    caller: 'app/post.go:12',
    line: second,
    timeMs: start + second * 1000,
    field: name => fields[name],
    fields: () => fields,
  }
}

/** Each list is a part of the log; lines go on from part to part. */
function collect(...parts: readonly (readonly CollectorRecord[])[]): ErrorCauses | undefined {
  const fold = causes.startFold()
  let firstLine = 1
  for (const records of parts) {
    const part = causes.startPart()
    records.forEach((record, line) => part.add({ ...record, line }))
    const taken = part.take()
    if (taken) fold.add(structuredClone(taken), { entry: 'mattermost.log', firstLine })
    firstLine += records.length
  }
  return fold.result()
}

const refused = 'dial tcp 10.0.0.5:5432: connect: connection refused'

test('messages with one cause are counted under it, with when and where it was first seen', () => {
  const result = collect([
    recordOf(0, 'Careful', {}, 'warn'),
    recordOf(1, 'Unable to save the Post.', {
      error: `CreatePost: Unable to save the Post., begin_transaction: ${refused}`,
    }),
    recordOf(2, 'Unable to get the posts.', {
      error: `GetPostsPage: Unable to get the posts., failed to find Posts: ${refused}`,
    }),
    recordOf(9, 'Unable to get the posts.', {
      error: `GetPostsPage: Unable to get the posts., failed to find Posts: ${refused}`,
    }),
  ])
  expect(result).toEqual({
    records: 4,
    withCause: 3,
    uncounted: 0,
    causes: [
      {
        cause: refused,
        count: 3,
        firstSeenMs: start + 1000,
        lastSeenMs: start + 9000,
        example: {
          entry: 'mattermost.log',
          line: 2,
          text: `CreatePost: Unable to save the Post., begin_transaction: ${refused}`,
        },
        messages: [
          { level: 'error', message: 'Unable to get the posts.', caller: 'app/post.go', count: 2 },
          { level: 'error', message: 'Unable to save the Post.', caller: 'app/post.go', count: 1 },
        ],
      },
    ],
  })
})

const carriers: readonly (readonly [what: string, msg: string, fields: Fields, cause: string | undefined])[] =
  [
    ['err of plugins and old servers', 'Failed', { err: 'cannot read: unexpected EOF' }, 'unexpected EOF'],
    ['err_details up to 7.x', 'Failed', { err_details: 'pq: deadlock detected' }, 'pq: deadlock detected'],
    [
      'a panic',
      'Hub panic',
      { panic: 'runtime error: index out of range [3] with length 3', stack: 'x' },
      'runtime error: index out of range [<*>] with length <*>',
    ],
    ['the second error while the first is saved', 'Failed', { set_error: 'EOF' }, 'EOF'],
    [
      'a call to a plugin that is gone',
      'error closing client during Kill',
      { wrapped_extras: 'errconnection is shut down' },
      'connection is shut down',
    ],
    [
      'the end of a plugin',
      'plugin process exited',
      { wrapped_extras: 'plugin/opt/mm/plugins/a/server/pluginid24543errorexit status 2' },
      'exit status 2',
    ],
    [
      'a plugin that says nothing of an error',
      'plugin process exited',
      { wrapped_extras: 'plugin/opt/pluginid24543' },
      undefined,
    ],
    [
      'a chain in the message of a failed start',
      `failed to initialize platform: cannot create store: ${refused}`,
      {},
      refused,
    ],
    ['a label in a message', 'Current state: bad', {}, undefined],
    ['an empty error', 'Failed', { error: '' }, undefined],
  ]

test.each(carriers)('%s', (_what, msg, fields, cause) => {
  const result = collect([recordOf(0, msg, fields)])
  expect(result?.causes.map(found => found.cause)).toEqual(cause === undefined ? [] : [cause])
  expect(result).toMatchObject({ records: 1, withCause: cause === undefined ? 0 : 1 })
})

test('nothing is said of a log without warnings', () => {
  expect(collect([])).toBeUndefined()
  const head = { kind: 'mattermost-log', msg: 'x', caller: undefined } as const
  expect(['info', 'debug', 'warn', 'error', 'panic'].map(level => causes.wants({ ...head, level }))).toEqual([
    false,
    false,
    true,
    true,
    true,
  ])
})

test('a time that cannot be read is no time', () => {
  const timeless = { ...recordOf(0, 'Failed', { error: 'EOF' }), timeMs: NaN }
  expect(collect([timeless])?.causes[0]).toMatchObject({
    count: 1,
    firstSeenMs: undefined,
    lastSeenMs: undefined,
  })
})

test('cut anywhere, a log gives the same', () => {
  const someRecord = fc
    .record({
      second: fc.integer({ min: 0, max: 100 }),
      msg: fc.constantFrom('Failed', 'Failed 1', 'Unable'),
      cause: fc.constantFrom('EOF', 'a: EOF', 'b: timeout', ''),
      level: fc.constantFrom('warn', 'error'),
    })
    .map(({ second, msg, cause, level }) => recordOf(second, msg, { error: cause }, level))
  fc.assert(
    fc.property(fc.array(someRecord, { maxLength: 40 }), fc.nat(40), fc.nat(40), (records, a, b) => {
      const [first, second] = [Math.min(a, b), Math.max(a, b)]
      const parts = [records.slice(0, first), records.slice(first, second), records.slice(second)]
      expect(collect(...parts)).toEqual(collect(records))
    }),
  )
})

const word = (n: number) => [...String(n)].map(digit => 'abcdefghij'[Number(digit)]).join('')

test('however many causes and messages there are, what is kept is bounded and what is not is counted', () => {
  const many = [...Array(2_000).keys()].map(n =>
    recordOf(n, `Message ${word(n)}`, { error: `cause ${word(n)}` }),
  )
  const result = collect(many, many)
  expect(result).toMatchObject({ records: 4_000, withCause: 4_000, uncounted: 3_400 })
  expect(result?.causes).toHaveLength(50)
  const [one] = collect(many.map(({ msg }, n) => recordOf(n, msg, { error: 'EOF' })))?.causes ?? []
  expect(one?.count).toBe(2_000)
  expect(one?.messages).toHaveLength(20)
})
