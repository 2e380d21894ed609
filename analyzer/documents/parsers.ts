// Document kind → how it is read. The one place to add a document kind.
import type { DocumentKind } from '../packet/layout-types.js'
import { parseConfig } from './config.js'
import { parseDatabaseSchema } from './database-schema.js'
import { parseDiagnostics } from './diagnostics.js'
import { parseHost } from './host.js'
import { parseJobs } from './jobs.js'
import { parseMetadata, parsePluginMetadata } from './metadata.js'
import type { Parser } from './parser.js'
import { parsePermissions } from './permissions.js'
import { parsePluginDiagnostics } from './plugin-diagnostics.js'
import { parsePlugins } from './plugins.js'
import { loadSqlParser, parseDatabaseSchemaSql } from './schema-sql/index.js'
import { parseStats } from './stats.js'
import { parseSupportPacket } from './support-packet.js'
import { parseTeleportCommand } from './teleport/command.js'
import { parseTeleportConfig } from './teleport/config.js'
import { parseTeleportDataDir } from './teleport/data-dir.js'
import { parseTeleportDisk } from './teleport/disk.js'
import { parseTeleportHttp } from './teleport/http.js'
import { parseErrorFile } from './teleport/error-file.js'
import { parseTeleportHealth, parseTeleportIdentity } from './teleport/instance.js'
import { parseTeleportKeys } from './teleport/keys.js'
import { parseKubernetesList } from './teleport/kube-list.js'
import { parseTeleportMetrics } from './teleport/metrics.js'
import { parseTeleportNodeError } from './teleport/node-error.js'
import { parseTeleportDescriptors, parseTeleportLimits, parseTeleportProcess } from './teleport/process.js'
import { parseResources } from './teleport/resource-list.js'
import { parseListing } from './teleport/resource-table.js'
import { parseTeleportSockets } from './teleport/sockets.js'
import { parseTeleportUnit } from './teleport/unit.js'
import { parseWarning } from './warning.js'

/** How one kind is read. How large it may be is in packet/limits.ts. */
export interface Reading {
  readonly parse: Parser
  /** What must be loaded before the first is read. */
  readonly load?: () => Promise<void>
  /** How one in a plugin's folder is read, where that differs. */
  readonly parseInPlugin?: Parser
  /** One a node (and plugin): a second entry of the kind replaces the first. */
  readonly single: boolean
  /** The server always ends it with a line end; without one it was cut off, even where what is left parses. */
  readonly endsWithLineEnd?: boolean
  /** Nothing at all is an answer too: an empty list, a program that complained of nothing. */
  readonly mayBeEmpty?: true
  /** Only entries with such a name; others of the kind are not parsed. */
  readonly names?: RegExp
}

/** Kinds that are not here (logs, profiles, metrics) are streamed by those who need them. */
export const parsers: Partial<Record<DocumentKind, Reading>> = {
  metadata: {
    parse: parseMetadata,
    parseInPlugin: parsePluginMetadata,
    single: true,
    endsWithLineEnd: true,
  },
  'support-packet': { parse: parseSupportPacket, single: true, endsWithLineEnd: true },
  stats: { parse: parseStats, single: true, endsWithLineEnd: true },
  jobs: { parse: parseJobs, single: true, endsWithLineEnd: true },
  permissions: { parse: parsePermissions, single: true, endsWithLineEnd: true },
  plugins: { parse: parsePlugins, single: true },
  diagnostics: { parse: parseDiagnostics, single: true, endsWithLineEnd: true },
  config: { parse: parseConfig, single: true },
  'database-schema': { parse: parseDatabaseSchema, single: true, endsWithLineEnd: true },
  'database-schema-sql': { parse: parseDatabaseSchemaSql, load: loadSqlParser, single: true },
  'plugin-diagnostics': { parse: parsePluginDiagnostics, single: true, endsWithLineEnd: true },
  warning: { parse: parseWarning, single: true },
  host: { parse: parseHost, single: true, endsWithLineEnd: true },
  'teleport-config': { parse: parseTeleportConfig, single: true },
  'teleport-identity': { parse: parseTeleportIdentity, single: true },
  'teleport-command': { parse: parseTeleportCommand, single: true },
  'teleport-http': { parse: parseTeleportHttp, single: true },
  'teleport-health': { parse: parseTeleportHealth, single: false },
  'teleport-metrics': { parse: parseTeleportMetrics, single: true },
  'teleport-sockets': { parse: parseTeleportSockets, single: true },
  'teleport-disk': { parse: parseTeleportDisk, single: true },
  'teleport-limits': { parse: parseTeleportLimits, single: true },
  'teleport-process': { parse: parseTeleportProcess, single: true },
  'teleport-descriptors': { parse: parseTeleportDescriptors, single: true },
  'teleport-node-error': { parse: parseTeleportNodeError, single: true },
  'teleport-unit': { parse: parseTeleportUnit, single: false },
  'teleport-data-dir': { parse: parseTeleportDataDir, single: true },
  'teleport-keys': { parse: parseTeleportKeys, single: false },
  'teleport-resource': { parse: parseResources, single: false, mayBeEmpty: true },
  'teleport-resource-error': { parse: parseErrorFile, single: false, mayBeEmpty: true },
  'teleport-listing': { parse: parseListing, single: false, mayBeEmpty: true },
  'kubernetes-list': { parse: parseKubernetesList, single: false, mayBeEmpty: true },
}

/** For products that live elsewhere: see add-product.ts. */
export function addReadings(readings: Partial<Readonly<Record<DocumentKind, Reading>>>): void {
  Object.assign(parsers, readings)
}

/** How an entry is read; `undefined` when it is not parsed as a whole. */
export function readingOf(kind: DocumentKind, name: string): Reading | undefined {
  const reading = parsers[kind]
  return reading?.names?.test(name) === false ? undefined : reading
}
