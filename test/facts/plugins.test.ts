// Facts of plugins that need knowledge of releases: old ones, ones at an end, the same one twice.
import semver from 'semver'
import { expect, test } from 'vitest'
import { bundledPlugins, knownTroubles } from '../../analyzer/facts/data/mattermost-plugins.js'
import { factOf } from './facts-of.js'

const given = (version: string, ...enabled: object[]) => ({
  plugins: { enabled, disabled: [] },
  diagnostics: { server: { version } },
})

test.each([
  ['11.6.0', '4.5.9', 1],
  ['11.8.0', 'v4.5.9', 1],
  ['11.6.0', '4.6.0', 0],
  ['11.6.0', '4.6.1+abc', 0],
  // What no version is cannot be older.
  ['11.6.0', 'nightly', 0],
  ['11.6.0', undefined, 0],
  // What older servers bring is not known.
  ['11.5.0', '1.0.0', undefined],
  ['nonsense', '1.0.0', undefined],
])('with server %s the plugin Jira %s: %s older than the one it brings', (server, version, count) => {
  const found = factOf('plugins.older_than_bundled', given(server, { id: 'jira', version })) as
    unknown[] | undefined
  expect(found?.length).toBe(count)
})

test('an old plugin is told with both versions, under the name people know', () => {
  const plugin = { id: 'com.mattermost.calls', version: '0.9.0' }
  expect(
    factOf(
      'plugins.older_than_bundled',
      given('11.6.0', plugin, { id: 'com.example.own', version: '0.1.0' }),
    ),
  ).toEqual([{ id: 'com.mattermost.calls', name: 'Calls', version: '0.9.0', bundled: '1.11.4' }])
})

test('known faults hold for the versions they are in, and ends from the server release on', () => {
  const troubled = (server: string, plugin: object) =>
    (factOf('plugins.troubled', given(server, plugin)) as { trouble: string }[]).map(({ trouble }) => trouble)
  expect(troubled('10.5.0', { id: 'jira', version: '4.2.0' })).toEqual(['can lose its settings'])
  expect(troubled('10.5.0', { id: 'jira', version: '4.2.1' })).toEqual([])
  expect(troubled('10.5.0', { id: 'jira', version: '4.1.1' })).toEqual([])
  expect(troubled('10.5.0', { id: 'jira' })).toEqual([])
  expect(troubled('11.0.0', { id: 'com.mattermost.nps' })).toHaveLength(1)
  expect(troubled('10.11.0', { id: 'com.mattermost.nps' })).toEqual([])
})

test('the same plugin twice, and two ids of one plugin', () => {
  const doubled = (...ids: string[]) => factOf('plugins.doubled', given('11.0.0', ...ids.map(id => ({ id }))))
  expect(doubled('jira', 'zoom')).toEqual([])
  expect(doubled('jira', 'jira', 'jira')).toEqual([{ id: 'jira', other: 'jira' }])
  expect(doubled('boards', 'focalboard')).toEqual([{ id: 'focalboard', other: 'boards' }])
})

test('installed, set up and switched off; defaults alone are no set-up', () => {
  const config = (settings: object, Enable = false) => ({
    plugins: { enabled: [], disabled: [{ id: 'jira' }] },
    config: { PluginSettings: { PluginStates: { jira: { Enable } }, Plugins: { jira: settings } } },
  })
  const off = (input: object) => factOf('plugins.configured_off', { ...input })
  expect(off(config({ secret: '********************************' }))).toEqual([{ id: 'jira' }])
  expect(off(config({ enableautocomplete: true, channel: '' }))).toEqual([])
  expect(off(config({ secret: 'x' }, true))).toEqual([])
  expect(off({ plugins: { enabled: [], disabled: [{ id: 'jira' }] } })).toBeUndefined()
})

test('the data names each bundled plugin once, with versions that can be compared', () => {
  const ids = bundledPlugins.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const versions = [
    ...bundledPlugins.map(({ version }) => version),
    ...knownTroubles.flatMap(({ from, below }) => [from ?? [], below ?? []].flat()),
  ]
  expect(versions.filter(version => semver.valid(version) === null)).toEqual([])
})
