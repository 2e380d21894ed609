// The collectors of requests, statements, connections and clocks as the log pass drives them, over lines as servers write them.
import { expect, test } from 'vitest'
import type { LogActivity } from '../../../../analyzer/documents/log/collect/index.js'
import { readOne } from '../chunked-packet.js'
import { lineAt } from './drive.js'

const refused = 'begin_transaction: dial tcp 127.0.0.1:5432: connect: connection refused'

const log = [
  lineAt(0, { level: 'info', msg: 'Starting Server...', caller: 'app/server.go:855' }),
  lineAt(1, {
    level: 'debug',
    msg: 'SELECT a FROM Posts WHERE Id IN ($1,$2)',
    caller: 'sqlstore/sqlx_wrapper.go:357',
    duration: '293.317µs',
    arg0: ['kwn1kpnbipgcfcezze5ueojkrr', 1],
  }),
  lineAt(2, {
    level: 'debug',
    msg: 'Received HTTP request',
    caller: 'web/handlers.go:175',
    method: 'GET',
    url: '/api/v4/channels/kimmgbb4i3ga3pypo9f99cbq3y/posts',
    request_id: 'nwxyby5ej3gtxg4fodmk3bsdbh',
    status_code: '200',
  }),
  lineAt(3, {
    msg: 'Unable to save the Post.',
    caller: 'web/context.go:122',
    path: '/api/v4/posts',
    request_id: 'ex46at8nz7fum8rcwcreedz6ey',
    method: 'POST',
    http_code: 500,
    error: `CreatePost: Unable to save the Post., ${refused}`,
  }),
  lineAt(1.5, { msg: 'x "y"', caller: 'app/x.go:1', error: 'pq: relation "posts" does not exist' }),
]
  .map(line => JSON.stringify(line))
  .join('\n')

async function collected(chunkBytes?: number): Promise<LogActivity> {
  const { activity } = await readOne(`${log}\n`, [], chunkBytes)
  return activity?.[0]?.collected ?? {}
}

test('each collector gets the records that it wants, with their fields and places', async () => {
  const { requests, statements, connections, clock } = await collected()
  expect(requests?.outcomes).toMatchObject([
    {
      method: 'GET',
      route: '/api/v4/channels/<id>/posts',
      status: 200,
      toldBy: 'request',
      count: 1,
      line: 3,
    },
    { method: 'POST', route: '/api/v4/posts', status: 500, toldBy: 'error', count: 1, line: 4 },
  ])
  expect(statements?.statements).toMatchObject([
    { shape: 'SELECT a FROM Posts WHERE Id IN (?, …)', count: 1, times: { total: 293_317 }, line: 2 },
  ])
  expect(statements?.errors).toMatchObject([{ reason: 'table-missing', sqlState: '42P01', line: 5 }])
  expect(connections).toMatchObject([
    { kind: 'refused', target: '127.0.0.1:5432', askedBy: 'web/context.go', count: 1, line: 4 },
  ])
  expect(clock).toMatchObject({
    steps: 1,
    largest: { backMs: 1500, line: 5 },
    requests: [{ id: 'ex46at8nz7fum8rcwcreedz6ey' }],
  })
})

test('they get the same however the log arrives', async () => {
  expect(await collected(7)).toEqual(await collected())
})
