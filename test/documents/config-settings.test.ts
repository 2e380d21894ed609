// Settings compared with the defaults of their version, and masked values told from real ones.
import { describe, expect, test } from 'vitest'
import type { Config } from '../../analyzer/documents/config.js'
import {
  changedSettings,
  defaultOf,
  releasesOf,
  unknownSettings,
} from '../../analyzer/documents/config-settings.js'
import { defaults } from '../../analyzer/documents/config-defaults/defaults.js'
import { variations } from '../../analyzer/documents/config-defaults/variations.js'
import { isMasked, mask, maskingOf } from '../../analyzer/documents/masks.js'
import { readSample } from './read.js'

const changed = (config: Config, version?: string) =>
  changedSettings(config, version).map(({ path, value }) => [path.join('.'), value])

describe('defaults', () => {
  test('the pool had other sizes before 11.0', () => {
    expect(defaultOf('SqlSettings', 'MaxIdleConns', '10.12.0')).toBe(20)
    expect(defaultOf('SqlSettings', 'MaxIdleConns', '11.0.0')).toBe(50)
    expect(changed({ SqlSettings: { MaxIdleConns: 20, MaxOpenConns: 300 } }, '10.5.0')).toEqual([])
    expect(changed({ SqlSettings: { MaxIdleConns: 20, MaxOpenConns: 300 } }, '11.6.0')).toEqual([
      ['SqlSettings.MaxIdleConns', 20],
      ['SqlSettings.MaxOpenConns', 300],
    ])
  })

  test('what an update fills in is nobody’s change', () => {
    expect(changed({ ServiceSettings: { SessionLengthWebInDays: 180, EnableSVGs: true } }, '11.6.0')).toEqual(
      [],
    )
    expect(changed({ ServiceSettings: { SessionLengthWebInDays: 90 } }, '11.6.0')).toHaveLength(1)
  })

  test('a setting that copies another one is not changed when the other is', () => {
    expect(changed({ LogSettings: { EnableDiagnostics: false, EnableSentry: false } }, '11.6.0')).toEqual([
      ['LogSettings.EnableDiagnostics', false],
    ])
  })

  test('groups inside a section are compared setting by setting', () => {
    const config = {
      MessageExportSettings: { GlobalRelaySettings: { CustomerType: 'A10', EmailAddress: '' } },
    }
    expect(changed(config, '11.6.0')).toEqual([
      ['MessageExportSettings.GlobalRelaySettings.CustomerType', 'A10'],
    ])
  })

  test('releases are known where the reference tells them', () => {
    expect(releasesOf('ClusterSettings', 'EnableGossipEncryption')).toEqual({ since: '11.0' })
    expect(releasesOf('ServiceSettings', 'EnableOpenTracing')).toEqual({ until: '10.6' })
    expect(releasesOf('ServiceSettings', 'ReadTimeout')).toEqual({})
  })

  test('every variation speaks of a setting that has a default', () => {
    const names = variations.map(({ setting }) => setting.split('.'))
    const without = names.filter(([section = '', name = '']) => !Object.hasOwn(defaults[section] ?? {}, name))
    expect(without).toEqual([])
  })
})

describe('masked values', () => {
  test.each([
    [mask, 'full'],
    ['****', 'full'],
    ['postgres://****:****@127.0.0.1:5432/mm?sslmode=disable', 'partial'],
    ['postgres://%2A%2A%2A%2A:%2A%2A%2A%2A@host/db', 'partial'],
    ['//****:****@host=a user=b', 'partial'],
    ['', 'none'],
    ['*', 'none'],
    ['postgres://mm:secret@host/db', 'none'],
    [40, 'none'],
    [null, 'none'],
  ])('%j is masked: %s', (value, masking) => {
    expect(maskingOf(value)).toBe(masking)
    expect(isMasked(value)).toBe(masking === 'full')
  })

  test('a secret that is masked when set is a change; one that is always masked says nothing', () => {
    const config = { EmailSettings: { SMTPPassword: mask }, SqlSettings: { AtRestEncryptKey: mask } }
    expect(changedSettings(config, '11.6.0')).toEqual([
      { path: ['EmailSettings', 'SMTPPassword'], value: mask, default: '', masked: true },
    ])
  })
})

describe('real configurations', () => {
  test.each([
    ['healthy-9-11', '9.11.0'],
    ['healthy-10-4', '10.4.0'],
    ['healthy-10-9', '10.9.0'],
    ['healthy-11-6', '11.6.0'],
  ])('%s differs from the defaults only where its administrator changed it', async (sample, version) => {
    const config = (await readSample(sample)).documents.get('config', '')?.value as Config
    const settings = changedSettings(config, version)
    const audited = settings.filter(({ path }) => !/Logging|FileEnabled|FileName/.test(path[1] ?? ''))
    expect(audited.map(({ path }) => path.join('.'))).toEqual([
      'ServiceSettings.SiteURL',
      'TeamSettings.SiteName',
      'TeamSettings.MaxUsersPerTeam',
      'TeamSettings.EnableOpenServer',
      'SqlSettings.MaxIdleConns',
      'SqlSettings.MaxOpenConns',
      'LogSettings.ConsoleLevel',
      'LogSettings.EnableDiagnostics',
      'FileSettings.Directory',
      'EmailSettings.SendEmailNotifications',
      'EmailSettings.FeedbackName',
      'EmailSettings.FeedbackEmail',
      'EmailSettings.ReplyToAddress',
      'AnnouncementSettings.AdminNoticesEnabled',
      'AnnouncementSettings.UserNoticesEnabled',
      'PluginSettings.EnableUploads',
      'PluginSettings.Directory',
      'PluginSettings.ClientDirectory',
      'PluginSettings.EnableMarketplace',
      'PluginSettings.AutomaticPrepackagedPlugins',
    ])
    expect(unknownSettings(config)).toEqual([])
  })

  test('keys of no known version are listed', () => {
    expect(unknownSettings({ SqlSettings: { New: 1, DataSource: '' }, NewSettings: {} })).toEqual([
      ['SqlSettings', 'New'],
      ['NewSettings'],
    ])
  })
})
