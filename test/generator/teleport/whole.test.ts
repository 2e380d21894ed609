// A whole dump, made by one call against a stand-in that replays what a real cluster said.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  generateTeleport,
  type TeleportOptions,
  type TeleportMade,
} from '../../../generator/teleport/index.js'
import { analyzeFile } from '../../../analyzer/index.js'
import { bytesOf, clients, hosts, standInCluster, type StandInCluster } from './stand-in-cluster.js'

const out = mkdtempSync(join(tmpdir(), 'sp-teleport-whole-'))
afterAll(() => rmSync(out, { recursive: true, force: true }))

let cluster: StandInCluster
beforeEach(async () => {
  cluster = await standInCluster()
  vi.stubEnv('STAND_IN', cluster.folder)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await cluster.remove()
})

let number = 0
const make = (more: Partial<TeleportOptions> = {}, signal?: AbortSignal): Promise<TeleportMade> =>
  generateTeleport(
    {
      destination: { kind: 'file', path: join(out, `dump-${number++}.zip`), overwrite: false },
      mode: 'default',
      scope: 'cluster',
      way: 'tsh',
      tctl: { program: clients.tctl },
      clients,
      ...more,
    },
    undefined,
    signal,
  )

/** The mock tree of RFD 77, as far as a cluster without Kubernetes has it. */
const kindsOfTheRfd = [
  'auth_server',
  'cert_authority',
  'cluster_auth_preference',
  'connectors',
  'github',
  'kube_service',
  'namespace',
  'node',
  'oidc',
  'proxy',
  'remote_cluster',
  'role',
  'saml',
  'semaphore',
  'trusted_cluster',
  'tunnel',
  'user',
]

describe('of a healthy cluster', () => {
  test('has every file of the RFD, tells who could not be reached, and is valid', async () => {
    await cluster.host(hosts.node, 'files')
    await cluster.host(hosts.app, 'files')
    const made = await make()
    const entries = await bytesOf(made.file)
    const names = Object.keys(entries)
    for (const kind of kindsOfTheRfd)
      expect(names).toEqual(
        expect.arrayContaining([`objects/tctl_get_${kind}.yaml`, `objects/tctl_get_${kind}.error`]),
      )
    for (const file of [
      'teleport.yaml',
      'role.node',
      'cmdline',
      'proc/sqlite.sql',
      'metrics.prom',
      'teleport.service/log.txt',
      'teleport.service/log.json',
      'teleport.service/teleport.service',
    ])
      expect(names).toContain(`nodes/${hosts.node}/${file}`)
    for (const file of [
      'readme.html',
      'report.txt',
      'manifest.json',
      'objects/exit_codes.tsv',
      'objects/lists.tsv',
      'objects/tctl_status.txt',
    ])
      expect(names).toContain(file)
    expect(String(entries[`nodes/${hosts.fileLog}/node.error`])).toMatch(
      /^no tunnel: .*no tunnel connection found/,
    )
    expect(made.validation?.valid).toBe(true)
    expect(made.report.verdict).toBe('partial')
    expect(made.report.troubles.find(({ reason }) => reason === 'no tunnel')).toMatchObject({
      count: 1,
      nodes: ['tp-node-2'],
    })
  })
})

const agent = { only: ['node', 'role', 'token'] }

describe('of a cluster in trouble', () => {
  test('refusals are answers: stated with the right that is missing, and the rest goes on', async () => {
    const codes = String((await bytesOf('samples/teleport-healthy.zip'))['objects/exit_codes.tsv'])
    cluster.write('objects/exit_codes.tsv', codes.replace(/^role\tyaml\t0/m, 'role\tyaml\t1'))
    cluster.write('objects/tctl_get_role.yaml', '')
    cluster.write(
      'objects/tctl_get_role.error',
      '\u001b[31mERROR: \u001b[0maccess denied to perform action "list" on "role", access denied to perform action "read" on "role"\n',
    )
    const made = await make({ objects: agent, way: 'local' })
    const role = made.report.attempts.find(({ what }) => what === 'tctl get role')
    expect(role).toMatchObject({ outcome: 'denied', entry: 'objects/tctl_get_role.yaml' })
    expect(role?.reason).toContain('access denied to perform action "list" on "role"')
    expect(made.report.counts.failed).toBe(0)
    const entries = await bytesOf(made.file)
    expect(String(entries['objects/tctl_get_role.error'])).toMatch(/^ERROR: access denied/)
    expect(String(entries['objects/exit_codes.tsv'])).toMatch(/^role\tyaml\t1\t/m)
    expect(String(entries['objects/tctl_get_node.yaml'])).toContain('hostname: tp-node-1')
  })

  test('an Auth Service that is down leaves a dump that says so, and in which analyze finds it', async () => {
    await cluster.remove()
    cluster = await standInCluster('teleport-auth-down')
    vi.stubEnv('STAND_IN', cluster.folder)
    const made = await make()
    expect(made.report.verdict).toBe('nothing')
    expect(made.report.troubles[0]).toMatchObject({ outcome: 'failed' })
    expect(made.report.troubles[0]?.reason).toMatch(/Is the auth server running on/)
    expect(made.validation?.valid).toBe(true)
    const [analysis] = await analyzeFile(made.file)
    expect(analysis?.findings[0]?.message).toMatch(/reach|refus|connect/i)
  })

  test('hosts that refuse, hang, are locked or talk nonsense are told apart, and hold up nobody', async () => {
    for (const [index, way] of (['refused', 'denied', 'hang', 'half', 'none'] as const).entries())
      await cluster.host(`0000000${index}-0000-4000-8000-000000000000`, way)
    const made = await make({
      objects: agent,
      timeoutMs: 10_000,
      nodes: Array.from({ length: 5 }, (_, index) => `0000000${index}-0000-4000-8000-000000000000`),
    })
    expect(made.report.agents.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['failed', 'connection refused'],
      ['failed', 'lock in force'],
      ['failed', 'timeout'],
      ['failed', expect.stringContaining('did not run the script')],
      ['failed', 'no tunnel'],
    ])
    const entries = await bytesOf(made.file)
    expect(String(entries['nodes/00000002-0000-4000-8000-000000000000/node.error'])).toMatch(/^timeout/)
    expect(made.validation?.valid).toBe(true)
  })
})

test('without tctl the hosts that tsh lists are collected', async () => {
  await cluster.host(hosts.node, 'files')
  const node = { kind: 'node', metadata: { name: hosts.node }, spec: { hostname: 'tp-node-1' } }
  cluster.write('tsh-ls.json', JSON.stringify([node, { kind: 'node' }, 'odd']))
  const made = await make({ tctl: { program: '/nowhere/tctl' } })
  expect(made.report.agents).toMatchObject([{ name: 'tp-node-1', outcome: 'collected' }])
  expect(made.report.verdict).toBe('partial')
  expect(made.report.troubles[0]?.reason).toContain('is not installed')
})

test('a cancel keeps what is there, and says that it is not all', async () => {
  await cluster.host(hosts.node, 'hang')
  const stop = new AbortController()
  const made = await generateTeleport(
    {
      destination: { kind: 'file', path: join(out, 'cancelled.zip'), overwrite: false },
      mode: 'default',
      scope: 'cluster',
      way: 'tsh',
      tctl: { program: clients.tctl },
      clients,
      objects: agent,
    },
    event => {
      // Others have ended by then; this one hangs.
      if (event.stage === 'instances') stop.abort()
    },
    stop.signal,
  )
  expect(made.cancelled).toBe(true)
  expect(made.report.verdict).toBe('partial')
  const entries = await bytesOf(made.file)
  expect(String(entries['report.txt'])).toContain('It was cancelled before its end.')
  expect(JSON.parse(String(entries['manifest.json']))).toMatchObject({ cancelled: true, complete: false })
  expect(Object.keys(entries)).toContain('objects/tctl_get_node.yaml')
})

const canary = 'CANARY'
const key = `-----BEGIN PRIVATE KEY-----\n${'CANARYkeyCANARYkey'.repeat(3)}\n-----END PRIVATE KEY-----\n`

test('no secret leaves, wherever it stands, and no name when names are not to leave', async () => {
  const indented = key.replace(/^/gm, '        ')
  const text = String((await bytesOf('samples/teleport-healthy.zip'))['objects/tctl_get_connectors.yaml'])
  cluster.write(
    'objects/tctl_get_connectors.yaml',
    text.replace('client_secret: ""', `client_secret: ${canary}-1`),
  )
  cluster.write(
    'objects/tctl_get_cert_authority.yaml',
    `kind: cert_authority\nspec:\n  active_keys:\n    tls:\n    - cert: x\n      key: ${Buffer.from(key).toString('base64')}\n      other: |\n${indented}version: v2\n`,
  )
  cluster.write(
    'objects/tctl_get_token.yaml',
    `kind: token\nmetadata:\n  name: ${canary}-token\nspec:\n  join_method: token\nversion: v2\n`,
  )
  cluster.write(
    'objects/tctl_tokens_ls.txt',
    `Token        Type Labels Expiry Time (UTC) \n------------ ---- ------ ----------------- \n${canary}-token Node        never             \n`,
  )
  await cluster.host(hosts.node, 'files', {
    config: config =>
      `${config.replace(/token_name: .*/, `token_name: ${canary}-token`)}\n# ${canary}-token was used\n`,
  })
  const made = await make({ obfuscate: true, key: Buffer.alloc(32, 4) })
  for (const [name, bytes] of Object.entries(await bytesOf(made.file))) {
    const shown = bytes.toString('latin1')
    expect(`${name} ${shown}`, name).not.toMatch(/CANARY|Q0FOQVJZ/)
    expect(`${name} ${shown}`, name).not.toMatch(
      /tp-(?:node|auth|proxy|app)-\d|ops-admin|10\.20\.0\.(?!0\b)\d|example\.com/,
    )
  }
  expect(made.validation?.valid).toBe(true)
  expect(made.report.names).toBe('obfuscated')
})

test('objects and logs of Kubernetes: what can be listed, containers and their earlier runs', async () => {
  cluster.write('kube/api-resources', 'pods\nevents\nsecrets\nconfigmaps\ncertificates.cert-manager.io\n')
  cluster.write(
    'kube/pods.json',
    JSON.stringify({
      items: [
        {
          metadata: { name: 'teleport-auth-0' },
          spec: { initContainers: [{ name: 'wait' }], containers: [{ name: 'teleport' }] },
          status: { containerStatuses: [{ name: 'teleport', restartCount: 2 }] },
        },
      ],
    }),
  )
  cluster.write('kube/pods.yaml', 'apiVersion: v1\nitems: []\nkind: List\n')
  cluster.write(
    'kube/secrets.yaml',
    'apiVersion: v1\nitems:\n- apiVersion: v1\n  data:\n    key: Q0FOQVJZLTE=\n  kind: Secret\n  metadata:\n    name: s\nkind: List\n',
  )
  cluster.write('kube/log-teleport.log', '2026-11-21T09:33:04.123456789Z INFO [AUTH] up. service.go:1\n')
  cluster.write('kube/log-wait.log', '')
  cluster.write('kube/previous-teleport.log', '2026-11-21T09:00:00.123456789Z FATA gone\n')
  const made = await make({ objects: agent, way: 'local', namespace: 'teleport' })
  const entries = await bytesOf(made.file)
  expect(String(entries['kube/kubectl_get_secrets.yaml'])).toMatch(/key: secret-\w{12} # 8 bytes/)
  expect(String(entries['kube/kubectl_logs_teleport_teleport-auth-0_teleport.log'])).toContain(
    'INFO [AUTH] up',
  )
  expect(String(entries['kube/kubectl_logs_teleport_teleport-auth-0_teleport.previous.log'])).toContain(
    'FATA gone',
  )
  expect(String(entries['kube/kubectl_get_events.error'])).toContain('(Forbidden)')
  expect(made.report.attempts.find(({ what }) => what === 'kubectl get events')).toMatchObject({
    outcome: 'denied',
  })
  expect(made.report.attempts.find(({ what }) => what === 'kubectl get pods')).toMatchObject({
    outcome: 'succeeded',
  })
  expect(made.validation?.valid).toBe(true)
})

test('tctl is asked for nothing that prints secrets, and only for what was chosen', async () => {
  const made = await make({ objects: { only: ['role', 'node'], without: ['node'] }, way: 'local' })
  const asked = made.report.attempts.map(({ what }) => what)
  expect(asked).toEqual(['tctl version', 'tctl status', 'tctl get role'])
})
