// The audit record: logins, changes, denials and silences, over records as servers write them.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { auditRecord, jsonObject } from '../../../../analyzer/documents/log/audit-record.js'
import { audit, type AuditActivity } from '../../../../analyzer/documents/log/collect/audit.js'
import { collect, type Line, lineAt } from './drive.js'

const userId = (letter: string): string => letter.repeat(26)

interface Given {
  readonly event?: string
  readonly status?: string
  readonly user?: string
  readonly address?: string
  readonly parameters?: object
  readonly prior?: object
  readonly resulting?: object
  readonly error?: object
}

function audited(at: number, given: Given): Line {
  const { timestamp } = lineAt(at, {})
  const { event = 'createPost', status = 'success', user = '', address = '10.0.0.1' } = given
  return {
    timestamp,
    event_name: event,
    status,
    actor: { user_id: user, session_id: '', client: '', ip_address: address, x_forwarded_for: '' },
    event: {
      parameters: given.parameters ?? {},
      prior_state: given.prior ?? {},
      resulting_state: given.resulting ?? {},
      object_type: '',
    },
    meta: { api_path: '/api/v4/x', cluster_id: '' },
    error: given.error ?? {},
  }
}

const wrong = (at: number, name: string, address = '10.0.0.1', user = userId('a')): Line =>
  audited(at, {
    event: 'login',
    status: 'fail',
    address,
    parameters: { device_id: '', login_id: name },
    error: {
      description: `checkUserPassword: Login failed because of invalid password., user_id=${user}, hash and password do not match`,
      status_code: 401,
    },
  })
const right = (at: number, name: string, address = '10.0.0.1', user = userId('a')): Line =>
  audited(at, { event: 'login', user, address, parameters: { device_id: '', login_id: name } })

function of(lines: readonly Line[], cuts: readonly number[] = []): AuditActivity {
  const activity = collect(audit, lines, cuts, 'audit-log')
  if (activity === undefined) throw new Error('nothing was collected')
  return activity
}

describe('a record is read for what it is', () => {
  test('all of its parts', () => {
    const fields = wrong(0, 'user021') as Readonly<Record<string, unknown>>
    const record = auditRecord(name => {
      const value = fields[name]
      return typeof value === 'string' ? value : value === undefined ? undefined : JSON.stringify(value)
    })
    expect(record).toMatchObject({
      eventName: 'login',
      status: 'fail',
      actor: { ipAddress: '10.0.0.1', userId: undefined },
      event: { parameters: { login_id: 'user021' }, objectType: undefined },
      meta: { api_path: '/api/v4/x' },
      error: { statusCode: 401 },
    })
  })

  test.each(['', '[]', 'null', '{"a":', '17', '{"a":1}x'])('%j is an object without anything in it', json => {
    expect(Object.keys(jsonObject(json))).toEqual([])
  })

  test('parts of another type are absent', () => {
    const record = auditRecord(name => (name === 'event_name' ? 'login' : '{"user_id":17,"status_code":"x"}'))
    expect(record).toMatchObject({ actor: { userId: undefined }, error: { statusCode: undefined } })
    expect(auditRecord(() => undefined)).toBeUndefined()
  })
})

test('every record counts by event and outcome', () => {
  const { records, events } = of([audited(0, {}), audited(1, {}), audited(2, { status: 'fail' })])
  expect(records).toBe(3)
  expect(events).toMatchObject([
    { event: 'createPost', status: 'success', count: 2, line: 1 },
    { event: 'createPost', status: 'fail', count: 1 },
  ])
})

test('failed logins are counted by address and by account, and both tell of each other', () => {
  const { loginsByAddress, loginsByAccount, failedLogins } = of([
    wrong(0, 'ann', '10.0.0.1', userId('a')),
    wrong(1, 'ben', '10.0.0.1', userId('b')),
    wrong(2, 'ann', '10.0.0.2', userId('a')),
  ])
  expect(failedLogins).toBe(3)
  expect(loginsByAddress).toMatchObject([
    { of: '10.0.0.1', failures: 2, others: 2 },
    { of: '10.0.0.2', failures: 1, others: 1 },
  ])
  expect(loginsByAccount).toMatchObject([
    { of: userId('a'), failures: 2, others: 2 },
    { of: userId('b'), failures: 1 },
  ])
})

test('a name that belongs to no account is not shown: people type passwords there', () => {
  const unknown = audited(0, {
    event: 'login',
    status: 'fail',
    parameters: { login_id: 'Tr0ub4dor&3' },
    error: { description: 'no such user', status_code: 401 },
  })
  const activity = of([unknown])
  expect(activity.loginsByAccount[0]?.of).toMatch(/^name-[0-9a-f]{8}$/)
  expect(JSON.stringify(activity)).not.toContain('Tr0ub4dor')
})

test('a success after many failures is told with their number, and nobody else makes it a success', () => {
  const row = [...Array(12).keys()].map(at => wrong(at, 'ann'))
  expect(of([...row, right(20, 'ann')]).loginsByAccount).toMatchObject([
    { failures: 12, successes: 1, longestRow: 12, longestRowEndMs: Date.UTC(2026, 10, 21, 8, 0, 20) },
  ])
  expect(of([...row, right(20, 'ben', '10.0.0.9', userId('b'))]).loginsByAccount[0]?.longestRow).toBe(0)
})

test('a login that the server could not judge is no wrong password', () => {
  const broken = audited(0, {
    event: 'login',
    status: 'fail',
    parameters: { login_id: 'ann' },
    error: { status_code: 500 },
  })
  expect(of([broken])).toMatchObject({ failedLogins: 0, loginsByAddress: [], loginsByAccount: [] })
})

test('a change of the configuration tells who, and which settings, with values that cannot be secret', () => {
  const change = audited(0, {
    event: 'updateConfig',
    user: userId('a'),
    prior: {
      config_diffs: [
        { path: 'ServiceSettings.EnableDeveloper', base_val: false, actual_val: true },
        { path: 'EmailSettings.SMTPPassword', base_val: 'old', actual_val: 'new-secret' },
        'nonsense',
      ],
    },
  })
  const { changes } = of([change])
  expect(changes).toMatchObject([
    {
      topic: 'configuration',
      userId: userId('a'),
      line: 1,
      settings: [
        { path: 'ServiceSettings.EnableDeveloper', from: false, to: true },
        { path: 'EmailSettings.SMTPPassword' },
      ],
    },
  ])
  expect(JSON.stringify(changes)).not.toContain('new-secret')
})

test('older servers give both states: what differs is the change', () => {
  const { changes } = of([
    audited(0, {
      event: 'patchConfig',
      prior: { ServiceSettings: { SiteURL: 'a', Same: 1, Max: 5 } },
      resulting: { ServiceSettings: { SiteURL: 'b', Same: 1, Max: 6 } },
    }),
  ])
  expect(changes[0]?.settings).toEqual([
    { path: 'ServiceSettings.SiteURL' },
    { path: 'ServiceSettings.Max', from: 5, to: 6 },
  ])
})

test('roles that are given, plugins that are installed and packets that are made are changes', () => {
  const { changes } = of([
    audited(0, {
      event: 'updateUserRoles',
      parameters: { user_id: userId('b'), new_roles: 'system_user system_admin' },
    }),
    audited(1, { event: 'enablePlugin', parameters: { plugin_id: 'com.example' } }),
    audited(2, { event: 'generateSupportPacket', status: 'fail' }),
    audited(3, { event: 'getPostsForChannel' }),
  ])
  expect(changes.map(({ topic, subject, roles }) => [topic, subject, roles])).toEqual([
    ['roles', userId('b'), ['system_user', 'system_admin']],
    ['plugins', 'com.example', []],
    ['packets', undefined, []],
  ])
})

test('denials are counted by user', () => {
  const denied = audited(0, {
    event: 'createTeam',
    status: 'fail',
    user: userId('c'),
    error: { status_code: 403 },
  })
  expect(of([denied, denied, audited(1, { status: 'fail' })]).denials).toEqual([
    { userId: userId('c'), count: 2 },
  ])
})

test('silences of a minute and more are kept, the longest first', () => {
  const at = (second: number) => Date.UTC(2026, 10, 21, 8) + second * 1000
  const lines = [0, 30, 100, 700, 730].map(second => audited(second, {}))
  expect(of(lines, [1, 3]).gaps).toEqual([
    { fromMs: at(100), toMs: at(700) },
    { fromMs: at(30), toMs: at(100) },
  ])
})

test("records that the server lost are told by the server's log", () => {
  const lost = lineAt(0, { msg: 'Audit queue full, dropping record.' })
  expect(collect(audit, [lost, lost])).toMatchObject({ records: 0, lost: { count: 2, line: 1 } })
  expect(collect(audit, [lineAt(0, { msg: 'x' })])).toBeUndefined()
})

test('any number of addresses is a bounded list, and the worst of them are in it', () => {
  const many = [...Array(6_000).keys()].map(n => wrong(n, `u${n}`, `10.0.${n >> 8}.${n & 255}`))
  const worst = [...Array(5).keys()].map(n => wrong(n, 'ann', '10.9.9.9'))
  const activity = of([...worst, ...many], [3_000])
  expect(activity.loginsByAddress).toHaveLength(50)
  expect(activity.loginsByAddress[0]).toMatchObject({ of: '10.9.9.9', failures: 5 })
  expect(activity.failedLogins).toBe(6_005)
})

test('of any number of changes the newest are kept', () => {
  const many = [...Array(700).keys()].map(n => audited(n, { event: 'enablePlugin' }))
  const { changes, dropped } = of(many, [600])
  expect([changes.length, changes.at(-1)?.line, changes[0]?.line, dropped]).toEqual([500, 700, 201, 200])
})

test('the result is the same however the log is cut', () => {
  const anyLine = fc
    .tuple(fc.nat(9), fc.nat(3), fc.constantFrom('ann', 'ben'), fc.constantFrom('10.0.0.1', '10.0.0.2'))
    .map(
      ([minute, kind, name, address]) =>
        [
          wrong(minute * 60, name, address, userId(name.charAt(0))),
          right(minute * 60, name, address, userId(name.charAt(0))),
          audited(minute * 60, { event: 'patchConfig', user: name }),
          audited(minute * 60, { status: 'fail', user: name, error: { status_code: 403 } }),
        ][kind] as Line,
    )
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 1, maxLength: 40 }), fc.array(fc.nat(40)), (lines, cuts) => {
      const [cut, whole] = [of(lines, cuts), of(lines)]
      // Of silences that are as long, any may be among the longest.
      expect(cut).toEqual(whole)
    }),
  )
})
