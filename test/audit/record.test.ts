// Records: the shape of those that real servers write, and those of packets.
import { expect, test } from 'vitest'
import { recordOf, recordOfPacket } from '../../audit/index.js'
import { createFormatter } from '../../audit/format/formatter.js'
import { moment, targetOf } from './targets.js'

/** Of a server of release 11.6, as it stood in its audit.log. */
const ofServer =
  '{"timestamp":"2026-11-21 08:36:07.639 Z","event_name":"login","status":"fail",' +
  '"actor":{"user_id":"","session_id":"","client":"","ip_address":"127.0.0.1","x_forwarded_for":""},' +
  '"event":{"parameters":{"device_id":"","login_id":"user021"},"prior_state":{},"resulting_state":{},"object_type":""},' +
  '"meta":{"api_path":"/api/v4/users/login","cluster_id":""},' +
  '"error":{"description":"checkUserPassword: Login failed because of invalid password., user_id=boogdjhgtt813kj6p1bd9moz5h, hash and password do not match","status_code":401}}\n'

test('a record is written byte for byte as a server writes it', () => {
  const target = targetOf({
    type: 'console',
    format_options: { disable_level: true, disable_msg: true },
  })
  const text = createFormatter(target, 0).format({
    record: recordOf({
      event: 'login',
      status: 'fail',
      actor: { ip_address: '127.0.0.1' },
      parameters: { device_id: '', login_id: 'user021' },
      meta: { api_path: '/api/v4/users/login' },
      error: {
        description:
          'checkUserPassword: Login failed because of invalid password., user_id=boogdjhgtt813kj6p1bd9moz5h, hash and password do not match',
        status_code: 401,
      },
    }),
    level: { id: 100, name: 'audit-api' },
    timeMs: moment,
    stack: [],
  })
  expect(text).toBe(ofServer)
})

test('a packet that was made says what is in it', () => {
  const record = recordOfPacket({
    action: 'generate',
    status: 'success',
    level: 'audit-cli',
    actor: { user_id: '1000:ann' },
    fileName: 'packet.zip',
    includeLogs: true,
    pluginPackets: ['com.example'],
  })
  expect(record).toMatchObject({
    event_name: 'generateSupportPacket',
    level: 'audit-cli',
    status: 'success',
    actor: { user_id: '1000:ann', session_id: '', ip_address: '' },
    event: { object_type: 'support_packet', parameters: {}, prior_state: {} },
    meta: { include_logs: true, plugin_packets: ['com.example'], filename: 'packet.zip', cluster_id: '' },
    error: {},
  })
})

test('a packet that could not be made says why, and names no file', () => {
  const record = recordOfPacket({ action: 'generate', status: 'fail', reason: 'no license', statusCode: 403 })
  expect(record.error).toEqual({ description: 'no license', status_code: 403 })
  expect(record.meta).not.toHaveProperty('filename')
})

test.each([
  ['open', 'openSupportPacket'],
  ['delete', 'deleteSupportPacket'],
  ['sanitize', 'sanitizeSupportPacket'],
] as const)('%s is the event %s', (action, event) => {
  expect(recordOfPacket({ action, status: 'attempt' }).event_name).toBe(event)
})
