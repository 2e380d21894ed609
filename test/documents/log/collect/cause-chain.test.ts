// The innermost part of an error's chain, over texts that servers wrote.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { innermostOf, maskCause } from '../../../../analyzer/documents/log/collect/cause-chain.js'

const causeOf = (text: string): string => maskCause(innermostOf(text))

const id = 'k7h3r9d1x5f8pm4wq6ynbtzjce'

const cases: readonly (readonly [text: string, cause: string])[] = [
  [
    'CreatePost: Unable to save the Post., begin_transaction: dial tcp 127.0.0.1:5432: connect: connection refused',
    'dial tcp 127.0.0.1:5432: connect: connection refused',
  ],
  [
    'SendPasswordReset: Failed to send password reset email successfully., unable to connect to the SMTP server: dial tcp 127.0.0.1:2: connect: connection refused',
    'dial tcp 127.0.0.1:2: connect: connection refused',
  ],
  [
    'GetPostsPage: Unable to get the posts for the channel., failed to find Posts: pq: canceling statement due to user request',
    'pq: canceling statement due to user request',
  ],
  [
    `failed to Update ChannelMembers with channelId=${id} and userId=[]: pq: cannot execute UPDATE in a read-only transaction`,
    'pq: cannot execute UPDATE in a read-only transaction',
  ],
  [
    `GetChannelMembersPage: Unable to get the channel members., failed to get ChannelMembers with channelId=${id}: context deadline exceeded`,
    'context deadline exceeded',
  ],
  [
    `MarkChannelsAsViewed: Unable to mark all threads as read by channel, failed to mark all threads as read by channels for user id=${id}: pq: deadlock detected`,
    'pq: deadlock detected',
  ],
  [
    `AuthenticateUser: Login failed because of invalid password., user_id=${id}, hash and password do not match`,
    'hash and password do not match',
  ],
  [
    `ServeHTTP: Invalid or expired session, please login again., token=${id}`,
    'Invalid or expired session, please login again',
  ],
  [
    'WriteFile: Unable to write the file., unable write the data in the file 20261121/f0.bin: Post "http://127.0.0.1:9/b?uploads=": dial tcp 127.0.0.1:9: connect: connection refused',
    'dial tcp 127.0.0.1:9: connect: connection refused',
  ],
  [
    'failed to send: Post "https://push.mattermost.com/api/v1/send_push": dial tcp: lookup push.mattermost.com on 10.0.0.2:53: no such host',
    'dial tcp: lookup push.mattermost.com on <*>: no such host',
  ],
  [
    'read tcp 10.20.0.21:50620->10.20.0.11:3025: read: connection reset by peer',
    'read tcp <*>->10.20.0.11:3025: read: connection reset by peer',
  ],
  [
    'unable to write to the local filesystem storage: unable to create the directory /var/old/data: mkdir /var/old: permission denied',
    'mkdir /var/old: permission denied',
  ],
  [
    'driver: postgres, message: failed to execute migration, command: executing_query, originalError: pq: permission denied for schema public, query: \n\nCREATE TABLE x: y',
    'pq: permission denied for schema public',
  ],
  [
    'failed to validate: 2 errors occurred:\n\t* LDAP: dial tcp 10.0.0.9:636: i/o timeout\n\t* other\n\n',
    'dial tcp 10.0.0.9:636: i/o timeout',
  ],
  [
    'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 10.0.0.1:3025: connect: connection refused"',
    'dial tcp 10.0.0.1:3025: connect: connection refused',
  ],
  [
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    'x509: certificate signed by unknown authority',
  ],
  [
    'runtime error: invalid memory address or nil pointer dereference',
    'runtime error: invalid memory address or nil pointer dereference',
  ],
  ['connection is shut down', 'connection is shut down'],
  ['exit status 2', 'exit status 2'],
  ['failed to connect: Error 1040: Too many connections', 'Error 1040: Too many connections'],
  ['response returned error code: status 429 after 17 tries', 'status 429 after <*> tries'],
  ['unexpected EOF', 'unexpected EOF'],
  [
    `pq: duplicate key value violates unique constraint "users_email_key"`,
    'pq: duplicate key value violates unique constraint <*>',
  ],
  ['a quote " that never ends: EOF', 'EOF'],
  ['', ''],
  [' \n ', ''],
  [': : ', ''],
  ['id=5', ''],
]

test.each(cases)('%s', (text, cause) => {
  expect(causeOf(text)).toBe(cause)
})

test('wrapping a cause in further calls changes nothing', () => {
  const wrappers = fc.constantFrom('failed to save Post', 'cannot do this now', 'unable to get user 42')
  const causes = fc.constantFrom('pq: deadlock detected', 'unexpected end', 'dial tcp db:5432: i/o timeout')
  fc.assert(
    fc.property(fc.array(wrappers, { maxLength: 5 }), causes, (outer, cause) => {
      expect(causeOf([...outer, cause].join(': '))).toBe(cause)
    }),
  )
})

test('any text has a short cause of one line or none', () => {
  const pieces = fc.oneof(
    fc.constantFrom(
      ': ',
      '"',
      '\\"',
      ', ',
      '., ',
      '\n',
      ' desc = ',
      'id=5',
      'dial tcp ',
      '->',
      'pq',
      'SaveIt',
      '💥',
    ),
    fc.string({ maxLength: 12 }),
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), parts => {
      const cause = causeOf(parts.join(''))
      expect(cause.length).toBeLessThanOrEqual(300)
      expect(cause).not.toContain('\n')
      expect(cause).toBe(cause.trim())
    }),
  )
})

test('texts made to be slow are not', () => {
  for (const unit of ['"', ': ', 'a=b, ', 'dial tcp ', ' desc = ', '., ', 'errors occurred: * ']) {
    expect(causeOf(unit.repeat(100_000)).length).toBeLessThanOrEqual(300)
  }
})
