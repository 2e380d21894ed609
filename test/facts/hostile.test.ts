// Whatever documents hold, no fact throws, and each value names where it comes from.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { factsOf } from './facts-of.js'

const kinds = [
  'metadata',
  'diagnostics',
  'support-packet',
  'stats',
  'jobs',
  'plugins',
  'config',
  'database-schema',
  'database-schema-sql',
  'permissions',
  'warning',
] as const

/** Keys that facts look for, so that odd values land where they are read. */
const keys = [
  'server_version',
  'license',
  'server',
  'version',
  'database',
  'schema_version',
  'file_store',
  'file_status',
  'cluster',
  'number_of_nodes',
  'SqlSettings',
  'DataSource',
  'MaxOpenConns',
  'DataSourceReplicas',
  'tables',
  'name',
  'columns',
  'indexes',
  'definition',
  'options',
  'data_type',
  'max_length',
  'ldap_sync_jobs',
  'status',
  'data',
  'error',
  'type',
  'enabled',
  'disabled',
  'id',
  'points',
  'text',
  'oauth_providers',
  'PluginSettings',
  'PluginStates',
  'Plugins',
  'roles',
  'schemes',
  'permissions',
  'default_channel_user_role',
  'migration_key',
  'start_at',
  'last_activity_at',
  'min_server_version',
  '__proto__',
]

const leaf = fc.oneof(
  fc.constantFrom(
    '11.0.0',
    '141',
    'error',
    'in_progress',
    'success',
    'pending',
    'channel_user',
    '2026-11-21T08:26:21.54Z',
    'FAIL',
    'posts',
    'postgres://****:****@h/d?a=b',
    '****',
    0,
    -1,
    141,
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

const documents = fc.record(Object.fromEntries(kinds.map(kind => [kind, value])))

test('facts of any documents come out or stay out, but never fail', () => {
  fc.assert(
    fc.property(documents, documents, fc.option(fc.integer()), (first, second, ms) => {
      const nodes = Object.fromEntries([
        ...Object.entries(first).map(([kind, document]) => [`a/${kind}`, document] as const),
        ...Object.entries(second).map(([kind, document]) => [`b/${kind}`, document] as const),
      ])
      const facts = factsOf(nodes, ms === null ? {} : { generatedAtMs: ms })
      for (const node of ['a', 'b']) {
        for (const id of facts.ids()) {
          const derived = facts.get(id, node)
          if (derived === undefined) continue
          expect(derived.value, id).not.toBeUndefined()
          expect(derived.value, id).not.toBeNaN()
        }
      }
    }),
    { numRuns: 300 },
  )
})

test('very many runs, roles, plugins and tables cost time in proportion', () => {
  const many = <T>(make: (index: number) => T) => Array.from({ length: 50_000 }, (_, index) => make(index))
  const facts = factsOf(
    {
      jobs: {
        ldap_sync_jobs: many(index => ({
          id: `${index}`,
          type: 'ldap_sync',
          status: 'in_progress',
          start_at: 1,
        })),
        migration_jobs: many(index => ({ status: 'error', data: { migration_key: `${index}` } })),
      },
      permissions: {
        roles: many(index => ({ name: `role_${index}`, permissions: ['create_post'] })),
        schemes: many(index => ({ default_channel_user_role: `role_${index + 1}` })),
      },
      plugins: { enabled: many(index => ({ id: `plugin-${index}`, version: '1.0.0' })), disabled: [] },
      'database-schema': {
        tables: many(index => ({ name: `idx_16421_${index}`, columns: [], indexes: [] })),
      },
      diagnostics: { server: { version: '11.6.0' }, database: { schema_version: '159' } },
    },
    { generatedAtMs: 10 },
  )
  for (const id of facts.ids()) facts.get(id, '')
  expect(facts.get('permissions.scheme_roles_missing', '')?.value).toEqual(['role_50000'])
  expect(facts.get('schema.other_tables', '')?.value).toHaveLength(50_000)
})

// A search that goes back over such texts takes minutes: the time limit of the test is the check.
test('long odd texts cost no more than reading them', () => {
  const long = 'on '.repeat(300_000)
  const dump = {
    tables: [{ name: 'posts', columns: [], indexes: [{ name: 'x', definition: `create index ${long}` }] }],
  }
  const facts = factsOf({
    'database-schema': dump,
    diagnostics: { database: { schema_version: '141', version: long } },
    config: { SqlSettings: { DataSource: `a= ${'b'.repeat(1_000_000)}` } },
    metadata: { server_version: long },
    warning: { points: [{ text: `failed to read advanced log file at path ${long}` }] },
  })
  for (const id of facts.ids()) facts.get(id, '')
  expect(facts.get('schema.extra_indexes', '')?.value).toHaveLength(1)
})
