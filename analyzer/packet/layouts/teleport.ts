// The Teleport support dump in the layout of RFD 77: one folder a process below nodes/, cluster objects, Kubernetes objects.
import type { ClassifiedEntry } from '../classified.js'
import type { ProductDefinition } from '../layout-definition.js'
import type { DocumentKind } from '../layout-types.js'
import type { PacketEntry } from '../types.js'

/** First match wins. Patterns of `nodes/` see the part after `nodes/<host uuid>/`. */
const nodeFiles: readonly (readonly [RegExp, DocumentKind])[] = [
  [/^teleport\.ya?ml$/, 'teleport-config'],
  [/^role\.[a-z]+$/, 'teleport-role'],
  [/^metrics\.prom$/, 'teleport-metrics'],
  [/^(readyz|healthz)\.json$/, 'teleport-health'],
  [/^[^/]+\/log\.(txt|json)$/, 'teleport-log'],
  [/^logs\/[^/]+$/, 'teleport-log'],
  [/./, 'teleport-node-file'],
]

const clusterFiles: readonly (readonly [RegExp, DocumentKind])[] = [
  [/^objects\/tctl_[a-z]+_[^/]+\.(yaml|json)$/, 'teleport-resource'],
  [/^objects\/[^/]+\.error$/, 'teleport-resource-error'],
  [/^kube\/kubectl_get_[^/]+\.yaml$/, 'teleport-resource'],
  [/^kube\/kubectl_get_[^/]+\.error$/, 'teleport-resource-error'],
  [/^kube\/kubectl_logs_[^/]+\.log$/, 'teleport-log'],
  [/^(objects|kube)\//, 'teleport-cluster-file'],
  [/^(readme\.html|report\.txt|manifest\.json)$/, 'teleport-cluster-file'],
]

/** Names that no other product's packet has. */
const signs =
  /^(nodes\/[^/]+\/(teleport\.ya?ml|role\.[a-z]+|identity\.json|node\.error)|objects\/tctl_|kube\/kubectl_)/

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
  optionalKinds: [
    'teleport-config',
    'teleport-role',
    'teleport-log',
    'teleport-metrics',
    'teleport-health',
    'teleport-resource',
    'teleport-resource-error',
    'teleport-node-file',
    'teleport-cluster-file',
  ],
  signature: names => 3 * names.filter(name => signs.test(name)).length,
  classify: entries => entries.map(classify),
  versionSources: [{ kind: 'teleport-node-file', path: ['version'], title: 'identity.json' }],
  versionHints: [],
  namedEntries: [],
}

function classify(entry: PacketEntry): ClassifiedEntry {
  const inNode = /^nodes\/([^/]+)\/(.+)$/.exec(entry.name)
  const node = inNode?.[1]
  const list = inNode === null ? clusterFiles : nodeFiles
  const name = inNode?.[2] ?? entry.name
  const kind = list.find(([pattern]) => pattern.test(name))?.[1] ?? 'unknown'
  return { entry, kind, node, plugin: undefined, misplacedFrom: undefined }
}
