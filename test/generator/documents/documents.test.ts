// Documents made from what real servers know must be those that the servers wrote, byte for byte.
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { encodeGoJson } from '../../../generator/encode/go-json.js'
import { encodeYaml } from '../../../generator/encode/go-yaml.js'
import { completeConfig } from '../../../generator/mattermost/config/complete.js'
import { jobsDocument, type Job, type Jobs } from '../../../generator/mattermost/documents/jobs.js'
import { metadataDocument } from '../../../generator/mattermost/documents/metadata.js'
import { permissionsDocument } from '../../../generator/mattermost/documents/permissions.js'
import { pluginsDocument } from '../../../generator/mattermost/documents/plugins.js'
import { schemaDocument } from '../../../generator/mattermost/documents/database-schema.js'
import { statsDocument, type Stats } from '../../../generator/mattermost/documents/stats.js'
import { warningText } from '../../../generator/mattermost/documents/warning.js'
import type { JsonMap } from '../../../generator/mattermost/json-map.js'
import { yamlStyleOf } from '../../../generator/mattermost/versions.js'
import { packetTexts } from '../packet-texts.js'

// The recorded servers ran in UTC, and times stand in documents in the zone of the server.
process.env['TZ'] = 'UTC'

const samples = [
  ['healthy-9-11', '9.11.0'],
  ['healthy-10-4', '10.4.0'],
  ['healthy-10-9', '10.9.0'],
  ['healthy-plain-logs', '11.0.0'],
  ['healthy-11-6', '11.6.0'],
] as const

const newer = samples.slice(2)
type Row = Readonly<Record<string, string & number & boolean & readonly string[]>>

describe.each(newer)('of %s', (name, version) => {
  const style = yamlStyleOf(version)
  const read = async (entry: string): Promise<{ text: string; value: Record<string, unknown> }> => {
    const text = (await packetTexts(`samples/${name}.zip`)).get(entry) ?? ''
    return { text, value: load(text) as Record<string, unknown> }
  }

  test('jobs.yaml', async () => {
    const { text, value } = await read('jobs.yaml')
    const jobs = Object.fromEntries(
      Object.entries(value).map(([list, items]) => [list, (items as readonly Row[]).map(jobOf)]),
    ) as Jobs
    expect(encodeYaml(jobsDocument(jobs, version), style)).toBe(text)
  })

  test('permissions.yaml', async () => {
    const { text, value } = await read('permissions.yaml')
    const roles = (value['roles'] as readonly Row[]).map(role => ({
      id: role['id'] ?? '',
      name: role['name'] ?? '',
      createAt: Date.parse(role['create_at'] ?? ''),
      updateAt: Date.parse(role['update_at'] ?? ''),
      deleteAt: Date.parse(role['delete_at'] ?? ''),
      permissions: role['permissions'] ?? [],
      schemeManaged: role['scheme_managed'] ?? false,
      builtIn: role['built_in'] ?? false,
    }))
    expect(encodeYaml(permissionsDocument(roles, [], version), style)).toBe(text)
  })

  test('stats.yaml and metadata.yaml', async () => {
    const stats = await read('stats.yaml')
    expect(encodeYaml(statsDocument(stats.value as Stats), style)).toBe(stats.text)
    const { text, value } = await read('metadata.yaml')
    const facts = {
      generatedAt: value['generated_at'] as number,
      serverVersion: value['server_version'] as string,
      serverId: value['server_id'] as string,
      licenseId: value['license_id'] as string,
      customerId: value['customer_id'] as string,
    }
    expect(encodeYaml(metadataDocument(facts), style)).toBe(text)
  })
})

function jobOf(row: Row): Job {
  return {
    id: row['id'] ?? '',
    type: row['type'] ?? '',
    priority: row['priority'] ?? 0,
    createAt: Date.parse(row['create_at'] ?? ''),
    startAt: Date.parse(row['start_at'] ?? ''),
    lastActivityAt: Date.parse(row['last_activity_at'] ?? ''),
    status: row['status'] ?? '',
    progress: row['progress'] ?? 0,
    data: row['data'] as unknown as Record<string, string>,
  }
}

test('database_schema.yaml', async () => {
  const text = (await packetTexts('samples/healthy-11-6.zip')).get('database_schema.yaml') ?? ''
  const value = load(text) as {
    database_collation: string
    database_encoding: string
    tables: readonly {
      name: string
      options?: Record<string, string>
      columns: readonly { name: string; data_type: string; max_length?: number; is_nullable: boolean }[]
      indexes: readonly { name: string; definition: string }[]
    }[]
  }
  const document = schemaDocument({
    collation: value.database_collation,
    encoding: value.database_encoding,
    tables: value.tables.map(table => ({
      name: table.name,
      collation: '',
      options: table.options ?? {},
      columns: table.columns.map(column => ({
        name: column.name,
        dataType: column.data_type,
        maxLength: column.max_length ?? 0,
        isNullable: column.is_nullable,
      })),
      indexes: table.indexes,
    })),
  })
  expect(encodeYaml(document, 'goccy')).toBe(text)
})

describe.each(samples)('of %s', (name, version) => {
  test('plugins.json, from manifests with keys in any order and keys that nobody knows', async () => {
    const text = (await packetTexts(`samples/${name}.zip`)).get('plugins.json') ?? ''
    const value = JSON.parse(text) as Record<string, readonly JsonMap[] | null>
    const manifests = (list: readonly JsonMap[] | null | undefined, enabled: boolean) =>
      (list ?? []).map(manifest => ({ enabled, manifest: { unknown: 1, ...reversed(manifest) } }))
    const plugins = [
      ...manifests(value['enabled'] ?? value['active'], true),
      ...manifests(value['disabled'] ?? value['inactive'], false),
    ]
    expect(encodeGoJson(pluginsDocument(plugins, version))).toBe(text)
  })

  test('the configuration, from a stored one without flags', async () => {
    const text = (await packetTexts(`samples/${name}.zip`)).get('sanitized_config.json') ?? ''
    expect(encodeGoJson(completeConfig(stored(text), version))).toBe(text)
  })

  test('the configuration, from a stored one with its keys in any order', async () => {
    const text = (await packetTexts(`samples/${name}.zip`)).get('sanitized_config.json') ?? ''
    const mixed = Object.fromEntries(
      Object.entries(stored(text))
        .reverse()
        .map(([section, value]) => [section, reversed(value as JsonMap)]),
    )
    expect(encodeGoJson(completeConfig(mixed, version))).toBe(text)
  })

  test('the configuration, from one that says only where it differs', async () => {
    const text = (await packetTexts(`samples/${name}.zip`)).get('sanitized_config.json') ?? ''
    const whole = JSON.parse(text) as JsonMap
    const completed = completeConfig({}, version)
    for (const [section, settings] of Object.entries(whole))
      expect(Object.keys(completed[section] as JsonMap), section).toEqual(
        Object.keys(settings as JsonMap).filter(key => Object.hasOwn(completed[section] as JsonMap, key)),
      )
    const missing = Object.entries(whole).flatMap(([section, settings]) =>
      Object.keys(settings as JsonMap).filter(key => !Object.hasOwn(completed[section] as JsonMap, key)),
    )
    // One server is of an early tree of 11.0, which still had it.
    expect(missing.filter(key => key !== 'VerboseDiagnostics')).toEqual([])
  })
})

/** As in a file: without flags; but one flag changed its default while 11.0 was made. */
function stored(text: string): JsonMap {
  const { FeatureFlags: flags, ...sections } = JSON.parse(text) as JsonMap
  const changed = (flags as JsonMap)['EnableMattermostEntry']
  return changed === undefined ? sections : { ...sections, FeatureFlags: { EnableMattermostEntry: changed } }
}

const reversed = (map: JsonMap): JsonMap => Object.fromEntries(Object.entries(map).reverse())

test('warning.txt is laid out as that of a real server', async () => {
  const text = (await packetTexts('samples/healthy-9-11.zip')).get('warning.txt') ?? ''
  const errors = [...text.matchAll(/^\t\* (.*)$/gm)].map(([, error = '']) => error)
  expect(errors).toHaveLength(2)
  expect(warningText(errors)).toBe(text)
  expect(warningText(['one'])).toBe('1 error occurred:\n\t* one\n\n')
  expect(warningText([])).toBeUndefined()
})
