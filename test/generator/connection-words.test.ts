// What Node says of failures, in the words of the server.
import { expect, test } from 'vitest'
import { plainReason } from '../../generator/mattermost/connection-words.js'

const coded = (code: string, message: string): Error => Object.assign(new Error(message), { code })

test.each([
  [coded('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:5432'), '127.0.0.1:5432: connection refused'],
  [coded('ENOTFOUND', 'getaddrinfo ENOTFOUND db.example'), 'db.example: no such host'],
  [coded('ECONNRESET', 'read ECONNRESET'), 'connection reset by peer'],
  [
    coded('ENOENT', "ENOENT: no such file or directory, open '/a/b c'"),
    'open /a/b c: no such file or directory',
  ],
  [coded('EISDIR', 'EISDIR: illegal operation on a directory, read'), 'read: is a directory'],
  [
    new AggregateError([coded('ECONNREFUSED', 'connect ECONNREFUSED ::1:5432')]),
    '::1:5432: connection refused',
  ],
  [coded('ECONNREFUSED', ''), 'connection refused'],
  [new Error('password authentication failed for user "mm"'), 'password authentication failed for user "mm"'],
  [new Error('timeout expired'), 'no answer in time'],
  ['text', 'text'],
])('%s is said as %s', (error, words) => {
  expect(plainReason(error)).toBe(words)
})
