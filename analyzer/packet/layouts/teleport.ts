// The Teleport support dump in the layout of RFD 77: one folder a process below nodes/, cluster objects, Kubernetes objects.
import type { ClassifiedEntry } from '../classified.js'
import type { ProductDefinition } from '../layout-definition.js'
import type { DocumentKind } from '../layout-types.js'
import type { PacketEntry } from '../types.js'
import { repeatedJournals } from './teleport-journals.js'

/** First match wins. Patterns of `nodes/` see the part after `nodes/<host uuid>/`. */
const nodeFiles: readonly (readonly [RegExp, DocumentKind])[] = [
  [/^teleport\.ya?ml$/, 'teleport-config'],
  [/^role\.[a-z_]+$/, 'teleport-role'],
  [/^identity\.json$/, 'teleport-identity'],
  [/^node\.error$/, 'teleport-node-error'],
  [/^cmdline$/, 'teleport-command'],
  [/^http\.tsv$/, 'teleport-http'],
  [/^(readyz|healthz)\.json$/, 'teleport-health'],
  [/^metrics\.(prom|txt)$/, 'teleport-metrics'],
  [/^ss\.txt$/, 'teleport-sockets'],
  [/^df\.txt$/, 'teleport-disk'],
  [/^proc\/limits(\.txt)?$/, 'teleport-limits'],
  [/^proc\/status(\.txt)?$/, 'teleport-process'],
  [/^proc\/fd_count(\.txt)?$/, 'teleport-descriptors'],
  [/^proc\/sqlite\.sql$/, 'teleport-keys'],
  [/^backend_keys\.txt$/, 'teleport-keys'],
  [/^data_dir\.txt$/, 'teleport-data-dir'],
  [/^pprof\/profile\.pprof$/, 'cpu-profile'],
  [/^pprof\/heap\.pprof$/, 'heap-profile'],
  [/^pprof\/goroutines?\.debug2\.txt$/, 'goroutines'],
  [/^[^/]+\/log\.(txt|json)$/, 'teleport-log'],
  [/^[^/]+\/[^/]+\.service$/, 'teleport-unit'],
  [/^logs\/[^/]+$/, 'teleport-log'],
  [/./, 'teleport-node-file'],
]

const clusterFiles: readonly (readonly [RegExp, DocumentKind])[] = [
  [/^objects\/tctl_[a-z]+_[^/]+\.(yaml|json)$/, 'teleport-resource'],
  [/^objects\/(tctl_[^/]+\.(txt|text)|(exit_codes|lists)\.tsv)$/, 'teleport-listing'],
  [/^objects\/[^/]+\.error$/, 'teleport-resource-error'],
  [/^kube\/kubectl_get_[^/]+\.(yaml|json)$/, 'kubernetes-list'],
  [/^kube\/kubectl_get_[^/]+\.error$/, 'teleport-resource-error'],
  [/^kube\/kubectl_logs_[^/]+\.log$/, 'teleport-log'],
  [/^(objects|kube)\//, 'teleport-cluster-file'],
  [/^(readme\.html|report\.txt|manifest\.json)$/, 'teleport-cluster-file'],
]

/** Names that no other product's packet has, below the folders that a dump may lie in beside other files. */
const signs =
  /^((?:[^/]{1,255}\/){0,3}?)(?:nodes\/[^/]+\/(?:teleport\.ya?ml|role\.[a-z_]+|identity\.json|node\.error|teleport[^/]*\/log\.(?:txt|json)|logs\/teleport\.log)|objects\/tctl_|kube\/kubectl_)/

/** The folder that a dump lies in, the one with the most of its names; `undefined` where no name is one of a dump. */
function baseOf(names: readonly string[]): { readonly base: string; readonly count: number } | undefined {
  const counts = new Map<string, number>()
  for (const name of names) {
    const base = signs.exec(name)?.[1]
    if (base !== undefined) counts.set(base, (counts.get(base) ?? 0) + 1)
  }
  const most = Math.max(0, ...counts.values())
  const found = [...counts].find(([, count]) => count === most)
  return found && { base: found[0], count: found[1] }
}

const kinds = [...new Set([...nodeFiles, ...clusterFiles].map(([, kind]) => kind))]

export const teleport: ProductDefinition = {
  product: 'teleport',
  partTitle: 'Teleport files, not a whole dump',
  generations: [
    {
      id: 'teleport-rfd77',
      title: 'Teleport support dump (RFD 77)',
      from: '0.0',
      until: undefined,
      nodeFolders: true,
    },
  ],
  // The RFD calls its tree a mock: nothing in it is sure to be there.
  entries: [],
  otherRootNames: ['nodes/', 'objects/', 'kube/', 'manifest.json'],
  optionalKinds: [...kinds, 'teleport-log-copy'],
  ownLogs: ['teleport-log'],
  signature: names => 3 * (baseOf(names)?.count ?? 0),
  classify(entries) {
    const base = baseOf(entries.map(({ name }) => name))?.base ?? ''
    const repeated = repeatedJournals(entries)
    return entries.map(entry => classify(entry, base, repeated))
  },
  nodeTitle: { kind: 'teleport-identity', path: ['hostname'], title: 'identity.json' },
  versionSources: [{ kind: 'teleport-identity', path: ['version'], title: 'identity.json' }],
  timeSources: [{ kind: 'teleport-identity', path: ['collected_at'], title: 'identity.json' }],
  versionHints: [],
  namedEntries: [],
}

function classify(entry: PacketEntry, base: string, repeated: ReadonlySet<string>): ClassifiedEntry {
  const isInside = entry.name.startsWith(base)
  const [kind, node] = isInside ? kindOf(entry.name.slice(base.length)) : (['unknown', undefined] as const)
  return {
    entry,
    kind: kind === 'teleport-log' && repeated.has(entry.name) ? 'teleport-log-copy' : kind,
    node,
    plugin: undefined,
    misplacedFrom: undefined,
  }
}

function kindOf(name: string): readonly [DocumentKind, string | undefined] {
  const inNode = /^nodes\/([^/]+)\/(.+)$/.exec(name)
  const list = inNode === null ? clusterFiles : nodeFiles
  const inside = inNode?.[2] ?? name
  return [list.find(([pattern]) => pattern.test(inside))?.[1] ?? 'unknown', inNode?.[1]]
}
