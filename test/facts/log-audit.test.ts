// Facts of the audit log, from records as servers write them.
import { expect, test } from 'vitest'
import { type Line, lineAt } from '../documents/log/collect/drive.js'
import { factsOfLogs } from './logged.js'

const admin = 'wnt698qaifnk9nhxgykuymnq9e'
const ann = 'boogdjhgtt813kj6p1bd9moz5h'

function audited(at: number, event: string, more: { readonly [key: string]: unknown } = {}): Line {
  const {
    user = admin,
    status = 'success',
    parameters = {},
    prior = {},
    error = {},
    address = '10.0.0.1',
  } = more
  return {
    timestamp: lineAt(at, {}).timestamp,
    event_name: event,
    status,
    actor: { user_id: user, session_id: '', client: '', ip_address: address, x_forwarded_for: '' },
    event: { parameters, prior_state: prior, resulting_state: {}, object_type: '' },
    meta: { api_path: '/api/v4/x', cluster_id: '' },
    error,
  }
}

const login = (at: number, status: 'success' | 'fail'): Line =>
  audited(at, 'login', {
    status,
    user: status === 'fail' ? '' : ann,
    parameters: { device_id: '', login_id: 'ann' },
    error:
      status === 'fail'
        ? { description: `checkUserPassword: Login failed., user_id=${ann}, no match`, status_code: 401 }
        : {},
  })

const valueOf = async (id: string, lines: readonly Line[]): Promise<unknown> =>
  (await factsOfLogs({ 'audit.log': lines })).get(`audit.${id}`, '')?.value

test('records and events are counted', async () => {
  const lines = [audited(0, 'createPost'), audited(1, 'createPost'), audited(2, 'getPostsForChannel')]
  expect(await valueOf('records', lines)).toBe(3)
  expect(await valueOf('events', lines)).toEqual([
    { event: 'createPost', status: 'success', count: 2 },
    { event: 'getPostsForChannel', status: 'success', count: 1 },
  ])
})

test('refused logins by address and account, and those that worked in the end', async () => {
  const lines = [...Array(12).keys()].map(at => login(at * 600, 'fail'))
  lines.push(login(9_000, 'success'))
  expect(await valueOf('failed_logins', lines)).toBe(12)
  expect(await valueOf('failed_logins_by_address', lines)).toMatchObject([
    { of: '10.0.0.1', failures: 12, successes: 1, others: 1, span_seconds: 6_600 },
  ])
  expect(await valueOf('failed_logins_by_account', lines)).toMatchObject([{ of: ann, failures: 12 }])
  expect(await valueOf('logins_after_failures', lines)).toEqual([
    { of: ann, failures_in_row: 12, time_ms: Date.UTC(2026, 10, 21, 10, 30) },
  ])
})

test('changes of the configuration, newest first, with the settings and the line', async () => {
  const change = (at: number, path: string, status = 'success') =>
    audited(at, 'updateConfig', {
      status,
      prior: { config_diffs: [{ path, base_val: 'a', actual_val: 'b' }] },
    })
  const facts = await factsOfLogs({
    'audit.log': [change(0, 'A.B'), change(1, 'C.D'), change(2, 'E.F', 'fail')],
  })
  expect(facts.get('audit.configuration_changes', '')).toMatchObject({
    value: [
      { event: 'updateConfig', user_id: admin, settings: ['C.D'] },
      { event: 'updateConfig', user_id: admin, settings: ['A.B'] },
    ],
    from: [
      { entry: 'audit.log', line: 2 },
      { entry: 'audit.log', line: 1 },
    ],
  })
})

test('administrators, plugins, tokens and packets have facts of their own', async () => {
  const lines = [
    audited(0, 'updateUserRoles', { parameters: { user_id: ann, new_roles: 'system_user system_admin' } }),
    audited(1, 'updateUserRoles', { parameters: { user_id: ann, new_roles: 'system_user' } }),
    audited(2, 'uploadPlugin'),
    audited(3, 'createUserAccessToken', { parameters: { user_id: ann } }),
    audited(4, 'generateSupportPacket'),
    audited(5, 'addLicense'),
  ]
  const facts = await factsOfLogs({ 'audit.log': lines })
  const events = (id: string) =>
    (facts.get(`audit.${id}`, '')?.value as { event: string; subject?: string }[]).map(({ event }) => event)
  expect(facts.get('audit.administrators_made', '')?.value).toMatchObject([{ subject: ann, user_id: admin }])
  expect(events('rights_changes')).toEqual(['createUserAccessToken', 'updateUserRoles', 'updateUserRoles'])
  expect(events('plugin_changes')).toEqual(['uploadPlugin'])
  expect(events('packets_made')).toEqual(['generateSupportPacket'])
  expect(events('server_changes')).toEqual(['addLicense'])
})

test('denials by user and the longest silence', async () => {
  const denied = audited(600, 'createTeam', { status: 'fail', user: ann, error: { status_code: 403 } })
  const lines = [audited(0, 'createPost'), denied]
  expect(await valueOf('denials_by_user', lines)).toEqual([{ user_id: ann, count: 1 }])
  expect(await valueOf('longest_silence_seconds', lines)).toBe(600)
})

test('changes of permissions stand apart from those of accounts and tokens', async () => {
  const lines = [audited(0, 'patchRole'), audited(1, 'createUserAccessToken'), audited(2, 'patchScheme')]
  expect(await valueOf('permission_changes', lines)).toMatchObject([
    { event: 'patchScheme' },
    { event: 'patchRole' },
  ])
})

test('silences are told with their times, the longest first', async () => {
  const at = (second: number): number => Date.UTC(2026, 10, 21, 8) + second * 1000
  const lines = [0, 100, 1_000].map(second => audited(second, 'createPost'))
  expect(await valueOf('silences', lines)).toEqual([
    { from_ms: at(100), to_ms: at(1_000), seconds: 900 },
    { from_ms: at(0), to_ms: at(100), seconds: 100 },
  ])
})

test('records that were lost are told by the server log, and only by it', async () => {
  const lost = lineAt(0, { msg: 'Audit queue full, dropping record.' })
  const facts = await factsOfLogs({ 'mattermost.log': [lost, lineAt(1, {}), lost] })
  expect(facts.get('audit.records_lost', '')).toMatchObject({
    value: 2,
    from: [{ entry: 'mattermost.log', line: 1 }],
  })
  const none = await factsOfLogs({ 'mattermost.log': [lineAt(1, {})] })
  expect(none.get('audit.records_lost', '')?.value).toBe(0)
  expect(await valueOf('records_lost', [audited(0, 'createPost')])).toBeUndefined()
})

test('a server log says nothing of logins, nor does an empty audit log', async () => {
  const server = await factsOfLogs({
    'mattermost.log': [lineAt(0, { msg: 'Audit queue full, dropping record.' })],
  })
  expect(server.get('audit.failed_logins', '')).toBeUndefined()
  expect(await valueOf('failed_logins', [])).toBeUndefined()
})

test('records with parts of odd types are counted and tell nothing', async () => {
  const odd = [
    '{"event_name":"login","status":"fail","actor":[],"event":"x","error":null}',
    '{"event_name":"login","status":"fail"}',
    '{"event_name":"updateConfig","status":"success","event":{"prior_state":{"config_diffs":{}}}}',
    '{"event_name":"updateUserRoles","status":"success","event":{"parameters":{"new_roles":[1]}}}',
  ]
  const facts = await factsOfLogs({ 'audit.log': odd })
  expect(facts.get('audit.records', '')?.value).toBe(4)
  expect(facts.get('audit.failed_logins_by_account', '')?.value).toEqual([])
  expect(facts.get('audit.configuration_changes', '')?.value).toMatchObject([{ settings: [] }])
  expect(facts.get('audit.administrators_made', '')?.value).toEqual([])
})
