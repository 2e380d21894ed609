// Settings from the environment, as services set them.
import { describe, expect, test } from 'vitest'
import { completeConfig } from '../../../generator/mattermost/config/complete.js'
import { settleConfig } from '../../../generator/mattermost/config/settle.js'
import {
  overrideConfig,
  parseEnvironmentFile,
  parseProcessEnvironment,
} from '../../../generator/mattermost/config/environment.js'

const config = completeConfig({}, '11.6.0')

describe('a variable', () => {
  test.each([
    ['MM_SQLSETTINGS_DATASOURCE', 'postgres://x', ['SqlSettings', 'DataSource'], 'postgres://x'],
    ['MM_SQLSETTINGS_MAXOPENCONNS', '7', ['SqlSettings', 'MaxOpenConns'], 7],
    ['mm_LogSettings_EnableFile', 'false', ['LogSettings', 'EnableFile'], false],
    ['MM_SQLSETTINGS_DATASOURCEREPLICAS', 'a b', ['SqlSettings', 'DataSourceReplicas'], ['a', 'b']],
    [
      'MM_MESSAGEEXPORTSETTINGS_GLOBALRELAYSETTINGS_SMTPPASSWORD',
      'x',
      ['MessageExportSettings', 'GlobalRelaySettings', 'SMTPPassword'],
      'x',
    ],
    ['MM_FEATUREFLAGS_ENABLEAIRECAPS', 'true', ['FeatureFlags', 'EnableAIRecaps'], true],
    [
      'MM_PLUGINSETTINGS_PLUGINSTATES',
      '{"a":{"Enable":true}}',
      ['PluginSettings', 'PluginStates'],
      { a: { Enable: true } },
    ],
  ])('%s=%s takes the type of its setting', (name, value, path, expected) => {
    expect(at(overrideConfig(config, { [name]: value }), path)).toEqual(expected)
  })

  test('that does not fit its setting changes nothing', () => {
    expect(
      overrideConfig(config, { MM_SQLSETTINGS_MAXOPENCONNS: 'many', MM_NOTHING: 'x', PATH: '/bin' }),
    ).toEqual(config)
  })
})

describe('a loaded configuration', () => {
  test('has defaults where a database holds null, but for JSON that is kept as it is', () => {
    const stored = {
      LogSettings: { AdvancedLoggingJSON: null, ConsoleLevel: null, FileLevel: 'ERROR' },
      SqlSettings: { DataSourceReplicas: null },
    }
    const complete = completeConfig(stored, '11.6.0')
    expect(at(complete, ['LogSettings', 'ConsoleLevel'])).toBe('DEBUG')
    expect(at(complete, ['LogSettings', 'AdvancedLoggingJSON'])).toBeNull()
    expect(at(complete, ['LogSettings', 'FileLevel'])).toBe('ERROR')
    expect(at(complete, ['SqlSettings', 'DataSourceReplicas'])).toEqual([])
  })

  test.each([
    ['MM_SERVICESETTINGS_SITEURL', 'https://chat.example.com//', 'https://chat.example.com'],
    ['MM_FILESETTINGS_DIRECTORY', '/mnt/files', '/mnt/files/'],
    ['MM_FILESETTINGS_DIRECTORY', './data/', './data/'],
    ['MM_LOCALIZATIONSETTINGS_AVAILABLELOCALES', 'de,fr', 'de,fr,en'],
    ['MM_LOCALIZATIONSETTINGS_AVAILABLELOCALES', 'en,de', 'en,de'],
    ['MM_LOCALIZATIONSETTINGS_AVAILABLELOCALES', '', ''],
  ])('%s=%s stands in memory as %s', (name, value, expected) => {
    const settled = settleConfig(overrideConfig(config, { [name]: value }))
    const [, section = '', key = ''] = name.split('_')
    const found = Object.entries(settled).find(([title]) => title.toUpperCase() === section)?.[1]
    expect(Object.entries(found as object).find(([title]) => title.toUpperCase() === key)?.[1]).toBe(expected)
  })

  test('has settings of plugins in the order of their names', () => {
    const env = {
      MM_PLUGINSETTINGS_PLUGINS: '{"z":{"b":1,"a":{"y":[{"d":1,"c":2}],"x":2}},"a":{}}',
      MM_PLUGINSETTINGS_PLUGINSTATES: '{"z":{"Enable":true},"a":{"Enable":false}}',
    }
    const settled = settleConfig(overrideConfig(config, env))
    expect(JSON.stringify(at(settled, ['PluginSettings', 'Plugins']))).toBe(
      '{"a":{},"z":{"a":{"x":2,"y":[{"c":2,"d":1}]},"b":1}}',
    )
    expect(Object.keys(at(settled, ['PluginSettings', 'PluginStates']) as object)).toEqual(['a', 'z'])
  })

  test('keeps the path of files that are not on this machine', () => {
    const env = { MM_FILESETTINGS_DRIVERNAME: 'amazons3', MM_FILESETTINGS_DIRECTORY: 'x' }
    expect(at(settleConfig(overrideConfig(config, env)), ['FileSettings', 'Directory'])).toBe('x')
  })

  test('takes logging targets of the environment as JSON', () => {
    const env = { MM_LOGSETTINGS_ADVANCEDLOGGINGJSON: '{"a":{"type":"console"}}' }
    const stored = completeConfig({ LogSettings: { AdvancedLoggingJSON: null } }, '11.6.0')
    expect(at(overrideConfig(stored, env), ['LogSettings', 'AdvancedLoggingJSON'])).toEqual({
      a: { type: 'console' },
    })
  })
})

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value)
}

test('files of variables are read as systemd and Docker read them', () => {
  const text = '# comment\nMM_A=1\nexport MM_B="two \\"words\\""\nMM_C=\'$x\'\r\n\nnot a line\nMM_D=a=b\n'
  expect(parseEnvironmentFile(text)).toEqual({ MM_A: '1', MM_B: 'two "words"', MM_C: '$x', MM_D: 'a=b' })
})

test('the environment of a process is read with all that its values may hold', () => {
  expect(parseProcessEnvironment('A=1\0B=x=y\nz\0\0=odd\0C=\0')).toEqual({ A: '1', B: 'x=y\nz', C: '' })
})
