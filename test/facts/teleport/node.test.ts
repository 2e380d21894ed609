// Facts of one Teleport process: what it is called, what it runs, whether it runs, and what it answers.
import { describe, expect, test } from 'vitest'
import { factOfDump, factsOfDump, identity } from './instances.js'

describe('name', () => {
  test('the host name comes before the nodename, and that before the UUID', async () => {
    const config = 'teleport:\n  nodename: from-config\n'
    const id = 'teleport.node.name'
    expect(await factOfDump(id, { 'a/identity.json': identity({}), 'a/teleport.yaml': config })).toBe('tp-a')
    expect(await factOfDump(id, { 'a/teleport.yaml': config })).toBe('from-config')
    const uuid = '04fe8be0-09b6-4cad-8bfa-dc94cb886f45'
    expect(await factOfDump(id, { [`${uuid}/role.node`]: '' }, uuid)).toBe('04fe8be0')
  })
})

describe('roles', () => {
  const id = 'teleport.node.roles'

  test('marker files come first, then the identity, then --roles, then the configuration', async () => {
    const files = {
      'a/role.app': '',
      'a/role.db': '',
      'a/identity.json': identity({ roles: ['node'] }),
      'a/cmdline': 'teleport\0start\0--roles=proxy\0',
      'a/teleport.yaml':
        'auth_service: {enabled: no}\nproxy_service: {enabled: no}\nkubernetes_service: {enabled: yes}\n',
    }
    const { 'a/role.app': _app, 'a/role.db': _db, ...stated } = files
    const { 'a/identity.json': _identity, ...ordered } = stated
    const { 'a/cmdline': _cmdline, ...configured } = ordered
    expect(await factOfDump(id, files)).toEqual(['app', 'db'])
    expect(await factOfDump(id, stated)).toEqual(['node'])
    expect(await factOfDump(id, ordered)).toEqual(['proxy'])
    expect(await factOfDump(id, configured)).toEqual(['node', 'kube'])
  })
})

describe('whether it runs', () => {
  test.each([
    [-9, 'it was killed by SIGKILL'],
    [137, 'it was killed by SIGKILL'],
    [0, 'it ended by itself, without an error'],
    [1, 'it ended with exit code 1'],
    [-31, 'it was killed by signal 31'],
  ])('exit code %i: %s', async (exit_code, said) => {
    expect(
      await factOfDump('teleport.node.end', { 'a/identity.json': identity({ running: false, exit_code }) }),
    ).toBe(said)
  })

  test('one that runs has no end, and one that did not has no uptime', async () => {
    const times = { started_at: '2026-11-21T09:00:00Z', collected_at: '2026-11-21T09:01:30Z' }
    const running = await factsOfDump({ 'a/identity.json': identity({ running: true, ...times }) })
    expect(running.get('teleport.node.end', 'a')).toBeUndefined()
    expect(running.get('teleport.node.uptime_seconds', 'a')?.value).toBe(90)
    const ended = await factsOfDump({ 'a/identity.json': identity({ running: false, ...times }) })
    expect(ended.get('teleport.node.end', 'a')?.value).toBe('nothing tells how it ended')
    expect(ended.get('teleport.node.uptime_seconds', 'a')).toBeUndefined()
  })

  test('a clock that went back gives no uptime', async () => {
    const times = { started_at: '2026-11-21T09:02:00Z', collected_at: '2026-11-21T09:01:30Z' }
    expect(
      await factOfDump('teleport.node.uptime_seconds', { 'a/identity.json': identity(times) }),
    ).toBeUndefined()
  })
})

describe('readiness', () => {
  const id = 'teleport.node.readiness'

  test.each([
    ['ok', 'ok'],
    ['teleport is in a degraded state, check logs for details', 'degraded'],
    ['teleport is recovering from a degraded state, check logs for details', 'recovering'],
    ["teleport is starting and hasn't joined the cluster yet", 'starting'],
    ['something else', undefined],
  ])('%s', async (status, state) => {
    expect(
      await factOfDump(id, {
        'a/teleport.yaml': 'version: v2\n',
        'a/readyz.json': JSON.stringify({ status }),
      }),
    ).toBe(state)
  })

  test('without the answer, its code tells; healthz.json does not', async () => {
    const head = 'path\thttp_code\tcurl_exit\tbytes\n'
    expect(await factOfDump(id, { 'a/role.node': '', 'a/http.tsv': `${head}/readyz\t503\t0\t68\n` })).toBe(
      'degraded',
    )
    expect(await factOfDump(id, { 'a/role.node': '', 'a/http.tsv': `${head}/readyz\t0\t7\t0\n` })).toBe(
      'no answer',
    )
    expect(await factOfDump(id, { 'a/role.node': '', 'a/healthz.json': '{"status":"ok"}' })).toBeUndefined()
  })

  test('a refused connection is silence, one without an answer in time is a hang', async () => {
    const refused = 'path\thttp_code\tcurl_exit\tbytes\n/readyz\t0\t7\t0\n/metrics\t0\t7\t0\n'
    const facts = await factsOfDump({
      'a/role.node': '',
      'a/http.tsv': refused,
      'b/role.node': '',
      'b/http.tsv': refused.replaceAll('\t7\t', '\t28\t'),
    })
    expect(['a', 'b'].map(node => facts.get('teleport.node.silent', node)?.value)).toEqual([true, true])
    expect(['a', 'b'].map(node => facts.get('teleport.node.unanswered', node)?.value)).toEqual([false, true])
  })
})

describe('joining', () => {
  test('identities are those that the store of the agent has', async () => {
    const id = 'teleport.node.identities'
    const schema = 'CREATE TABLE kv (\n           key TEXT);\n'
    const keys =
      'key=/ids/node/current value_bytes=8906 expires=\nkey=/states/node/state value_bytes=294 expires=\n'
    expect(await factOfDump(id, { 'a/role.node': '', 'a/proc/sqlite.sql': `${schema}${keys}` })).toEqual([
      'node',
    ])
    expect(await factOfDump(id, { 'a/role.node': '', 'a/proc/sqlite.sql': schema })).toEqual([])
    expect(await factOfDump(id, { 'a/role.auth': '', 'a/backend_keys.txt': keys })).toBeUndefined()
  })

  test('an instance that could not be collected says why; one with files was', async () => {
    const facts = await factsOfDump({
      'a/node.error': 'connection refused\n',
      'b/identity.json': identity({}),
    })
    expect(['a', 'b'].map(node => facts.get('teleport.node.not_collected', node)?.value)).toEqual([
      'connection refused',
      '',
    ])
  })
})

test('what an instance does not tell is unknown, not false', async () => {
  const facts = await factsOfDump({ 'a/role.node': '', 'b/identity.json': identity({ running: true }) })
  for (const id of [
    'teleport.node.running',
    'teleport.node.readiness',
    'teleport.config.mistakes',
    'teleport.host.disks',
    'teleport.metrics.audit_failed',
  ]) {
    expect(facts.get(id, 'a')).toBeUndefined()
  }
})
