// Facts of the configuration that hold for many settings at once: numbers nobody can work with, functions that are switched off.
import { valueAt } from '../documents/shape.js'
import type { Document } from '../documents/types.js'
import type { SettingLimit } from './data/mattermost-setting-limits.js'
import { expectedFunctions, settingLimits } from './data/mattermost-setting-limits.js'
import { asNumber } from './reading.js'
import type { FactInput } from './types.js'
import { defineFact } from './types.js'

const nameOf = (setting: readonly (string | number)[]): string => setting.join('.')

function configOf({ documents, node }: FactInput): Document | undefined {
  return documents.get('config', node)
}

/** A setting that is not there, or no number, is not judged. */
function isExtreme(config: Document, { setting, low, high, zeroIsNone, only }: SettingLimit): boolean {
  const value = asNumber(valueAt(config.value, setting))
  if (value === undefined || (zeroIsNone && value <= 0)) return false
  if (only !== undefined && valueAt(config.value, only.setting) !== only.is) return false
  return value < (low ?? -Infinity) || value > (high ?? Infinity)
}

export const settingFacts = [
  defineFact({
    id: 'settings.extreme',
    title:
      'Numbers in the configuration that nobody can work with, each {setting, value, usual, effect}; usual is the default',
    scope: 'node',
    derive: input => {
      const config = configOf(input)
      if (config === undefined) return undefined
      const found = settingLimits.filter(limit => isExtreme(config, limit))
      return {
        value: found.map(({ setting, usual, effect }) => ({
          setting: nameOf(setting),
          value: asNumber(valueAt(config.value, setting)) ?? usual,
          usual,
          effect,
        })),
        from: found.map(({ setting }) => input.at(config, setting)),
      }
    },
  }),
  defineFact({
    id: 'settings.functions_off',
    title: 'Functions that are on by default and that people miss where they are off, each {setting, words}',
    scope: 'node',
    derive: input => {
      const config = configOf(input)
      if (config === undefined) return undefined
      const off = expectedFunctions.filter(({ setting }) => valueAt(config.value, setting) === false)
      return {
        value: off.map(({ setting, words }) => ({ setting: nameOf(setting), words })),
        from: off.map(({ setting }) => input.at(config, setting)),
      }
    },
  }),
]
