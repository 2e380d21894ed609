// Addresses and answers of the pages beyond findings, files and logs. The shapes are the analyzer's own.
import type { TablePage } from '../../analyzer/index.js'
import type { PacketId } from './wire.js'

export type {
  Cell,
  ConfigSetting,
  ConfigView,
  SettingValue,
  TableColumn,
  TablePage,
  TableRow,
  TablesView,
  TableView,
  ViewPlace,
} from '../../analyzer/index.js'

export const tablePages: readonly TablePage[] = ['stats', 'jobs', 'plugins', 'permissions', 'schema']

const packetPath = (id: PacketId) => `/api/packets/${encodeURIComponent(id)}`

export const pagePaths = {
  config: (id: PacketId) => `${packetPath(id)}/config`,
  tables: (id: PacketId, page: TablePage) => `${packetPath(id)}/tables/${page}`,
  areas: '/api/rules/areas',
} as const
