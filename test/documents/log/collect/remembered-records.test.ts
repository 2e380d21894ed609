// Records that say what an earlier one said, or the same but for ids, are not read again: what is collected is what reading each
// of them gives.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allCollectors } from '../../../../analyzer/documents/log/scan/part-collectors.js'
import { readOne } from '../chunked-packet.js'
import { collect, type Line, lineAt } from './drive.js'

const ids = ['nwxyby5ej3gtxg4fodmk3bsdbh', 'ex46at8nz7fum8rcwcreedz6ey', '11111111111111111111111111']
const id = fc.constantFrom(...ids, ...ids, 'me', 'nwxyby5ej3gtxg4fodmk3bsdbhx')
const path = fc.oneof(
  fc.tuple(id, id).map(([user, post]) => `/api/v4/users/${user}/posts/${post}`),
  id.map(name => `/api/v4/users/username/${name}?x="${name}"`),
  id.map(page => `/${page}/x\\y`),
)
/** Durations that look like ids. */
const long = ['1', '3'].map(hours => `${hours}h${'1m'.padStart(24, '0')}`)
const duration = fc.constantFrom('1.5ms', '22ms', ...long)

const request = fc.record({
  level: fc.constant('debug'),
  msg: fc.constant('Received HTTP request'),
  caller: fc.constant('web/handlers.go:175'),
  method: fc.constantFrom('GET', ids[0] as string),
  url: path,
  request_id: id,
  status_code: fc.constantFrom('200', '500'),
  duration,
})
const failure = fc.record({
  level: fc.constantFrom('error', 'warn'),
  msg: fc.constantFrom('Unable to save the Post.', 'Plugin activated'),
  caller: fc.constantFrom('web/context.go:122', 'app/post.go:1'),
  path,
  request_id: id,
  http_code: fc.constantFrom(500, 404),
  error: fc
    .tuple(id, id)
    .map(([user, port]) => `CreatePost: Sorry., id=${user}, dial tcp ${port}:1: connect: refused`),
})
const statement = fc.record({
  level: fc.constant('debug'),
  msg: fc.constantFrom('SELECT a FROM b WHERE c = $1', 'SELECT 1'),
  caller: fc.constant('sqlstore/sqlx_wrapper.go:357'),
  duration,
})

function toText(line: Line): string {
  const { timestamp, level, msg, caller, ...rest } = line
  return JSON.stringify({ timestamp, level, msg, caller, ...rest })
}

test('what is collected of records that come again is what each of them tells', async () => {
  const lines = fc.array(fc.oneof(request, failure, statement), { minLength: 1, maxLength: 60, size: 'max' })
  await fc.assert(
    fc.asyncProperty(lines, fc.nat({ max: 3 }), async (some, times) => {
      const log = Array.from({ length: times + 1 }, () => some)
        .flat()
        .map((line, at) => lineAt(at, line))
      const text = log.map(line => `${toText(line)}\n`).join('')
      const { activity } = await readOne(text, [])
      const expected = allCollectors.flatMap(([name, collector]) => {
        const result = collect(collector, log)
        return result === undefined ? [] : [[name, result]]
      })
      expect(activity?.[0]?.collected).toEqual(Object.fromEntries(expected))
    }),
    { numRuns: 100 },
  )
})
