// Requests that hang: where, how many, how long; and who only seems to hang.
import { expect, test } from 'vitest'
import { parseDump } from '../../analyzer/documents/profile/goroutines/dump.js'
import { factOf } from './facts-of.js'

const handler = ['web.Handler.ServeHTTP', 'net/http.serverHandler.ServeHTTP', 'net/http.(*conn).serve']

/** A dump with so many goroutines of each stack. */
function stuckIn(
  ...given: readonly (readonly [count: number, state: string, frames: readonly string[]])[]
): unknown {
  const stacks = given.flatMap(([count, state, frames], kind) =>
    Array.from({ length: count }, (_, index) => {
      const lines = frames.map(frame => `${frame}(0x1)\n\tx/y.go:${kind + 1} +0x1`)
      return `goroutine ${kind * 1000 + index + 1} [${state}]:\n${lines.join('\n')}\n`
    }),
  )
  const parsed = parseDump(Buffer.from(`${stacks.join('\n')}\n`))
  return factOf('goroutines.stuck_requests', { goroutines: parsed.kind === 'ok' ? parsed.dump : undefined })
}

const hub = 'example.org/mm/platform.(*Hub).Broadcast'

test('requests that hand updates to a hub that takes none are told by function, words and time', () => {
  expect(stuckIn([7, 'chan send, 8 minutes', [hub, ...handler]])).toEqual([
    {
      function: hub,
      what: 'the delivery of live updates (the websocket hub)',
      state: 'chan send',
      count: 7,
      longest_wait_minutes: 8,
    },
  ])
})

test('requests that have waited for less than a minute, or are no requests, do not hang', () => {
  expect(stuckIn([7, 'chan send', [hub, ...handler]])).toEqual([])
  expect(stuckIn([7, 'chan send, 8 minutes', [hub, 'main.main']])).toEqual([])
})

test('a websocket waits as long as its client is there', () => {
  const socket = ['net.(*conn).Read', 'github.com/gorilla/websocket.(*Conn).NextReader']
  const pump = 'example.org/mm/platform.(*WebConn).readPump'
  expect(stuckIn([50, 'IO wait, 600 minutes', [...socket, pump, ...handler]])).toEqual([])
})

test('the place where most hang comes first, and stacks that end in one function count together', () => {
  const found = stuckIn(
    [2, 'select, 3 minutes', ['example.org/mm/a.Work', ...handler]],
    [3, 'select, 5 minutes', ['example.org/mm/b.Work', ...handler]],
    [2, 'chan receive, 9 minutes', ['example.org/mm/b.Work', 'example.org/mm/c.Call', ...handler]],
  ) as readonly { function: string; count: number; longest_wait_minutes: number }[]
  expect(
    found.map(({ function: name, count, longest_wait_minutes }) => [name, count, longest_wait_minutes]),
  ).toEqual([
    ['example.org/mm/b.Work', 5, 9],
    ['example.org/mm/a.Work', 2, 3],
  ])
})

test('without a dump nothing is known', () => {
  expect(factOf('goroutines.stuck_requests', {})).toBeUndefined()
})

test('results and transactions that nobody ends hold connections; those of the last minute do not count', () => {
  const held = (count: number, state: string, kind: string): unknown => {
    const stack = `database/sql.(*${kind}).awaitDone(0x1)\n\tsql.go:1 +0x1\n`
    const dump = Array.from({ length: count }, (_, index) => `goroutine ${index + 1} [${state}]:\n${stack}`)
    const parsed = parseDump(Buffer.from(`${dump.join('\n')}\n`))
    return factOf('goroutines.held_connections', {
      goroutines: parsed.kind === 'ok' ? parsed.dump : undefined,
    })
  }
  expect(held(6, 'select, 44 minutes', 'Tx')).toBe(6)
  expect(held(6, 'select, 44 minutes', 'Rows')).toBe(6)
  expect(held(6, 'select', 'Tx')).toBe(0)
})
