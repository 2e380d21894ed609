// What requests are for, whom the server waits for, what it asked the database, and clients that hold up what they began.
import { expect, test } from 'vitest'
import { parseDump } from '../../analyzer/documents/profile/goroutines/dump.js'
import { factOf } from './facts-of.js'

const handler = ['web.Handler.ServeHTTP', 'net/http.serverHandler.ServeHTTP', 'net/http.(*conn).serve']
const channels = 'github.com/mattermost/mattermost/server/v8/channels'

type Stack = readonly [count: number, frames: readonly string[]]

/** A fact of a dump with so many goroutines of each stack. */
function factOfStacks(id: string, ...given: readonly Stack[]): unknown {
  const stacks = given.flatMap(([count, frames], kind) =>
    Array.from({ length: count }, (_, index) => {
      const lines = frames.map(frame => `${frame}(0x1)\n\tx/y.go:${kind + 1} +0x1`)
      return `goroutine ${kind * 1000 + index + 1} [IO wait]:\n${lines.join('\n')}\n`
    }),
  )
  const parsed = parseDump(Buffer.from(`${stacks.join('\n')}\n`))
  return factOf(id, { goroutines: parsed.kind === 'ok' ? parsed.dump : undefined })
}

test('requests count by the function that answers them, the most frequent first, with words', () => {
  const kinds = factOfStacks(
    'goroutines.request_kinds',
    [2, [`${channels}/api4.createPost`, ...handler]],
    [5, [`${channels}/app.(*App).HandleIncomingWebhook`, `${channels}/web.incomingWebhook`, ...handler]],
    [9, [`${channels}/api4.connectWebSocket`, ...handler]],
    [7, ['main.main']],
  )
  expect(kinds).toEqual([
    { name: 'incomingWebhook', words: 'incoming webhooks', count: 5 },
    { name: 'createPost', words: 'new messages', count: 2 },
  ])
})

test('a handler that has no words is named as it is', () => {
  const kinds = factOfStacks('goroutines.request_kinds', [1, [`${channels}/api4.moveThread`, ...handler]])
  expect(kinds).toEqual([{ name: 'moveThread', words: 'moveThread', count: 1 }])
})

test('who waits for another server is told by what is asked for', () => {
  const wait = [
    'net/http.(*persistConn).roundTrip',
    'net/http.(*Transport).roundTrip',
    'net/http.(*Client).do',
  ]
  const asked = factOfStacks(
    'goroutines.asked_servers',
    [3, [...wait, `${channels}/app.(*App).doOutgoingWebhookRequest`]],
    [4, [...wait, `${channels}/app.(*App).rawSendToPushProxy`]],
  ) as readonly { words: string; count: number }[]
  expect(asked.map(({ words, count }) => [words, count])).toEqual([
    ['push notifications', 4],
    ['outgoing webhooks', 3],
  ])
})

test('of a call of the store the outermost counts, whatever it does inside', () => {
  const store = `${channels}/store/sqlstore`
  const calls = factOfStacks('goroutines.database_calls', [
    4,
    [
      'github.com/lib/pq.(*conn).recvMessage',
      'database/sql.(*Tx).ExecContext',
      `${store}.(*sqlxTxWrapper).ExecRaw`,
      `${store}.(*SqlThreadStore).UpdateFromPost`,
      `${store}.(*SqlPostStore).SaveMultiple`,
      ...handler,
    ],
  ])
  expect(calls).toEqual([{ name: 'SqlPostStore.SaveMultiple', count: 4 }])
})

test('requests whose client sends slowly are told from connections that send none', () => {
  const stacks: readonly Stack[] = [
    [6, ['net/http.(*connReader).Read', 'net/http.(*body).Read', `${channels}/api4.createPost`, ...handler]],
    [8, ['net/http.(*connReader).Read', 'net/http.(*conn).readRequest', 'net/http.(*conn).serve']],
  ]
  expect(factOfStacks('goroutines.waiting_for_client', ...stacks)).toBe(6)
  expect(factOfStacks('goroutines.silent_connections', ...stacks)).toBe(8)
})
