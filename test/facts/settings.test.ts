// Facts of the configuration: numbers nobody can work with, and functions that are switched off.
import { expect, test } from 'vitest'
import { settingLimits } from '../../analyzer/facts/data/mattermost-setting-limits.js'
import { factOf, factsOf } from './facts-of.js'

const extremes = (config: unknown): readonly string[] =>
  (factOf('settings.extreme', { config }) as readonly { setting: string }[]).map(({ setting }) => setting)

test('a number below its bound is told with the default and what people notice, at its place', () => {
  const facts = factsOf({ config: { PasswordSettings: { MinimumLength: 60 } } })
  expect(facts.get('settings.extreme', '')).toMatchObject({
    value: [
      {
        setting: 'PasswordSettings.MinimumLength',
        value: 60,
        usual: 8,
        effect: expect.stringMatching(/^Passwords must have/) as string,
      },
    ],
    from: [{ path: ['PasswordSettings', 'MinimumLength'] }],
  })
})

test('the bound itself is no extreme', () => {
  expect(extremes({ PasswordSettings: { MinimumLength: 30 } })).toEqual([])
  expect(extremes({ PasswordSettings: { MinimumLength: 31 } })).toHaveLength(1)
})

test('a setting counts only where what it is about is on', () => {
  expect(extremes({ LdapSettings: { Enable: false, QueryTimeout: 1 } })).toEqual([])
  expect(extremes({ LdapSettings: { Enable: true, QueryTimeout: 1 } })).toEqual(['LdapSettings.QueryTimeout'])
})

test('zero is no extreme where it switches the limit off', () => {
  expect(extremes({ ServiceSettings: { IdleTimeout: 0 } })).toEqual([])
  expect(extremes({ ServiceSettings: { IdleTimeout: 1 } })).toEqual(['ServiceSettings.IdleTimeout'])
})

test('what is missing, masked or of another type is not judged', () => {
  expect(extremes({})).toEqual([])
  expect(extremes({ PasswordSettings: { MinimumLength: '60' } })).toEqual([])
  expect(extremes({ PasswordSettings: null })).toEqual([])
  expect(factOf('settings.extreme', {})).toBeUndefined()
})

test('no default is an extreme', () => {
  const beyond = settingLimits.filter(
    ({ usual, low, high, zeroIsNone }) =>
      !(zeroIsNone && usual <= 0) && (usual < (low ?? -Infinity) || usual > (high ?? Infinity)),
  )
  expect(beyond).toEqual([])
})

test('functions that are off are listed; those that are not in the packet are not', () => {
  const config = { ServiceSettings: { EnableFileSearch: false, EnableUserStatuses: true } }
  expect(factOf('settings.functions_off', { config })).toEqual([
    { setting: 'ServiceSettings.EnableFileSearch', words: 'search in files' },
  ])
  expect(factOf('settings.functions_off', {})).toBeUndefined()
})
