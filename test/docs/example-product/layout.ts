// What a Beacon report is: status.json and beacon.log in a folder a lamp.
//
//   lamp-1/status.json
//   lamp-1/beacon.log
import './kinds.js'
import type { ProductDefinition } from '../../../analyzer/packet/layout-definition.js'
import type { DocumentKind } from '../../../analyzer/packet/layout-types.js'
import type { PacketEntry } from '../../../analyzer/packet/types.js'

const files: Readonly<Record<string, DocumentKind>> = {
  'status.json': 'beacon-status',
  'beacon.log': 'beacon-log',
}

export const definition: ProductDefinition = {
  product: 'beacon',
  partTitle: 'Beacon files, not a whole report',
  generations: [{ id: 'beacon-1', title: 'Beacon report', from: '1.0', until: undefined, nodeFolders: true }],
  entries: [
    { name: 'status.json', kind: 'beacon-status', scope: 'node', expectation: 'expected', from: '1.0' },
    {
      name: 'beacon.log',
      kind: 'beacon-log',
      scope: 'node',
      expectation: 'optional',
      from: '1.0',
      group: 'logs',
    },
  ],
  otherRootNames: [],
  optionalKinds: [],
  ownLogs: ['beacon-log'],
  signature: names =>
    names.filter(name => name.endsWith('/beacon.log') || name.endsWith('/status.json')).length,
  classify: entries => entries.map(classify),
  versionSources: [{ kind: 'beacon-status', path: ['version'], title: 'status.json' }],
  timeSources: [{ kind: 'beacon-status', path: ['time'], title: 'status.json' }],
  versionHints: [],
  namedEntries: [],
}

function classify(entry: PacketEntry) {
  const [, node, name = ''] = /^([^/]+)\/([^/]+)$/.exec(entry.name) ?? []
  const kind: DocumentKind = Object.hasOwn(files, name) ? (files[name] ?? 'unknown') : 'unknown'
  return {
    entry,
    kind,
    node: kind === 'unknown' ? undefined : node,
    plugin: undefined,
    misplacedFrom: undefined,
  }
}
