// Tables that are not Mattermost's own: those of plugins by name, the rest unknown.
import type { ValuePath } from '../../documents/types.js'
import { migrationTables, pluginTables } from '../data/mattermost-plugin-tables.js'
import { everyTable } from './expected.js'
import type { FoundSchema } from './found.js'

export interface OtherTable {
  readonly table: string
  /** Name of the plugin whose it is, or `unknown`. */
  readonly owner: string
  readonly place: ValuePath
}

export function otherTables(found: FoundSchema): readonly OtherTable[] {
  const own = everyTable()
  return [...found]
    .filter(([table]) => !own.has(table) && !migrationTables.has(table))
    .map(([table, { path }]) => ({ table, owner: ownerOf(table), place: path }))
}

function ownerOf(table: string): string {
  return pluginTables.find(({ pattern }) => pattern.test(table))?.name ?? 'unknown'
}
