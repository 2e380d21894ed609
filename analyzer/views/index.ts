// What the viewer's pages show of one packet beyond its analysis: each part is worked out when it is first asked for.
import { builtInRules } from '../engine/load.js'
import type { Packet } from '../packet/types.js'
import { configView } from './config.js'
import { jobTables } from './jobs.js'
import { permissionTables } from './permissions.js'
import { pluginTables } from './plugins.js'
import { readForViews, type ViewedPacket } from './read.js'
import { schemaTables } from './schema.js'
import { statsTables } from './stats.js'
import type { ConfigView, TablePage, TablesView } from './types.js'

/** Nothing here throws for what a packet holds; what it does not say is `undefined` or an empty table with a sentence. */
export interface PacketViews {
  config(): Promise<ConfigView | undefined>
  tables(page: TablePage): Promise<TablesView>
}

const tables: Readonly<Record<TablePage, (viewed: ViewedPacket) => TablesView>> = {
  stats: statsTables,
  jobs: jobTables,
  plugins: pluginTables,
  permissions: permissionTables,
  schema: schemaTables,
}

export function openPacketViews(packet: Packet): PacketViews {
  const viewed = once(() => readForViews(packet))
  const config = once(async () => configView(await viewed(), await builtInRules()))
  return {
    config,
    tables: async page => tables[page](await viewed()),
  }
}

/** The area of each rule that is built in: the folder it lies in. */
export async function areasOfRules(): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries((await builtInRules()).map(({ id, area }) => [id, area]))
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}
