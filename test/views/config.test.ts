// Settings side by side: what differs from defaults and between nodes, what is masked, and where each stands.
import { expect, test } from 'vitest'
import { configView } from '../../analyzer/views/config.js'
import { readForViews } from '../../analyzer/views/read.js'
import type { ConfigSetting, ConfigView } from '../../analyzer/views/types.js'
import { packetOf } from '../../analyzer/index.js'
import type { Rule } from '../../analyzer/engine/rule.js'
import { metadata, samplePacket } from './view-sample.js'

async function viewOf(config: unknown, rules: readonly Rule[] = []): Promise<ConfigView> {
  const packet = packetOf({
    'metadata.yaml': metadata('11.0.0'),
    'sanitized_config.json': JSON.stringify(config, null, 4),
  })
  const view = configView(await readForViews(packet), rules)
  if (view === undefined) throw new Error('no configuration')
  return view
}

function settingIn({ settings }: ConfigView, path: string): ConfigSetting | undefined {
  return settings.find(setting => setting.path.join('.') === path)
}

test('a setting says its value, its default, its line and that it was changed', async () => {
  const view = await viewOf({ SqlSettings: { MaxOpenConns: 5, DriverName: 'postgres' }, ServiceSettings: {} })
  expect(settingIn(view, 'SqlSettings.MaxOpenConns')).toMatchObject({
    standing: 'changed',
    default: 100,
    values: [{ kind: 'value', value: 5, masking: 'none', line: 3 }],
    nodesDiffer: false,
  })
  expect(settingIn(view, 'SqlSettings.DriverName')?.standing).toBe('default')
})

test('the default is that of the release', async () => {
  const packet = packetOf({
    'metadata.yaml': metadata('10.5.0'),
    'sanitized_config.json': '{"SqlSettings":{"MaxOpenConns":300},"ServiceSettings":{}}',
  })
  const view = configView(await readForViews(packet), [])
  expect(view && settingIn(view, 'SqlSettings.MaxOpenConns')).toMatchObject({
    standing: 'default',
    default: 300,
  })
})

test('what is masked whether it is set or not says nothing, and what no version has is unknown', async () => {
  const view = await viewOf({
    SqlSettings: {
      AtRestEncryptKey: '*'.repeat(32),
      DataSource: 'postgres://****:****@db/mattermost',
      MaxOpenConnections: 5,
    },
    MadeUpSettings: { Enable: true },
    ServiceSettings: {},
  })
  expect(settingIn(view, 'SqlSettings.AtRestEncryptKey')).toMatchObject({
    standing: 'says-nothing',
    values: [{ masking: 'full' }],
  })
  expect(settingIn(view, 'SqlSettings.DataSource')).toMatchObject({
    standing: 'no-default',
    values: [{ masking: 'partial' }],
  })
  expect(settingIn(view, 'SqlSettings.MaxOpenConnections')?.standing).toBe('unknown')
  expect(settingIn(view, 'MadeUpSettings.Enable')?.standing).toBe('unknown')
})

test('settings of plugins are followed to their values, lists and empty maps are values', async () => {
  const view = await viewOf({
    PluginSettings: { Plugins: { 'com.example.x': { url: 'u', deep: { on: true } } } },
    LogSettings: { AdvancedLoggingJSON: {} },
    SqlSettings: { DataSourceReplicas: ['a'] },
    ServiceSettings: {},
  })
  expect(view.settings.map(({ path }) => path.join('/'))).toEqual([
    'PluginSettings/Plugins/com.example.x/url',
    'PluginSettings/Plugins/com.example.x/deep/on',
    'LogSettings/AdvancedLoggingJSON',
    'SqlSettings/DataSourceReplicas',
  ])
})

test('the rules that read a setting come with their reasons', async () => {
  const rule = {
    id: 'pool-small',
    title: 'Small pool',
    why: 'Requests wait.',
    docs: ['https://docs.example'],
    when: 'config.SqlSettings.MaxOpenConns < 10',
    message: 'small',
  } as unknown as Rule
  const view = await viewOf({ SqlSettings: { MaxOpenConns: 5, Trace: false }, ServiceSettings: {} }, [rule])
  expect(settingIn(view, 'SqlSettings.MaxOpenConns')?.rules).toEqual(['pool-small'])
  expect(settingIn(view, 'SqlSettings.Trace')?.rules).toEqual([])
  expect(view.rules).toEqual({
    'pool-small': { title: 'Small pool', why: 'Requests wait.', docs: ['https://docs.example'] },
  })
})

test('nodes of a cluster stand side by side, and where they differ is told', async () => {
  const view = configView(await readForViews(await samplePacket('ha-config-drift')), [])
  expect(view?.nodes.map(({ node }) => node)).toEqual(['mm-app-1', 'mm-app-2'])
  const differing = view?.settings.filter(({ nodesDiffer }) => nodesDiffer)
  expect(differing?.map(({ path }) => path.join('.'))).toEqual([
    'ServiceSettings.SiteURL',
    'ServiceSettings.ListenAddress',
    'SqlSettings.MaxOpenConns',
    'FileSettings.Directory',
  ])
  const pool = view && settingIn(view, 'SqlSettings.MaxOpenConns')
  expect(pool?.values.map(value => (value.kind === 'value' ? value.value : undefined))).toEqual([40, 5])
})

test('a healthy server changed few of its settings', async () => {
  const view = configView(await readForViews(await samplePacket('healthy-11-6')), [])
  const changed = view?.settings.filter(({ standing }) => standing === 'changed') ?? []
  expect(view?.settings.length).toBeGreaterThan(500)
  expect(changed.length).toBeGreaterThan(5)
  expect(changed.length).toBeLessThan(60)
})

test('a packet without a configuration has no such view', async () => {
  expect(configView(await readForViews(packetOf({ 'mattermost.log': 'x\n' })), [])).toBeUndefined()
})
