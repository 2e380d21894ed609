// How runs of tctl 13.3.8 ended, by what it printed.
import { expect, test } from 'vitest'
import { endedAs } from '../../../../generator/teleport/objects/ended.js'

const ended = (said: string) =>
  endedAs(
    {
      kind: 'exited',
      code: 1,
      stderr: Buffer.from(`\u001b[31mERROR: \u001b[0m${said}\n\n`),
      cut: false,
      bytes: 0,
    },
    'tctl',
  )

test.each([
  ["requires local tctl, try using 'tctl inventory ls' instead", 'absent'],
  [
    'rpc error: code = Unimplemented desc = unknown service teleport.devicetrust.v1.DeviceTrustService',
    'absent',
  ],
  ['unknown service teleport.loginrule.v1.LoginRuleService', 'absent'],
  ['getting "bot" is not supported', 'absent'],
  ['access denied to perform action "read" on "token"', 'denied'],
  ['your credentials have expired, please login using `tsh login`', 'failed'],
  ['Could not load Teleport host UUID file at /var/lib/teleport/host_uuid.', 'failed'],
])('%s: %s', (said, outcome) => {
  expect(ended(said).outcome).toBe(outcome)
})

test('a stranger is told from a server that does not answer', () => {
  expect(ended('your credentials have expired, please login using `tsh login`').isStranger).toBe(true)
  expect(ended('dial tcp 127.0.0.11:3025: connect: connection refused').isStranger).toBe(false)
})
