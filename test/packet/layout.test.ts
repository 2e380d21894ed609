// Layouts: what names mean, which generation a packet is, what each generation writes.
import { describe, expect, test } from 'vitest'
import type { DocumentKind } from '../../analyzer/packet/layout-types.js'
import { packetOf } from '../../analyzer/packet/memory.js'
import {
  classifyEntries,
  entriesOf,
  generationOf,
  products,
  recogniseLayout,
  tolerantVersion,
} from '../../analyzer/packet/layout.js'
import type { ReadValue } from '../../analyzer/packet/layout.js'
import { mattermost } from '../../analyzer/packet/layouts/mattermost.js'

/** Names → `kind`, `kind@node` or `kind+plugin`. */
function meanings(...names: string[]): Record<string, string> {
  const packet = packetOf(Object.fromEntries(names.map(name => [name, 'x'])))
  return Object.fromEntries(
    classifyEntries(packet.entries).map(({ entry, kind, node, plugin }) => [
      entry.name,
      `${kind}${node === undefined ? '' : `@${node}`}${plugin === undefined ? '' : `+${plugin}`}`,
    ]),
  )
}

function recognise(names: readonly string[], values: Partial<Record<DocumentKind, unknown>> = {}) {
  const packet = packetOf(Object.fromEntries(names.map(name => [name, 'x'])))
  const read: ReadValue = (kind, path) =>
    path.reduce<unknown>(
      (value, step) => (value as Record<string, unknown> | undefined)?.[step],
      values[kind],
    )
  return recogniseLayout(classifyEntries(packet.entries), read)
}

describe('meaning by name', () => {
  test('a standalone server has everything at the root', () => {
    expect(
      meanings('metadata.yaml', 'sanitized_config.json', 'mattermost.log', 'cpu.prof', 'goroutines'),
    ).toEqual({
      'metadata.yaml': 'metadata',
      'sanitized_config.json': 'config@',
      'mattermost.log': 'mattermost-log@',
      'cpu.prof': 'cpu-profile@',
      goroutines: 'goroutines@',
    })
  })

  test('a cluster has a folder a node', () => {
    expect(
      meanings('metadata.yaml', 'mm-app-1/diagnostics.yaml', 'mm-app-1/heap.prof', 'mm-app-1/ldap.log'),
    ).toEqual({
      'metadata.yaml': 'metadata',
      'mm-app-1/diagnostics.yaml': 'diagnostics@mm-app-1',
      'mm-app-1/heap.prof': 'heap-profile@mm-app-1',
      'mm-app-1/ldap.log': 'ldap-log@mm-app-1',
    })
  })

  test("a folder with diagnostics.yaml alone is a plugin's", () => {
    expect(meanings('mattermost.log', 'jira/diagnostics.yaml', '1.4.0/diagnostics.yaml')).toEqual({
      'mattermost.log': 'mattermost-log@',
      'jira/diagnostics.yaml': 'plugin-diagnostics+jira',
      '1.4.0/diagnostics.yaml': 'plugin-diagnostics+1.4.0',
    })
  })

  test('rotated logs that somebody added keep the kind of their log', () => {
    expect(
      meanings(
        'mattermost-2026-11-20T10-00-00.000.log.gz',
        'audit-2026-11-20T10-00-00.000.log',
        'mattermost.log.1',
      ),
    ).toEqual({
      'mattermost-2026-11-20T10-00-00.000.log.gz': 'mattermost-log@',
      'audit-2026-11-20T10-00-00.000.log': 'audit-log@',
      'mattermost.log.1': 'mattermost-log@',
    })
  })

  test("another node's files may have its name as a prefix", () => {
    expect(
      meanings('mattermost.log', 'node2_mattermost.log', 'node2-goroutines', 'node2mattermost.log'),
    ).toEqual({
      'mattermost.log': 'mattermost-log@',
      'node2_mattermost.log': 'mattermost-log@node2',
      'node2-goroutines': 'goroutines@node2',
      'node2mattermost.log': 'mattermost-log@node2',
    })
  })

  test('both names of the schema are known', () => {
    expect(meanings('metadata.yaml', 'database_schema.yaml', 'postgres_schema_dump.sql')).toMatchObject({
      'database_schema.yaml': 'database-schema',
      'postgres_schema_dump.sql': 'database-schema-sql',
    })
  })

  test('configuration at the root of a cluster speaks for all nodes', () => {
    expect(meanings('sanitized_config.json', 'a/mattermost.log', 'b/mattermost.log')).toMatchObject({
      'sanitized_config.json': 'config',
    })
  })

  test('a cluster-wide entry in a node folder is used and called misplaced', () => {
    const packet = packetOf({ 'a/mattermost.log': '', 'a/stats.yaml': '', 'b/goroutines': '' })
    expect(classifyEntries(packet.entries)[1]).toMatchObject({ kind: 'stats', misplacedFrom: 'stats.yaml' })
  })

  test('a folder people sort logs into is no node', () => {
    const packet = packetOf({ 'metadata.yaml': '', 'logs/mattermost.log': '' })
    expect(classifyEntries(packet.entries)[1]).toMatchObject({ node: '', misplacedFrom: 'mattermost.log' })
  })

  test('what no layout knows is unknown', () => {
    expect(meanings('metadata.yaml', 'notes.txt', 'jira/extra.bin')).toEqual({
      'metadata.yaml': 'metadata',
      'notes.txt': 'unknown',
      'jira/extra.bin': 'unknown',
    })
  })

  test('a Teleport dump has a folder a process', () => {
    const node = 'nodes/02898b90-36ca-4be2-b433-72c08ed4bdd7'
    const at = '@02898b90-36ca-4be2-b433-72c08ed4bdd7'
    expect(
      meanings(
        `${node}/teleport.yaml`,
        `${node}/role.app`,
        `${node}/metrics.prom`,
        `${node}/readyz.json`,
        `${node}/identity.json`,
        `${node}/node.error`,
        `${node}/teleport.service/log.json`,
        `${node}/teleport.service/teleport.service`,
        `${node}/logs/teleport.log`,
        `${node}/proc/fd_count.txt`,
        'objects/tctl_get_role.yaml',
        'objects/tctl_get_role.error',
        'objects/tctl_status.txt',
        'kube/kubectl_logs_ns_pod_c.log',
      ),
    ).toEqual({
      [`${node}/teleport.yaml`]: `teleport-config${at}`,
      [`${node}/role.app`]: `teleport-role${at}`,
      [`${node}/metrics.prom`]: `teleport-metrics${at}`,
      [`${node}/readyz.json`]: `teleport-health${at}`,
      [`${node}/identity.json`]: `teleport-identity${at}`,
      [`${node}/node.error`]: `teleport-node-error${at}`,
      [`${node}/teleport.service/log.json`]: `teleport-log${at}`,
      [`${node}/teleport.service/teleport.service`]: `teleport-unit${at}`,
      [`${node}/logs/teleport.log`]: `teleport-log${at}`,
      [`${node}/proc/fd_count.txt`]: `teleport-descriptors${at}`,
      'objects/tctl_get_role.yaml': 'teleport-resource',
      'objects/tctl_get_role.error': 'teleport-resource-error',
      'objects/tctl_status.txt': 'teleport-listing',
      'kube/kubectl_logs_ns_pod_c.log': 'teleport-log',
    })
  })
})

describe('generation', () => {
  test.each([
    ['7.8.0', 'mattermost-5.33'],
    ['9.2.0', 'mattermost-9.2'],
    ['9.11.3', 'mattermost-9.11'],
    ['10.3.9', 'mattermost-9.11'],
    ['10.4.1', 'mattermost-10.4'],
    ['10.5.0-rc1', 'mattermost-10.5'],
    ['v10.9.5', 'mattermost-10.5'],
    ['10.10', 'mattermost-10.10'],
    ['10.12.0', 'mattermost-10.11'],
    ['11.0.0', 'mattermost-11.0'],
    ['12.3.4', 'mattermost-11.0'],
  ])('server %s writes layout %s', (version, id) => {
    const found = recognise(['metadata.yaml'], { metadata: { server_version: version } })
    expect(found?.layout).toMatchObject({ id, recognisedBy: 'metadata.yaml', serverVersion: version })
  })

  test('without metadata the version comes from support_packet.yaml, then from diagnostics.yaml', () => {
    const old = recognise(['support_packet.yaml'], { 'support-packet': { server_version: '9.8.1' } })
    expect(old?.layout).toMatchObject({ id: 'mattermost-9.2', recognisedBy: 'support_packet.yaml' })
    const recent = recognise(['diagnostics.yaml'], { diagnostics: { server: { version: '11.6.0' } } })
    expect(recent?.layout).toMatchObject({ id: 'mattermost-11.0', recognisedBy: 'diagnostics.yaml' })
  })

  test.each([
    [['sanitized_config.json', 'mattermost.log'], 'mattermost-5.33', 'sanitized_config.json'],
    [['sanitized_config.json', 'goroutines'], 'mattermost-9.2', 'profiles'],
    [['sanitized_config.json', 'stats.yaml'], 'mattermost-10.5', 'stats.yaml'],
    [['a/sanitized_config.json', 'stats.yaml'], 'mattermost-10.10', 'node folders'],
    [['stats.yaml', 'database_schema.yaml'], 'mattermost-10.11', 'database_schema.yaml'],
  ])('no version but the files %j tell %s', (names, id, recognisedBy) => {
    expect(recognise(names)?.layout).toMatchObject({ id, recognisedBy, serverVersion: undefined })
  })

  test('format 2 of diagnostics.yaml tells 10.10', () => {
    expect(recognise(['diagnostics.yaml'], { diagnostics: { version: 2 } })?.layout.id).toBe(
      'mattermost-10.10',
    )
  })

  test('logs alone belong to a product but to no generation', () => {
    expect(recognise(['mattermost.log'])).toMatchObject({
      generation: undefined,
      version: undefined,
      layout: { product: 'mattermost', id: 'mattermost-unknown' },
    })
  })

  test('nothing known is no product', () => {
    expect(recognise(['a.txt', 'b/c.bin'])).toBeUndefined()
  })

  test('a Teleport dump has one layout, and its version from identity.json', () => {
    const found = recognise(['nodes/a/teleport.yaml', 'nodes/b/role.auth'], {
      'teleport-identity': { version: 'Teleport v11.0.0-dev git:v11.0.0-dev-0-gb9f1b45 go1.26.8' },
    })
    expect(found?.layout).toMatchObject({
      id: 'teleport-rfd77',
      serverVersion: '11.0.0-dev',
      nodes: ['a', 'b'],
      clustered: true,
    })
    expect(found?.version).toBe('11.0.0')
  })
})

describe('what a generation writes', () => {
  const names = (version: string) => entriesOf(mattermost, version).map(entry => entry.name)

  test('support_packet.yaml until 10.4, then four files in its place', () => {
    expect(names('10.4.0')).toContain('support_packet.yaml')
    expect(names('10.4.0')).not.toContain('diagnostics.yaml')
    expect(names('10.5.0')).not.toContain('support_packet.yaml')
    expect(names('10.5.0')).toEqual(
      expect.arrayContaining(['diagnostics.yaml', 'stats.yaml', 'jobs.yaml', 'permissions.yaml']),
    )
  })

  test('metadata since 9.11, profiles since 9.2, the schema since 10.11, no notifications.log since 11.0', () => {
    expect(names('9.10.0')).not.toContain('metadata.yaml')
    expect(names('9.1.0')).not.toContain('goroutines')
    expect(names('10.10.0')).not.toContain('database_schema.yaml')
    expect(names('10.12.0')).toContain('notifications.log')
    expect(names('11.0.0')).not.toContain('notifications.log')
  })

  test('generations follow each other without gaps', () => {
    for (const { generations } of products) {
      generations.forEach((generation, index) => expect(generation.until).toBe(generations[index + 1]?.from))
    }
  })

  test('a version before the first generation counts as the first', () => {
    expect(generationOf(mattermost, '4.0.0').id).toBe('mattermost-5.33')
  })
})

test.each([
  ['11.6.0', '11.6.0'],
  ['v10.5', '10.5.0'],
  [10.5, '10.5.0'],
  ['none', undefined],
  [null, undefined],
])('version %j is read as %j', (text, version) => {
  expect(tolerantVersion(text)).toBe(version)
})
