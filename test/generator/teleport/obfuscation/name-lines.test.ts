// Names in lines of every kind: where they are found, and what is left alone.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gleanerFor } from '../../../../generator/teleport/obfuscation/glean.js'
import { createKeyed } from '../../../../generator/teleport/obfuscation/keyed.js'
import { changeText } from '../../../../generator/teleport/obfuscation/lines.js'
import { nameLines } from '../../../../generator/teleport/obfuscation/name-lines.js'
import { createNames, type Names } from '../../../../generator/teleport/obfuscation/names.js'

const keyed = createKeyed(Buffer.alloc(32, 9))

function known(): Names {
  const names = createNames(keyed)
  names.learn('user', 'alice')
  names.learn('user', 'bob.builder@corp.example')
  names.learn('user', 'zoë')
  names.learnHost('host', 'gandalf-7.corp.example:3022')
  names.learnLabel('team', 'payroll')
  return names
}

const change = (line: string, names = known()): string => changeText(line, nameLines(names, keyed))

test.each([
  ['level:info user:alice login:root', /user:user-\w{12} login:root/],
  [
    '{"user":"alice","participants":["alice","zoë"]}',
    /"user":"user-\w{12}","participants":\["user-\w{12}","user-\w{12}"\]/,
  ],
  ['participants:[alice carol] x', /participants:\[user-\w{12} user-\w{12}\] x/],
  ['{"msg":"{\\"user\\":\\"carol\\"}"}', /\\"user\\":\\"user-\w{12}\\"/],
  ['user "carol" has no such role', /user "user-\w{12}" has no such role/],
  ['lock targeting User:"carol" is in force', /User:"user-\w{12}" is in force/],
  ['reading /home/carol/.tsh', /\/home\/user-\w{12}\/\.tsh/],
  ['mail to bob.builder@corp.example now', /mail to name-\w{12}\.\w+|mail to user-\w{12}@/],
  ['to carol%40corp.example', /to user-\w{12}%40name-\w{12}/],
  [
    'dial tcp gandalf-7.corp.example:3022: lookup saruman on 10.1.2.3:53',
    /dial tcp host-\w{12}\.name-\w{12}\.name-\w{12}:3022: lookup host-\w{12} on 10\.\d+\.\d+\.\d+:53/,
  ],
  ['gandalf-7-state unknown-gandalf-7', /host-\w{12}-state unknown-host-\w{12}/],
  ['https://wiki.corp.example/x?y=1', /https:\/\/wiki\.name-\w{12}\.name-\w{12}\/x\?y=1/],
  ['CN=alice,L=root+L=alice', /CN=user-\w{12},L=root\+L=user-\w{12}/],
  ['"a\\nalice \\u003ealice \\\\alice"', /"a\\nuser-\w{12} \\u003euser-\w{12} \\\\user-\w{12}"/],
  ['labels team:payroll team=payroll', /team:label-\w{12} team=label-\w{12}/],
  ['from [2001:db8::17]:443 mac 02:42:ac:11:00:02', /from \[2[0-9a-f]*:[0-9a-f:]+\]:443 mac [0-9a-f:]{17}/],
])('%s', (line, expected) => {
  const changed = change(line)
  expect(changed).toMatch(expected)
  expect(changed).not.toMatch(/alice|carol|zoë|gandalf|saruman|corp|builder|payroll|db8::17/)
})

test.each([
  '2026-11-21T09:33:04Z INFO [PROC:1:1] Service auth is starting on 0.0.0.0:3025. service/service.go:1180',
  'Error: access denied to perform action "list" on "token"',
  'teleport.dev/origin: config-file',
  'github.com/gravitational/teleport/lib/auth.(*Server).x /go/src/lib/auth/auth.go:117 +0x1d',
  'curve25519-sha256@libssh.org rsa-sha2-512-cert-v01@openssh.com',
  'https://goteleport.com/docs/',
  'team payroll-x user:root login:ubuntu user:<nil> user: users: 3 11.0.0-dev',
  '6ee61350-a549-47a3-9087-9cd500b1cc18 sha256:af6d6967cdce0c49eef0797af9c9b71b0c3db78ce4134430f1e0af2d2ac3199d',
  'ratio 10.5 12.34.56 1.3.9999.1.7 at 09:33:44',
])('%s names nobody', line => {
  expect(change(line)).toBe(line)
})

test('a user who is only in the log is found in all of it', () => {
  const names = createNames(keyed)
  const glean = gleanerFor('nodes/x/teleport.service/log.txt', names)
  glean?.('INFO [AUDIT] session.start login:dev user:frodo.baggins server_hostname:bag-end-1')
  expect(change('frodo.baggins left bag-end-1', names)).toMatch(/^user-\w{12} left host-\w{12}$/)
})

test('different names stay different, whatever they are', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9]{4,10}x[a-z0-9]{3,8}$/)
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 2, maxLength: 20 }), all => {
      const names = createNames(keyed)
      const changed = all.map(text => change(`user:${text} end`, names))
      expect(new Set(changed).size).toBe(all.length)
      for (const [index, text] of all.entries()) expect(changed[index]).not.toContain(text)
    }),
  )
})

test.each(['a', 'a.', 'a-', ':', '1:', 'user:', '\\n', '@', 'ff:', '"a"', 'a@', '\\a.'])(
  'a line of nothing but %j takes time by its length',
  part => {
    const took = (length: number): number => {
      const line = part.repeat(Math.ceil(length / part.length))
      const before = process.cpuUsage()
      change(line)
      return process.cpuUsage(before).user / 1000
    }
    took(10_000)
    // Eight times the length: eight times the time, with room for a busy machine; sixty-four would be the square.
    expect(took(160_000)).toBeLessThan(30 * Math.max(20, took(20_000)))
  },
)

test('a cell of a table that was cut before its last sign is a part of a name, too', () => {
  const cells = nameLines(known(), keyed, true)
  expect(cells('canaryapp HTTP env=canarylabel-...')).toMatch(/env=cut-\w{12}-\.\.\.$/)
})
