// Settings as the page lists them: which part of them, found by words, in sections, and as text for a spreadsheet.
import type { ConfigSetting, ConfigView, SettingValue } from '../../../shared/pages.js'

/** `changed`: differs from the default. `nodes`: the nodes do not agree. */
export type ConfigPart = 'changed' | 'nodes' | 'masked' | 'unknown' | 'all'

export const configParts: readonly { readonly id: ConfigPart; readonly name: string }[] = [
  { id: 'changed', name: 'Differs from default' },
  { id: 'nodes', name: 'Differs between nodes' },
  { id: 'masked', name: 'Masked' },
  { id: 'unknown', name: 'Not a known setting' },
  { id: 'all', name: 'All' },
]

export function partNamed(name: string | undefined): ConfigPart {
  return configParts.find(({ id }) => id === name)?.id ?? 'changed'
}

export function isInPart(setting: ConfigSetting, part: ConfigPart): boolean {
  switch (part) {
    case 'changed':
      return setting.standing === 'changed'
    case 'nodes':
      return setting.nodesDiffer
    case 'masked':
      return setting.values.some(value => value.kind === 'value' && value.masking !== 'none')
    case 'unknown':
      return setting.standing === 'unknown'
    case 'all':
      return true
  }
}

export function keyOf({ path }: ConfigSetting): string {
  return path.join('.')
}

/** Settings whose key or value holds every word. */
export function findSettings(settings: readonly ConfigSetting[], words: string): readonly ConfigSetting[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return settings
  return settings.filter(setting => {
    const text = [keyOf(setting), ...setting.values.map(valueText)].join('\n').toLowerCase()
    return wanted.every(word => text.includes(word))
  })
}

export interface Section {
  readonly name: string
  readonly settings: readonly ConfigSetting[]
}

export function sectionsOf(settings: readonly ConfigSetting[]): readonly Section[] {
  const sections = new Map<string, ConfigSetting[]>()
  for (const setting of settings) {
    const name = setting.path[0] ?? ''
    const same = sections.get(name)
    if (same === undefined) sections.set(name, [setting])
    else same.push(setting)
  }
  return [...sections].map(([name, list]) => ({ name, settings: list }))
}

/** The value as one would type it; empty for one that is not there. */
export function valueText(value: SettingValue): string {
  return value.kind === 'absent' ? '' : plainText(value.value)
}

export function plainText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Some values cannot be told from nothing when they stand alone. */
export function wordsFor(value: unknown): string | undefined {
  if (value === '') return 'empty'
  if (value === null) return 'null'
  if (Array.isArray(value) && value.length === 0) return 'empty list'
  if (typeof value === 'object' && Object.keys(value ?? {}).length === 0) return 'empty map'
  return undefined
}

/** For a spreadsheet: tabs between columns, none inside. */
export function settingsAsTsv({ nodes }: ConfigView, settings: readonly ConfigSetting[]): string {
  const names = nodes.map(({ node }) => (node === '' ? 'value' : node))
  const lines = settings.map(setting => [
    keyOf(setting),
    ...setting.values.map(valueText),
    'default' in setting ? plainText(setting.default) : '',
  ])
  return [['setting', ...names, 'default'], ...lines].map(line => line.map(cell).join('\t')).join('\n') + '\n'
}

function cell(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ')
}
