// Users in sentences: every line here is one that a server wrote, with other names.
import { expect, test } from 'vitest'
import { spokenUsers } from '../../../../generator/teleport/obfuscation/spoken-users.js'

test.each([
  ['DEBU [AUTH] User zz-bob failed to authenticate: invalid username or password.', 'zz-bob'],
  ['ERROR: user zz-bob not found', 'zz-bob'],
  [String.raw`{"level":"warning","message":"Access attempt denied for user \"zz-bob\"."}`, 'zz-bob'],
  ['MFA bypass attempt by user "zz-bob", access denied.', 'zz-bob'],
  ["access denied to 'editor' to impersonate user 'zz.bob@example.com' and roles 'x'", 'zz.bob@example.com'],
  ['lookupPosixShell: lookup username zz-bob: user: unknown user zz-bob', 'zz-bob'],
  ['lock targeting User:"zz-bob" is in force: on leave', 'zz-bob'],
  ['Failed validating bearer token: the user[zz-bob] in bearer token[x] did not match', 'zz-bob'],
  ['pam_unix(teleport:session): session opened for user zz-bob(uid=1004) by (uid=0)', 'zz-bob'],
  ['access denied to zz-bob connecting to tp-node-1 on cluster example.com', 'zz-bob'],
  ['Username "zz-bob" not found, using fake hash to mitigate timing attacks.', 'zz-bob'],
  ['Setting up user zz-bob', 'zz-bob'],
])('%s', (line, name) => {
  expect(spokenUsers(line)).toContain(name)
})

test.each([
  'User certificate authority rotated',
  'failed to get user credentials: not found',
  'the user has no role that lets it list tokens',
  'Loading SSH key for user certificates and clusters',
  'password for the user is not set',
  'User with access to this session joined',
  'Failed to fetch user roles: connection refused.',
])('no name is seen in: %s', line => {
  expect(spokenUsers(line)).toEqual([])
})
