// What tctl and kubectl say when they give no list. The texts are those of real servers.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseErrorFile } from '../../../analyzer/documents/teleport/error-file.js'
import { sourceText } from '../../../analyzer/documents/text.js'
import { parsed } from '../read.js'

const red = '\u001b[31mERROR: \u001b[0m'
const usage = `usage: tctl get [<flags>] <resources>

Print a YAML declaration of various Teleport resources

Flags:
  -d, --debug         Enable verbose logging to stderr
`
const refused =
  'Get "https://teleport.cluster.local/v2/configuration/name": dial tcp 0.0.0.0:3025: connect: connection refused'

test.each([
  [
    'denied',
    `${red}access denied to perform action "list" on "role", access denied to perform action "read" on "role"\n\n`,
  ],
  ['denied', `${red}requires builtin admin role\n\n`],
  [
    'denied',
    'Error from server (Forbidden): pods is forbidden: User "dev" cannot list resource "pods" in API group "" in the namespace "teleport"\n',
  ],
  [
    'unsupported',
    `${usage}\n${red}unsupported resource: "bot" - resources should be expressed as 'type/name', for example 'connector/github'\n`,
  ],
  ['unsupported', `error: the server doesn't have a resource type "certificates"\n`],
  [
    'unsupported',
    'Error from server (MethodNotAllowed): the server does not allow this method on the requested resource\n',
  ],
  ['not-found', `${red}key "/restrictions/network" is not found\n\n`],
  ['not-found', 'Error from server (NotFound): pods "x" not found\n'],
  [
    'credentials',
    `${red}tctl must be either used on the auth server or provided with the identity file via --identity flag\n\n`,
  ],
  [
    'credentials',
    `${red}Teleport does not have permission to read Teleport host UUID file at /var/lib/teleport/host_uuid. Ensure that you are running as a user with appropriate permissions.\n`,
  ],
  ['credentials', 'error: You must be logged in to the server (Unauthorized)\n'],
  [
    'credentials',
    '[CLIENT]       Cannot connect to the auth server: failed direct dial to auth server: remote error: tls: expired certificate.\n',
  ],
  [
    'connection',
    `2026-11-21T09:00:42Z [CLIENT]    INFO "Cannot connect" utils/cli.go:284\n[CLIENT]       Cannot connect to the auth server: failed direct dial to auth server: ${refused}.\nIs the auth server running on "0.0.0.0:3025"?\n`,
  ],
  [
    'connection',
    'E1121 09:00:00.1 7 memcache.go:265] "Unhandled Error"\nThe connection to the server localhost:8080 was refused - did you specify the right host or port?\n',
  ],
  [
    'name-unknown',
    'Unable to connect to the server: dial tcp: lookup k8s.example.com on 10.0.0.1:53: no such host\n',
  ],
  ['timeout', 'Unable to connect to the server: context deadline exceeded\n'],
  [
    'certificate',
    '[CLIENT]       Cannot connect to the auth server: x509: certificate signed by unknown authority.\n',
  ],
  ['usage', "tctl: error: unknown long flag '--nosuch'\n"],
  ['other', `${red}something else went wrong\n`],
  [
    'note',
    '2026-11-21T08:47:29Z WARN [CLIENT] GitHub connector field teams_to_logins is deprecated. services/github.go:50\n',
  ],
])('%s: %s', (reason, text) => {
  expect(parsed(parseErrorFile, text).value.reason).toBe(reason)
})

test('what was refused is told by verb and kind, each once', () => {
  const { value } = parsed(
    parseErrorFile,
    `${red}access denied to perform action "list" on "auth_connector", access denied to perform action "list" on "auth_connector"\n`,
  )
  expect(value.denied).toEqual([{ verb: 'list', kind: 'auth_connector' }])
  expect(value.message).not.toContain('\u001b')
})

test('the message leaves out colour and usage, and stands on its line', () => {
  const found = parsed(parseErrorFile, `${usage}\n${red}unsupported resource: "bot" - resources should\n`)
  expect(found.value.message).toBe('unsupported resource: "bot" - resources should')
  expect(found.locate([])?.line).toBe(8)
})

test('where tctl tried to connect is kept', () => {
  const { value } = parsed(
    parseErrorFile,
    `[CLIENT]       Cannot connect to the auth server: ${refused}.\nIs the auth server running on "0.0.0.0:3025"?\n`,
  )
  expect(value.address).toBe('0.0.0.0:3025')
  expect(value.message).toContain('connection refused')
})

test('whatever the text, there is an answer of bounded length', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 1, max: 2000 }), (text, times) => {
      const found = parseErrorFile(sourceText(text.repeat(times)))
      if (found.kind === 'ok') expect(found.value.message.length).toBeLessThanOrEqual(500)
    }),
    { numRuns: 50 },
  )
})
