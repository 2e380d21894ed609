// Facts of license and use.
import { expect, test } from 'vitest'
import { factOf } from './facts-of.js'

test('an empty license id is an answer: there is none', () => {
  expect(factOf('license.present', { metadata: { license_id: '' } })).toBe(false)
  expect(factOf('license.present', { metadata: { license_id: 'abc' } })).toBe(true)
  expect(factOf('license.present', { metadata: {} })).toBeUndefined()
  expect(factOf('license.present', { diagnostics: { license: { company: '' } } })).toBe(false)
})

test('a trial flag that is left out beside a license means no trial', () => {
  const trial = (license: object) => factOf('license.trial', { diagnostics: { license } })
  expect(trial({ company: 'Example Co', is_trial: true })).toBe(true)
  expect(trial({ company: 'Example Co' })).toBe(false)
  expect(trial({ company: '' })).toBeUndefined()
  expect(factOf('license.trial', { 'support-packet': { license_is_trial: 'true' } })).toBe(true)
  expect(factOf('license.trial', { 'support-packet': { license_to: 'Example Co' } })).toBe(false)
})

test('zero licensed users is how no license is written', () => {
  expect(factOf('license.users', { diagnostics: { license: { users: 0 } } })).toBeUndefined()
})

const setLicense = (expires_at: string) =>
  ({
    logs: {
      templates: [
        {
          id: '1',
          level: 'info',
          caller: 'platform/license.go',
          template: 'Set license',
          count: 1,
          firstSeenMs: 1,
          lastSeenMs: 1,
          node: '',
          example: {
            entry: 'mattermost.log',
            node: '',
            kind: 'mattermost-log',
            line: 4,
            offset: 0,
            timeMs: 1,
            level: 'info',
            msg: 'Set license',
            caller: 'platform/license.go:423',
            fields: { expires_at },
            raw: '{"msg":"Set license"}',
          },
        },
      ],
    },
  }) as const

test('the end of the license is in diagnostics, or in what the start logged', () => {
  const ms = Date.UTC(2027, 1, 19, 8, 34, 32, 753)
  expect(factOf('license.expires_ms', { diagnostics: { license: { expires_at: ms } } })).toBe(ms)
  expect(factOf('license.expires_ms', {}, setLicense('2027-02-19 08:34:32.753 Z'))).toBe(ms)
  expect(factOf('license.expires_ms', {}, setLicense('2027-02-19 09:34:32.753 +01:00'))).toBe(ms)
  const renewed = { metadata: { license_id: 'another' } }
  expect(factOf('license.expires_ms', renewed, setLicense('2027-02-19 08:34:32.753 Z'))).toBeUndefined()
  expect(factOf('license.expires_ms', {}, setLicense('never'))).toBeUndefined()
})

test('users beyond the license are counted, room is not', () => {
  const over = (active_users: number) =>
    factOf('users.over_license', { stats: { active_users }, diagnostics: { license: { users: 100 } } })
  expect([over(90), over(100), over(130)]).toEqual([0, 0, 30])
  expect(factOf('users.over_license', { stats: { active_users: 5 } })).toBeUndefined()
})

test('no users at all is a count that failed', () => {
  expect(factOf('users.active', { stats: { active_users: 0 } })).toBeUndefined()
  expect(factOf('users.guests', { stats: { guests: 0 } })).toBe(0)
})

test('old packets count active and deactivated users apart', () => {
  const packet = { active_users: 40, inactive_user_count: 2 }
  expect(factOf('users.registered', { 'support-packet': packet })).toBe(42)
  expect(factOf('users.registered', { 'support-packet': { active_users: 40 } })).toBeUndefined()
})
