// Versions, trust, authorities, connectors, settings and what is served: what holds for the cluster as a whole.
import { describe, expect, test } from 'vitest'
import { certificateOf } from '../../../analyzer/facts/teleport/resource-certificates.js'
import { durationOf, spanWords } from '../../../analyzer/facts/teleport/resource-times.js'
import { filesOf } from '../../documents/read.js'
import { factOfDump, host, minutesLater, objects, role, server, uuids } from './dump.js'

const { auth, proxy, node, other } = uuids

describe('versions', () => {
  const versions = (authVersion: string, nodeVersion: string, proxyVersions = [authVersion]) =>
    objects({
      auth_server: [server('auth_server', auth, { version: authVersion })],
      proxy: proxyVersions.map((version, index) => server('proxy', [proxy, other][index] ?? '', { version })),
      node: [server('node', node, { version: nodeVersion })],
    })

  test.each([
    ['newer_than_auth', '11.0.0-dev', '12.1.0', 1],
    ['newer_than_auth', '11.0.0', '11.3.7', 0],
    ['too_old', '13.0.0', '11.3.1', 1],
    ['too_old', '12.0.0', '11.3.1', 0],
    ['one_behind', '12.0.0', '11.3.1', 1],
    ['newer_than_auth', '11.0.0', '', 0],
  ])('%s with auth %s and node %s', async (id, authVersion, nodeVersion, count) => {
    expect(await factOfDump(`teleport.versions.${id}`, versions(authVersion, nodeVersion))).toHaveLength(
      count,
    )
  })

  test('proxies of two versions are mixed', async () => {
    const files = versions('11.0.0', '11.0.0', ['11.0.0', '11.0.1'])
    expect(await factOfDump('teleport.versions.mixed_proxies', files)).toHaveLength(2)
    expect(await factOfDump('teleport.versions.mixed_auths', files)).toEqual([])
  })

  test('without an Auth Service nothing is compared', async () => {
    expect(
      await factOfDump('teleport.versions.newer_than_auth', objects({ node: [server('node', node)] })),
    ).toBeUndefined()
  })
})

describe('trust', () => {
  const remote = (connection: string, minutes?: number) => ({
    kind: 'remote_cluster',
    version: 'v3',
    metadata: { name: 'leaf' },
    status: { connection, ...(minutes === undefined ? {} : { last_heartbeat: minutesLater(minutes) }) },
  })
  const trusted = (spec: object) =>
    objects({
      trusted_cluster: [{ kind: 'trusted_cluster', version: 'v2', metadata: { name: 'root' }, spec }],
      tunnel: [],
      role: [role('access')],
    })

  test('leaf clusters are offline, silent, or heard of', async () => {
    const of = (id: string, one: object) =>
      factOfDump(`teleport.trust.${id}`, objects({ remote_cluster: [one] }))
    expect(await of('offline', remote('offline', -21))).toEqual([
      { name: 'leaf', heard: '2026-11-21 08:39 UTC', ago: '21 minutes' },
    ])
    expect(await of('offline', remote('offline'))).toEqual([{ name: 'leaf', heard: '', ago: '' }])
    expect(await of('offline', remote('online', -1))).toEqual([])
    expect(await of('silent', remote('online', -31))).toHaveLength(1)
    expect(await of('silent', remote('online', -29))).toEqual([])
  })

  test.each([
    ['disabled', { enabled: false }, 1],
    ['disabled', { enabled: true }, 0],
    ['without_tunnel', { enabled: true }, 1],
    ['without_tunnel', { enabled: false }, 0],
    ['missing_roles', { role_map: [{ remote: 'ops', local: ['acces', 'access'] }] }, 1],
    ['missing_roles', { role_map: [{ remote: '^(.*)$', local: ['$1'] }] }, 0],
    ['maps_everybody', { role_map: [{ remote: '*', local: ['access'] }] }, 1],
    ['maps_everybody', { role_map: [{ remote: 'ops', local: ['access'] }] }, 0],
    ['maps_nobody', { role_map: [] }, 1],
    ['maps_nobody', { roles: ['access'] }, 0],
    ['odd_addresses', { web_proxy_addr: 'root.example.com:443', tunnel_addr: 'root.example.com:3025' }, 1],
    ['odd_addresses', { web_proxy_addr: 'root.example.com' }, 1],
    ['odd_addresses', { web_proxy_addr: 'localhost:3080' }, 1],
    ['odd_addresses', { web_proxy_addr: 'root.example.com:443', tunnel_addr: 'root.example.com:3024' }, 0],
  ])('%s of %j', async (id, spec, count) => {
    expect(await factOfDump(`teleport.trust.${id}`, trusted(spec))).toHaveLength(count)
  })
})

describe('certificate authorities', () => {
  const authority = (spec: object, subKind = 'host') => ({
    kind: 'cert_authority',
    sub_kind: subKind,
    version: 'v2',
    metadata: { name: 'example.com' },
    spec: { type: subKind, ...spec },
  })
  const rotation = {
    state: 'in_progress',
    phase: 'update_clients',
    mode: 'manual',
    current_id: 'r1',
    started: minutesLater(-90),
    grace_period: '1h0m0s',
  }

  test('a rotation is running, and overdue once its grace period is over', async () => {
    const files = (grace: string) =>
      objects({ cert_authority: [authority({ rotation: { ...rotation, grace_period: grace } })] })
    expect(await factOfDump('teleport.ca.rotations', files('30h0m0s'))).toMatchObject([
      {
        ca: 'host CA of example.com',
        phase: 'update_clients',
        age: '90 minutes',
        ends: '2026-11-22 13:30 UTC',
        overdue: '',
      },
    ])
    expect(await factOfDump('teleport.ca.rotations', files('1h0m0s'))).toMatchObject([
      { overdue: '30 minutes' },
    ])
    const ended = objects({
      cert_authority: [authority({ rotation: { ...rotation, state: 'standby', phase: 'standby' } })],
    })
    expect(await factOfDump('teleport.ca.rotations', ended)).toEqual([])
  })

  test('hosts in another phase of the running rotation lag behind', async () => {
    const following = { rotation: { phase: 'update_clients', current_id: 'r1' } }
    const files = (hostRotation: object) =>
      objects({
        cert_authority: [authority({ rotation })],
        node: [server('node', node, following), server('node', other, hostRotation)],
      })
    expect(await factOfDump('teleport.ca.lagging_hosts', files({}))).toEqual([
      { name: 'host-dddd', id: other, phase: 'standby' },
    ])
    expect(await factOfDump('teleport.ca.lagging_hosts', files(following))).toEqual([])
  })

  test('the pin of the recorded cluster is worked out, and compared with that of hosts', async () => {
    const recorded = await filesOf('teleport-healthy')
    const authorities = recorded['objects/tctl_get_cert_authority.yaml']?.toString() ?? ''
    const pin = /CA pin +(sha256:\w+)/.exec(recorded['objects/tctl_status.txt']?.toString() ?? '')?.[1] ?? ''
    const files = (ownPin: string) => ({
      'objects/tctl_get_cert_authority.yaml': authorities,
      ...host(node, ['node'], { ca_pin: ownPin }),
    })
    expect(await factOfDump('teleport.ca.wrong_pins', files(pin))).toEqual([])
    expect(await factOfDump('teleport.ca.wrong_pins', files(`sha256:${'0'.repeat(64)}`))).toEqual([
      { name: 'host-cccc', pin: 'sha256:000000000000…', joined: false },
    ])
    expect(await factOfDump('teleport.ca.wrong_pins', files('/var/lib/ca.pin'))).toEqual([])
  })

  test('private keys in a dump are found, blanked ones are not', async () => {
    const keys = (key: string) =>
      objects({ cert_authority: [authority({ active_keys: { tls: [{ cert: 'x', key }] } })] })
    expect(await factOfDump('teleport.ca.private_keys', keys('LS0tLS1CRUdJTg=='))).toEqual([
      'host CA of example.com',
    ])
    expect(await factOfDump('teleport.ca.private_keys', keys('****'))).toEqual([])
    expect(await factOfDump('teleport.ca.private_keys', keys(''))).toEqual([])
  })

  test('text that is no certificate is none', () => {
    expect(certificateOf(undefined)).toBeUndefined()
    expect(certificateOf('no certificate')).toBeUndefined()
    expect(certificateOf('x'.repeat(1_000_000))).toBeUndefined()
  })
})

describe('connectors', () => {
  const saml = (spec: object) => ({ kind: 'saml', version: 'v2', metadata: { name: 'corp' }, spec })
  const oidc = (spec: object) => ({ kind: 'oidc', version: 'v3', metadata: { name: 'corp' }, spec })
  const proxies = { proxy: [server('proxy', proxy, { public_addr: 'teleport.example.com:443' })] }

  test('roles that do not exist are told, with what is left', async () => {
    const connector = saml({ attributes_to_roles: [{ name: 'g', value: 'a', roles: ['dev', 'gone'] }] })
    expect(
      await factOfDump(
        'teleport.connectors.missing_roles',
        objects({ saml: [connector], role: [role('dev')] }),
      ),
    ).toEqual([{ connector: 'corp', missing: ['gone'], left: 1 }])
  })

  test.each([
    ['wrong_hosts', oidc({ redirect_url: 'https://old.example.com/v1/webapi/oidc/callback' }), 1],
    ['wrong_hosts', oidc({ redirect_url: ['https://teleport.example.com:443/v1/webapi/oidc/callback'] }), 0],
    ['wrong_paths', oidc({ redirect_url: 'https://teleport.example.com/v1/webapi/saml/acs' }), 1],
    ['wrong_paths', oidc({ redirect_url: 'http://teleport.example.com/v1/webapi/oidc/callback' }), 1],
    ['wrong_paths', saml({ acs: 'https://teleport.example.com/v1/webapi/saml/acs/other' }), 1],
    ['wrong_paths', saml({ acs: 'https://teleport.example.com/v1/webapi/saml/acs/corp' }), 0],
    ['without_provider', saml({ entity_descriptor: '' }), 1],
    ['without_provider', saml({ entity_descriptor_url: 'https://idp/metadata' }), 0],
    ['odd_issuers', oidc({ issuer_url: 'https://idp/.well-known/openid-configuration' }), 1],
    ['odd_issuers', oidc({ issuer_url: 'https://idp' }), 0],
    ['maps_nobody', oidc({ claims_to_roles: [] }), 1],
    ['secrets', oidc({ client_secret: 'abc' }), 1],
    ['secrets', oidc({ client_secret: '' }), 0],
  ])('%s of %j', async (id, connector, count) => {
    const { kind } = connector
    expect(
      await factOfDump(`teleport.connectors.${id}`, objects({ [kind]: [connector], ...proxies })),
    ).toHaveLength(count)
  })

  test('certificates of identity providers end, in the form of SAML metadata too', async () => {
    const recorded = (await filesOf('teleport-healthy'))['objects/tctl_get_saml.yaml']?.toString() ?? ''
    const pem = (/cert: \|\n([^]+?-----END CERTIFICATE-----)/.exec(recorded)?.[1] ?? '').replace(/^ +/gm, '')
    const bare = pem.replace(/-----[A-Z ]+-----|\n/g, '')
    const described = `<md:KeyDescriptor><ds:X509Certificate>${bare}</ds:X509Certificate></md:KeyDescriptor>`
    for (const spec of [{ cert: pem }, { entity_descriptor: described }]) {
      const files = objects({ saml: [saml(spec)] })
      const of = (id: string, time: string) =>
        factOfDump(`teleport.connectors.certificates_${id}`, files, time)
      expect(await of('ending', '2027-02-09T08:26:00Z')).toMatchObject([
        { which: 'the identity provider', at: '2027-02-19 08:26 UTC', span: '10 days' },
      ])
      expect(await of('ending', '2026-12-01T00:00:00Z')).toEqual([])
      expect(await of('expired', '2027-03-01T00:00:00Z')).toHaveLength(1)
    }
  })
})

describe('settings', () => {
  const preference = (spec: object) =>
    objects({ cluster_auth_preference: [{ kind: 'cluster_auth_preference', metadata: { name: 'x' }, spec }] })

  test.each([
    [{ second_factor: 'off' }, ['none']],
    [{ second_factor: 'optional' }, ['none', 'otp', 'webauthn']],
    [{ second_factors: [1, 2] }, ['otp', 'webauthn']],
    [{ second_factors: ['SECOND_FACTOR_TYPE_SSO'] }, ['sso']],
    [{}, undefined],
  ])('second factors of %j are %j', async (spec, factors) => {
    expect(await factOfDump('teleport.settings.second_factors', preference(spec))).toEqual(factors)
  })

  test('a missing second Auth Service is not zero where the list is not known', async () => {
    expect(
      await factOfDump(
        'teleport.settings.servers',
        objects({ auth_server: [], proxy: [server('proxy', proxy)] }),
      ),
    ).toEqual({
      auths: 0,
      proxies: 1,
    })
    expect(await factOfDump('teleport.settings.servers', objects({ proxy: [] }))).toBeUndefined()
  })
})

describe('what is served', () => {
  const db = (name: string, mode: unknown = 0) => ({
    kind: 'db',
    version: 'v3',
    metadata: { name },
    spec: { uri: 'x:1', tls: { mode } },
  })

  test('a database that no agent serves is told of; applications only where the version lists agents of them', async () => {
    const files = objects({
      db: [db('a'), db('b')],
      db_server: [server('db_server', 'a', { host_id: node })],
      app: [{ kind: 'app', metadata: { name: 'wiki' } }],
    })
    expect(await factOfDump('teleport.served.by_nobody', files)).toEqual([{ kind: 'database', name: 'b' }])
  })

  test('a certificate that nobody checks is told of, by name or number', async () => {
    const files = objects({ db: [db('a', 2), db('b', 'insecure'), db('c', 'verify-full'), db('d', 0)] })
    expect(await factOfDump('teleport.served.unchecked_databases', files)).toMatchObject([
      { name: 'a' },
      { name: 'b' },
    ])
  })
})

test('spans and durations in words', () => {
  expect([999, 1000, 90_000, 119_000, 7_200_000, 90_000_000, 200_000_000].map(spanWords)).toEqual([
    '1 second',
    '1 second',
    '90 seconds',
    '119 seconds',
    '2 hours',
    '25 hours',
    '2 days',
  ])
  expect(durationOf('30h0m0s')).toBe(108_000_000)
  expect(durationOf('soon')).toBeUndefined()
})
