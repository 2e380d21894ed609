// Installed plugins: which there are, in what version, and whether they run.
import type { PluginManifest, Plugins } from '../../documents/plugins.js'
import type { Row } from '../rows.js'
import { valueOf } from '../values.js'
import { notTold, type SectionDefinition } from './definition.js'

export const plugins: SectionDefinition = {
  id: 'plugins',
  title: 'Plugins',
  product: 'mattermost',
  take({ documents }) {
    const lists = documents.of('plugins')
    if (lists.length === 0) return notTold('it has no plugins.json that could be read')
    return lists.flatMap(({ value, node }) => {
      const { enabled, disabled } = value as Plugins
      const place = node === undefined || node === '' ? {} : { node }
      return [...enabled.flatMap(rowOf('running')), ...disabled.flatMap(rowOf('not running'))].map(row => ({
        ...row,
        ...place,
      }))
    })
  },
}

const rowOf =
  (state: string) =>
  ({ id, name, version }: PluginManifest): readonly Row[] =>
    id === undefined
      ? []
      : [
          {
            key: id,
            name: name === undefined || name === '' ? id : `${name} (${id})`,
            told: `${version ?? 'without a version'}, ${state}`,
            values: { version: valueOf(version ?? null), state: valueOf(state) },
          },
        ]
