import { describe, expect, test } from 'vitest'
import { parseTeleportSockets } from '../../../../../analyzer/documents/teleport/sockets.js'
import { sourceText } from '../../../../../analyzer/documents/text.js'
import { answerOf, type Fetched } from '../../../../../generator/teleport/node/shapes/http.js'
import { socketsOfProcfs } from '../../../../../generator/teleport/node/shapes/sockets.js'

describe('an answer of the diagnostic endpoint is the same, whichever program asked', () => {
  const degraded = '{"status":"teleport is in a degraded state"}'
  const asked = (fetched: Partial<Omit<Fetched, 'output'>> & { readonly output?: string }): unknown => {
    const { code, exit, body } = answerOf({
      notes: [],
      exit: 0,
      said: '',
      ...fetched,
      output: Buffer.from(fetched.output ?? ''),
    })
    return [code, exit, body.toString()]
  }

  test.each([
    ['curl', { output: degraded, notes: ['http 503'] }, [503, 0, degraded]],
    ['curl, refused', { notes: ['http 000'], exit: 7, said: 'curl: (7) Failed to connect' }, [0, 7, '']],
    ['curl, too late', { notes: ['http 000'], exit: 28 }, [0, 28, '']],
    [
      "GNU's wget",
      {
        output: degraded,
        notes: ['wget'],
        exit: 8,
        said: 'HTTP request sent, awaiting response... HTTP/1.1 503 Service Unavailable',
      },
      [503, 0, degraded],
    ],
    [
      "GNU's wget, refused",
      { notes: ['wget'], exit: 4, said: 'Connecting to 127.0.0.1:3000... failed: Connection refused.' },
      [0, 7, ''],
    ],
    [
      "busybox' wget",
      {
        output: 'ok',
        notes: ['wget'],
        said: 'Connecting to 127.0.0.1:3000 (127.0.0.1:3000) writing to stdout',
      },
      [200, 0, 'ok'],
    ],
    [
      "busybox' wget, degraded",
      { notes: ['wget'], exit: 1, said: 'wget: server returned error: HTTP/1.1 503 Service Unavailable' },
      [503, 0, ''],
    ],
    [
      'a bare connection',
      { output: `HTTP/1.0 503 Service Unavailable\r\nContent-Type: x\r\n\r\n${degraded}`, notes: ['raw'] },
      [503, 0, degraded],
    ],
    [
      'a bare connection, refused',
      { notes: ['raw'], exit: 1, said: 'nc: 127.0.0.1 (127.0.0.1:3000): Connection refused' },
      [0, 7, ''],
    ],
    ['a bare connection to something else', { output: 'SSH-2.0-Teleport\r\n', notes: ['raw'] }, [0, 52, '']],
  ] as const)('%s', (_, fetched, expected) => {
    expect(asked(fetched)).toEqual(expected)
  })
})

test('sockets of procfs are read as those of ss', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1234 1
   1: 1F00140A:94D4 0B00140A:0BD1 01 00000005:00000002 00:00000000 00000000     0        0 1235 1
   0: 00000000000000000000000000000000:0BCE 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000
   1: B80D0120000000000000000001000000:0016 00000000000000000000000000000000:0000 06 00000000:00000000 00:00000000
   2: 0000000000000000FFFF00000100007F:0BCE 0000000000000000FFFF00000100007F:D2F0 01 00000000:00000000 00:00000000
  not a socket
`
  const parsed = parseTeleportSockets(sourceText(socketsOfProcfs(table)))
  expect(parsed.kind === 'ok' && parsed.problems).toEqual([])
  expect(
    parsed.kind === 'ok' && parsed.value.map(({ state, local, peer }) => `${state} ${local} ${peer}`),
  ).toEqual([
    'LISTEN 127.0.0.1:3000 0.0.0.0:*',
    'ESTAB 10.20.0.31:38100 10.20.0.11:3025',
    'LISTEN [::]:3022 [::]:*',
    'TIME-WAIT [2001:db8::1]:22 [::]:*',
    'ESTAB [::ffff:127.0.0.1]:3022 [::ffff:127.0.0.1]:54000',
  ])
})
