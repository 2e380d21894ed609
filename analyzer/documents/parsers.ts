// Document kind → how it is read. The one place to add a document kind.
import type { DocumentKind } from '../packet/layout-types.js'
import { parseConfig } from './config.js'
import { parseDatabaseSchema } from './database-schema.js'
import { parseDiagnostics } from './diagnostics.js'
import { parseJobs } from './jobs.js'
import { parseMetadata, parsePluginMetadata } from './metadata.js'
import type { Parser } from './parser.js'
import { parsePermissions } from './permissions.js'
import { parsePluginDiagnostics } from './plugin-diagnostics.js'
import { parsePlugins } from './plugins.js'
import { loadSqlParser, parseDatabaseSchemaSql } from './schema-sql/index.js'
import { parseStats } from './stats.js'
import { parseSupportPacket } from './support-packet.js'
import { parseTeleportConfig, parseTeleportHealth, parseTeleportNodeFile } from './teleport.js'
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
  /** Only entries with such a name; others of the kind are not parsed. */
  readonly names?: RegExp
}

/** Kinds that are not here (logs, profiles, metrics) are streamed by those who need them. */
export const parsers: Partial<Readonly<Record<DocumentKind, Reading>>> = {
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
  'teleport-config': { parse: parseTeleportConfig, single: true },
  'teleport-health': { parse: parseTeleportHealth, single: false },
  'teleport-node-file': { parse: parseTeleportNodeFile, single: false, names: /(^|\/)identity\.json$/ },
}

/** How an entry is read; `undefined` when it is not parsed as a whole. */
export function readingOf(kind: DocumentKind, name: string): Reading | undefined {
  const reading = parsers[kind]
  return reading?.names?.test(name) === false ? undefined : reading
}
