// Addresses and answers of the pages beyond findings, files and logs. The shapes are the analyzer's own.
import type { TablePage } from '../../analyzer/index.js'
import type { PacketId } from './wire.js'

export type {
  Cell,
  ConfigSetting,
  ConfigView,
  MetricInfo,
  MetricKind,
  MetricSeries,
  MetricsList,
  MissingPart,
  PassportRow,
  ProfileChanges,
  ProfileTree,
  ProfileView,
  SettingValue,
  StructureRow,
  StructureView,
  TableColumn,
  TableMap,
  TablePage,
  TableRow,
  TablesView,
  TableView,
  ViewEntry,
  ViewNode,
  ViewPlace,
} from '../../analyzer/index.js'

export const tablePages: readonly TablePage[] = [
  'stats',
  'jobs',
  'plugins',
  'permissions',
  'schema',
  'goroutines',
  'cluster',
  'resources',
]

/** Bytes of an entry that is no text, as hexadecimal digits. */
export interface BytePage {
  readonly from: number
  readonly hex: string
  /** Of the entry as far as it was unpacked; all of it when `complete`. */
  readonly totalBytes: number
  readonly complete: boolean
  readonly problem?: string
}

/** A multiple of the 16 bytes of a row. */
export const bytesPerPage = 4096

const packetPath = (id: PacketId) => `/api/packets/${encodeURIComponent(id)}`

const typeQuery = (type: string | undefined) =>
  type === undefined ? '' : `?type=${encodeURIComponent(type)}`

export const pagePaths = {
  config: (id: PacketId) => `${packetPath(id)}/config`,
  tables: (id: PacketId, page: TablePage) => `${packetPath(id)}/tables/${page}`,
  profiles: (id: PacketId) => `${packetPath(id)}/profiles`,
  profile: (id: PacketId, index: number, type: string | undefined) =>
    `${packetPath(id)}/profiles/${index}${typeQuery(type)}`,
  changes: (id: PacketId, index: number, base: number, type: string) =>
    `${packetPath(id)}/profiles/${index}/changes/${base}${typeQuery(type)}`,
  metricEntries: (id: PacketId) => `${packetPath(id)}/metrics`,
  metrics: (id: PacketId, index: number) => `${packetPath(id)}/metrics/${index}`,
  series: (id: PacketId, index: number, name: string) =>
    `${packetPath(id)}/metrics/${index}/series?name=${encodeURIComponent(name)}`,
  structure: (id: PacketId, index: number) => `${packetPath(id)}/entries/${index}/structure`,
  bytes: (id: PacketId, index: number, from: number) =>
    `${packetPath(id)}/entries/${index}/bytes?from=${from}&count=${bytesPerPage}`,
  passport: (id: PacketId) => `${packetPath(id)}/passport`,
  nodes: (id: PacketId) => `${packetPath(id)}/nodes`,
  missing: (id: PacketId) => `${packetPath(id)}/missing`,
  areas: '/api/rules/areas',
} as const
