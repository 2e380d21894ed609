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

/** Names that no other product's packet has. */
const signs =
  /^(nodes\/[^/]+\/(teleport\.ya?ml|role\.[a-z_]+|identity\.json|node\.error)|objects\/tctl_|kube\/kubectl_)/

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
  signature: names => 3 * names.filter(name => signs.test(name)).length,
  classify(entries) {
    const repeated = repeatedJournals(entries)
    return entries.map(entry => classify(entry, repeated))
  },
  nodeTitle: { kind: 'teleport-identity', path: ['hostname'], title: 'identity.json' },
  versionSources: [{ kind: 'teleport-identity', path: ['version'], title: 'identity.json' }],
  timeSources: [{ kind: 'teleport-identity', path: ['collected_at'], title: 'identity.json' }],
  versionHints: [],
  namedEntries: [],
}

function classify(entry: PacketEntry, repeated: ReadonlySet<string>): ClassifiedEntry {
  const inNode = /^nodes\/([^/]+)\/(.+)$/.exec(entry.name)
  const list = inNode === null ? clusterFiles : nodeFiles
  const name = inNode?.[2] ?? entry.name
  const kind = list.find(([pattern]) => pattern.test(name))?.[1] ?? 'unknown'
  return {
    entry,
    kind: repeated.has(entry.name) ? 'teleport-log-copy' : kind,
    node: inNode?.[1],
    plugin: undefined,
    misplacedFrom: undefined,
  }
}
