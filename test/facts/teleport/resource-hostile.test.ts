// Whatever a dump lists, no fact throws, and long lists cost time in proportion.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { factsOf } from '../facts-of.js'
import { factsOfDump, inventoryOf, objects, role, server, user } from './dump.js'

const kinds = [
  'user',
  'role',
  'node',
  'proxy',
  'auth_server',
  'token',
  'lock',
  'semaphore',
  'cert_authority',
  'remote_cluster',
  'trusted_cluster',
  'tunnel',
  'github',
  'oidc',
  'saml',
  'cluster_auth_preference',
  'cluster_networking_config',
  'db_server',
  'db',
  'app',
  'access_list',
  'Pod',
  'Event',
  'Node',
  'Deployment',
  'PersistentVolumeClaim',
  'ResourceQuota',
  'Service',
  'Certificate',
  'Secret',
  'Ingress',
  'gadget',
  '',
]

/** Keys that facts look for, so that odd values land where they are read. */
const keys = [
  'metadata',
  'name',
  'spec',
  'status',
  'labels',
  'expires',
  'roles',
  'allow',
  'deny',
  'logins',
  'node_labels',
  'rotation',
  'phase',
  'state',
  'started',
  'grace_period',
  'hostname',
  'version',
  'addr',
  'proxy_ids',
  'traits',
  'target',
  'role_map',
  'local',
  'remote',
  'active_keys',
  'tls',
  'cert',
  'rules',
  'resources',
  'verbs',
  'options',
  'max_session_ttl',
  'redirect_url',
  'acs',
  'join_method',
  'connection',
  'last_heartbeat',
  'containerStatuses',
  'waiting',
  'terminated',
  'reason',
  'conditions',
  'type',
  'hard',
  'used',
  'containers',
  'image',
  'data',
  'selector',
  '__proto__',
]

const leaf = fc.oneof(
  fc.constantFrom(
    '*',
    '11.0.0',
    '2026-11-21T08:26:21.54Z',
    '30h0m0s',
    'offline',
    'update_clients',
    'CrashLoopBackOff',
    '{{internal.logins}}',
    '10.0.0.1:3022',
    '2Gi',
  ),
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
)

const { value } = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string()), tie('value'), { maxKeys: 6 }),
  ),
}))

const object = fc.tuple(
  fc.constantFrom(...kinds),
  fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 8 }),
)

test('facts of any objects come out or stay out, but never fail', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(object, { maxLength: 6 }), async listed => {
      const items = listed.map(([kind, fields]) => ({ ...fields, kind }))
      const facts = await factsOfDump({
        'objects/tctl_get_role.yaml': items,
        'kube/kubectl_get_all.yaml': { kind: 'List', items },
        ...inventoryOf('x'),
      })
      for (const id of facts.ids()) {
        const derived = facts.get(id, '')
        if (derived !== undefined) expect(derived.value, id).not.toBeUndefined()
      }
    }),
    { numRuns: 60 },
  )
})

test('listings and error files of any text are harmless', () => {
  fc.assert(
    fc.property(value, value, (listing, error) => {
      const facts = factsOf({
        'teleport-listing': { rows: [], pairs: [], lines: 0, ...(listing as object) },
        'teleport-resource-error': error,
      })
      expect(facts.get('teleport.agents.connected', '')).toBeUndefined()
    }),
    { numRuns: 50 },
  )
})

test('five thousand users, roles and nodes cost time in proportion', async () => {
  const many = <T>(make: (index: number) => T) => Array.from({ length: 5_000 }, (_, index) => make(index))
  const facts = await factsOfDump(
    objects({
      user: many(index => user(`user-${index}`, [`role-${index}`, 'gone'])),
      role: many(index =>
        role(`role-${index}`, { allow: { logins: ['a'], node_labels: { team: `t${index % 50}` } } }),
      ),
      node: many(index =>
        server(
          'node',
          `node-${index}`,
          { hostname: `h${index}` },
          { labels: { team: `t${index % 40}`, rack: `r${index % 90}` } },
        ),
      ),
    }),
  )
  for (const id of facts.ids()) facts.get(id, '')
  expect(facts.get('teleport.rbac.users_with_missing_roles', '')?.value).toHaveLength(5_000)
  expect(facts.get('teleport.rbac.roles_fitting_no_node', '')?.value).toHaveLength(1_000)
})
