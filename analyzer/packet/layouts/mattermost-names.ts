// Kind, node and plugin of a Mattermost entry by its name alone. The lists of entries are in mattermost.ts.
import type { ClassifiedEntry } from '../classified.js'
import type { DocumentKind } from '../layout-types.js'
import type { PacketEntry } from '../types.js'

/** One for the whole cluster, at the root. */
const clusterKinds: ReadonlyMap<string, DocumentKind> = new Map<string, DocumentKind>([
  ['metadata.yaml', 'metadata'],
  ['support_packet.yaml', 'support-packet'],
  ['stats.yaml', 'stats'],
  ['jobs.yaml', 'jobs'],
  ['permissions.yaml', 'permissions'],
  ['plugins.json', 'plugins'],
  ['database_schema.yaml', 'database-schema'],
  ['postgres_schema_dump.sql', 'database-schema-sql'],
  ['warning.txt', 'warning'],
  ['tsdb_dump.tar.gz', 'tsdb-dump'],
])

/** One a node: at the root of a standalone server's packet, else in the node's folder. */
const nodeKinds: ReadonlyMap<string, DocumentKind> = new Map<string, DocumentKind>([
  ['diagnostics.yaml', 'diagnostics'],
  ['sanitized_config.json', 'config'],
  ['cpu.prof', 'cpu-profile'],
  ['heap.prof', 'heap-profile'],
  ['goroutines', 'goroutines'],
  ['host.yaml', 'host'],
])

/** Names that other programs use as well: they make no folder a node, and with a prefix they may be anything. */
const commonNames = new Set(['diagnostics.yaml', 'host.yaml'])

/**
 * `mattermost.log`, `mattermost-2026-11-20T10-00-00.000.log.gz`, and as logrotate names them `audit.log.1`,
 * `mattermost.log-20261120.gz`: stem, then the signs of rotation.
 */
const logName = /^(.+?)(?:-\d{4}-\d{2}-\d{2}T[\d.:-]+)?\.log(?:[.-]\d[\d-]*)?(?:\.gz)?$/

/** Folders people sort files into; never taken for the name of a node. */
const sortingFolders = new Set([
  'log',
  'logs',
  'config',
  'conf',
  'profiles',
  'plugins',
  'data',
  'diagnostics',
])

const logKinds: ReadonlyMap<string, DocumentKind> = new Map<string, DocumentKind>([
  ['mattermost', 'mattermost-log'],
  ['notifications', 'notifications-log'],
  ['ldap', 'ldap-log'],
  ['audit', 'audit-log'],
])

/** The kind a log file has by its base name, rotated or not. */
export function kindOfLog(baseName: string): DocumentKind {
  const stem = logName.exec(baseName)?.[1] ?? baseName
  return logKinds.get(stem) ?? (stem.endsWith('mattermost') ? 'mattermost-log' : 'advanced-log')
}

export function classifyMattermost(entries: readonly PacketEntry[]): ClassifiedEntry[] {
  const folders = nodeFolders(entries)
  const classified = entries.map(entry => {
    const [folder, base] = splitName(entry.name)
    const meaning =
      folder === '' ? atRoot(base) : folders.has(folder) ? inNode(folder, base) : elsewhere(folder, base)
    return {
      entry,
      kind: 'unknown',
      node: undefined,
      plugin: undefined,
      misplacedFrom: undefined,
      ...meaning,
    } as const
  })
  return folders.size === 0 || classified.some(isRootLog) ? classified : classified.map(shared)
}

/** The root is a node of its own when it has a log or profiles beside the nodes' folders. */
function isRootLog({ node, kind }: ClassifiedEntry): boolean {
  return node === '' && kind !== 'config' && kind !== 'diagnostics'
}

/** Else configuration and diagnostics at the root, where the documentation puts them, speak for all nodes. */
function shared(item: ClassifiedEntry): ClassifiedEntry {
  return item.node === '' ? { ...item, node: undefined } : item
}

/** Counts names that only a Mattermost packet has; logs alone count little. */
export function mattermostSignature(names: readonly string[]): number {
  let strength = 0
  for (const name of names) {
    const base = splitName(name)[1]
    if (base === 'host.yaml') continue
    if (clusterKinds.has(base) || nodeKinds.has(base)) strength += 3
    else if (logName.test(base) && kindOfLog(base) !== 'advanced-log') strength += 1
  }
  return strength
}

type Meaning = Partial<Omit<ClassifiedEntry, 'entry'>>

function atRoot(base: string): Meaning {
  const cluster = clusterKinds.get(base)
  if (cluster !== undefined) return { kind: cluster }
  const own = nodeKinds.get(base)
  if (own !== undefined) return { kind: own, node: '' }
  const prefixed = ofPrefixed(base)
  if (prefixed !== undefined) return prefixed
  return logName.test(base) ? { kind: kindOfLog(base), node: '' } : {}
}

/** `node2_mattermost.log`, `node2-diagnostics.yaml`: how clusters of 10.0 to 10.9 may name another node's files. */
function ofPrefixed(base: string): Meaning | undefined {
  const name = prefixedNames.find(one => base.endsWith(one) && base.length > one.length)
  if (name === undefined) return undefined
  const prefix = base.slice(0, -name.length)
  const node = prefix.slice(0, prefix.search(/[-_.]{0,3}$/))
  // `mattermost.log` is unmistakable; the other names need something that sets them off.
  if (node === '' || (node === prefix && name !== 'mattermost.log')) return undefined
  return { kind: nodeKinds.get(name) ?? kindOfLog(name), node }
}

const prefixedNames = ['mattermost.log', 'notifications.log', ...nodeKinds.keys()].filter(
  name => name !== 'host.yaml',
)

function inNode(folder: string, base: string): Meaning {
  const cluster = clusterKinds.get(base)
  if (cluster !== undefined) return { kind: cluster, misplacedFrom: base }
  const kind = nodeKinds.get(base) ?? (logName.test(base) ? kindOfLog(base) : undefined)
  return kind === undefined ? { node: folder } : { kind, node: folder }
}

/** A folder that is no node: a plugin's, or one that somebody made. */
function elsewhere(folder: string, base: string): Meaning {
  if (base === 'diagnostics.yaml' && !folder.includes('/') && !sortingFolders.has(folder)) {
    return { kind: 'plugin-diagnostics', plugin: folder }
  }
  const cluster = clusterKinds.get(base)
  if (cluster !== undefined) return { kind: cluster, misplacedFrom: base }
  const kind = nodeKinds.get(base) ?? (logName.test(base) ? kindOfLog(base) : undefined)
  return kind === undefined ? {} : { kind, node: '', misplacedFrom: base }
}

/**
 * A folder is a node's when a file lies in it that only a node writes. `diagnostics.yaml` alone does not count:
 * plugins write one too.
 */
function nodeFolders(entries: readonly PacketEntry[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { name } of entries) {
    const [folder, base] = splitName(name)
    if (folder === '' || sortingFolders.has(splitName(folder)[1])) continue
    const speaks = !commonNames.has(base) && nodeKinds.has(base)
    if (speaks || (logName.test(base) && kindOfLog(base) === 'mattermost-log')) found.add(folder)
  }
  return found
}

/** Folder without trailing `/` (`''` at the root), and base name. */
function splitName(name: string): readonly [string, string] {
  const slash = name.lastIndexOf('/')
  return slash < 0 ? ['', name] : [name.slice(0, slash), name.slice(slash + 1)]
}
