// The parsers of document kinds, each on lines as servers write them.
import { describe, expect, test } from 'vitest'
import { parseConfig, setting } from '../../analyzer/documents/config.js'
import { parseDatabaseSchema, tablesByName } from '../../analyzer/documents/database-schema.js'
import { parseDiagnostics } from '../../analyzer/documents/diagnostics.js'
import { parseJobs } from '../../analyzer/documents/jobs.js'
import { parseMetadata, parsePluginMetadata } from '../../analyzer/documents/metadata.js'
import { parsePermissions } from '../../analyzer/documents/permissions.js'
import { parsePluginDiagnostics } from '../../analyzer/documents/plugin-diagnostics.js'
import { parsePlugins } from '../../analyzer/documents/plugins.js'
import { parseStats } from '../../analyzer/documents/stats.js'
import { parseSupportPacket } from '../../analyzer/documents/support-packet.js'
import { sourceText } from '../../analyzer/documents/text.js'
import { parseWarning } from '../../analyzer/documents/warning.js'
import { codes, parsed } from './read.js'

describe('metadata.yaml', () => {
  const lines = [
    'version: 1',
    'type: support-packet',
    'generated_at: 1795249626570',
    'server_version: 11.6.0',
    'server_id: e5kg86hy1pfu3g6sk6us3fr66r',
    'license_id: ""',
    'customer_id: labxcustomerxxxxxxxxxxxxxx',
  ]
  const text = (changes: Record<number, string> = {}) => lines.map((line, i) => changes[i] ?? line).join('\n')

  test('a sound one has no problems', () => {
    const found = parsed(parseMetadata, text())
    expect(found.problems).toEqual([])
    expect(found.value).toMatchObject({ generated_at: 1795249626570, license_id: '' })
  })

  test("a plugin packet's extras are kept", () => {
    const found = parsed(
      parsePluginMetadata,
      text({ 1: 'type: plugin-packet' }) + '\nextras:\n  plugin_id: a\n  min: 1\n',
    )
    expect(found.value.extras).toEqual({ plugin_id: 'a', min: 1 })
    expect(found.problems).toEqual([])
  })

  test('a time in seconds is a problem, and is read as the time it means', () => {
    const found = parsed(parseMetadata, text({ 2: 'generated_at: 1795249626' }))
    expect(codes(found)).toEqual(['METADATA_TIME_UNIT 3:1'])
    expect(found.value.generated_at).toBe(1795249626000)
  })

  test.each([
    ['version: 2', 0],
    ['type: mattermost', 1],
    ['type: plugin-packet', 1],
    ['generated_at: 0', 2],
    ['server_version: latest', 3],
    ['server_id: short', 4],
    ['license_id: abc', 5],
    ['customer_id: "labxcustomer-xxxxxxxxxxxxx"', 6],
  ])('%j is not valid', (line, index) => {
    expect(codes(parsed(parseMetadata, text({ [index]: line })))).toEqual([
      `METADATA_FIELD_INVALID ${index + 1}:1`,
    ])
  })

  test('a missing field is named', () => {
    const found = parsed(parseMetadata, lines.slice(0, 6).join('\n'))
    expect(found.problems.map(problem => problem.message)).toEqual(['metadata.yaml has no customer_id.'])
  })
})

describe('diagnostics.yaml', () => {
  test('the key erorr is read as error and found where it stands', () => {
    const text =
      'version: 2\nfile_store:\n  file_status: FAIL\n  erorr: "no bucket"\nldap:\n    error: down\n'
    const { value, locate } = parsed(parseDiagnostics, text)
    expect(value.file_store).toEqual({ file_status: 'FAIL', error: 'no bucket' })
    expect(value.ldap).toEqual({ error: 'down' })
    expect(locate(['file_store', 'error'])).toEqual({ line: 4, column: 3 })
    expect(locate(['ldap', 'error'])).toEqual({ line: 6, column: 5 })
  })

  test('empty maps stay, unknown keys stay, null is absence', () => {
    const { value, problems } = parsed(parseDiagnostics, 'ldap: {}\nnew_thing: {a: 1}\ncluster: null\n')
    expect(value).toEqual({ ldap: {}, new_thing: { a: 1 } })
    expect(problems).toEqual([])
  })

  test('a value of the wrong type is left out and named; a number for text is text', () => {
    const found = parsed(parseDiagnostics, 'database:\n  master_connections: many\n  schema_version: 159\n')
    expect(found.value).toEqual({ database: { schema_version: '159' } })
    expect(codes(found)).toEqual(['FIELD_TYPE 2:3'])
  })

  test('a list in place of the map is unreadable', () => {
    expect(codes(parseDiagnostics(sourceText('- 1\n')))).toEqual(['DOCUMENT_SHAPE 1:1'])
  })
})

describe('jobs', () => {
  const recent = [
    'ldap_sync_jobs: []',
    'bleve_post_indexin_jobs: []',
    'migration_jobs:',
    '    - id: a',
    '      create_at: "2026-11-21T08:26:21.54Z"',
    '      start_at: "1970-01-01T00:00:00Z"',
    '      status: success',
    '      data:',
    '        migration_key: m',
  ].join('\n')

  test('times are text and milliseconds; never started has no milliseconds', () => {
    const { value, locate } = parsed(parseJobs, recent)
    expect(value['migration_jobs']?.[0]).toEqual({
      id: 'a',
      create_at: '2026-11-21T08:26:21.54Z',
      create_at_ms: Date.UTC(2026, 10, 21, 8, 26, 21, 540),
      start_at: '1970-01-01T00:00:00Z',
      status: 'success',
      data: { migration_key: 'm' },
    })
    expect(locate(['migration_jobs', 0, 'create_at_ms'])).toEqual({ line: 5, column: 7 })
    expect(locate(['migration_jobs', 0, 'data', 'migration_key'])).toEqual({ line: 9, column: 9 })
  })

  test("a time in the server's zone is the same moment", () => {
    const { value } = parsed(parseJobs, 'a_jobs:\n- create_at: "2023-11-15T03:43:20.123+05:30"\n')
    expect(value['a_jobs']?.[0]?.create_at_ms).toBe(Date.UTC(2023, 10, 14, 22, 13, 20, 123))
  })

  test('the list that lacks its g is found under the right name', () => {
    const { value, locate } = parsed(parseJobs, recent)
    expect(Object.keys(value)).toEqual(['ldap_sync_jobs', 'bleve_post_indexing_jobs', 'migration_jobs'])
    expect(locate(['bleve_post_indexing_jobs'])).toEqual({ line: 2, column: 1 })
  })

  test('support_packet.yaml lists jobs in the same form, whatever its keys are called', () => {
    const text = [
      'server_version: 10.4.0',
      'license_is_trial: "true"',
      'file_status: OK',
      'bleve_post_indexin_jobs: []',
      'migration_jobs:',
      '- id: a',
      '  createat: 1795249096017',
      '  startat: 0',
      '  lastactivityat: 1795249106271',
    ].join('\n')
    const { value, locate, problems } = parsed(parseSupportPacket, text)
    expect(value).toEqual({
      server_version: '10.4.0',
      license_is_trial: true,
      file_status: 'OK',
      bleve_post_indexing_jobs: [],
      migration_jobs: [
        {
          id: 'a',
          create_at: '2026-11-21T08:18:16.017Z',
          create_at_ms: 1795249096017,
          start_at: '1970-01-01T00:00:00.000Z',
          last_activity_at: '2026-11-21T08:18:26.271Z',
          last_activity_at_ms: 1795249106271,
        },
      ],
    })
    expect(problems).toEqual([])
    expect(locate(['migration_jobs', 0, 'last_activity_at_ms'])).toEqual({ line: 9, column: 3 })
  })
})

describe('plugins.json', () => {
  test('both lists are there whatever the file calls them, and null is an empty list', () => {
    const old = parsed(parsePlugins, '{\n"active": [\n{"id": "a", "version": "1.0.0"}],\n"inactive": []\n}')
    expect(old.value).toEqual({ enabled: [{ id: 'a', version: '1.0.0' }], disabled: [] })
    expect(old.locate(['enabled', 0, 'id'])).toEqual({ line: 3, column: 2 })
    expect(old.locate(['disabled'])).toEqual({ line: 4, column: 1 })
    const none = parsed(parsePlugins, '{"enabled": null, "disabled": null}')
    expect(none.value).toEqual({ enabled: [], disabled: [] })
    expect(none.problems).toEqual([])
  })
})

describe('plugin diagnostics', () => {
  test('what Calls nests is at the top too', () => {
    const text = 'version: 1.2.0\ncallsstats:\n    total_calls: 5\n    total_active_calls: 1\n'
    const { value, locate } = parsed(parsePluginDiagnostics, text)
    expect(value).toMatchObject({ version: '1.2.0', total_calls: 5, callsstats: { total_calls: 5 } })
    expect(locate(['total_active_calls'])).toEqual({ line: 4, column: 5 })
    expect(locate(['callsstats', 'total_calls'])).toEqual({ line: 3, column: 5 })
  })
})

describe('warning.txt', () => {
  test('each point has its line', () => {
    const text = '2 errors occurred:\n\t* failed to read a: no such file\n\t* plugin not found: b\n\n'
    const { value, locate } = parsed(parseWarning, text)
    expect(value).toEqual({
      count: 2,
      points: [
        { text: 'failed to read a: no such file', line: 2 },
        { text: 'plugin not found: b', line: 3 },
      ],
    })
    expect(locate(['points', 1, 'text'])).toEqual({ line: 3, column: 1 })
  })

  test('a list inside a point, and a message over several lines', () => {
    const text =
      '1 error occurred:\n\t* failed to answer: 2 errors occurred:\n\t* first\ngoes on\n\t* second\n\n'
    expect(parsed(parseWarning, text).value.points.map(point => point.text)).toEqual([
      'failed to answer',
      'first goes on',
      'second',
    ])
  })

  test('before 10.0 every line is a message', () => {
    expect(parsed(parseWarning, 'first\nsecond').value.points.map(point => point.text)).toEqual([
      'first',
      'second',
    ])
  })

  test('an empty one is said to be empty', () => {
    expect(codes(parseWarning(sourceText('\n')))).toEqual(['ENTRY_EMPTY'])
  })
})

describe('database_schema.yaml', () => {
  test('tables are found by name, whatever their order', () => {
    const text =
      'database_encoding: UTF8\ntables:\n- name: b\n- name: a\n  options:\n    x: "0.05"\n  columns: []\n'
    const { value } = parsed(parseDatabaseSchema, text)
    expect(tablesByName(value).get('a')).toEqual({ name: 'a', options: { x: '0.05' }, columns: [] })
  })
})

describe('sanitized_config.json', () => {
  test('settings are read by path; unknown ones are kept', () => {
    const { value, problems } = parsed(
      parseConfig,
      '{"SqlSettings": {"MaxOpenConns": 40, "New": [1]}, "NewSettings": {}}',
    )
    expect(setting(value, 'SqlSettings', 'MaxOpenConns')).toBe(40)
    expect(setting(value, 'SqlSettings', 'New', 0)).toBe(1)
    expect(setting(value, 'SqlSettings', 'toString')).toBeUndefined()
    expect(value['NewSettings']).toEqual({})
    expect(problems).toEqual([])
  })

  test.each(['{}', '{"scripts": {"test": "vitest"}}'])('%s is no configuration of a server', text => {
    expect(codes(parsed(parseConfig, text))).toEqual(['CONFIG_WITHOUT_SECTIONS'])
  })

  test('a setting of another type than its default is left out and named', () => {
    const found = parsed(parseConfig, '{"SqlSettings": {\n"MaxOpenConns": "forty", "Trace": false}}')
    expect(found.value).toEqual({ SqlSettings: { Trace: false } })
    expect(codes(found)).toEqual(['FIELD_TYPE 2:1'])
  })
})

test('stats.yaml and permissions.yaml keep what they have', () => {
  expect(parsed(parseStats, 'posts: 689\nnew_count: 1\n').value).toEqual({ posts: 689, new_count: 1 })
  const roles = parsed(
    parsePermissions,
    'roles:\n- name: a\n  permissions: [x]\n  scheme_id: null\nschemes: []\n',
  )
  expect(roles.value).toEqual({ roles: [{ name: 'a', permissions: ['x'] }], schemes: [] })
  expect(roles.problems).toEqual([])
})
