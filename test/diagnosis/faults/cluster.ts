// Faults that only several nodes can have.
import { config, diagnostics } from '../edit-sample.js'
import type { Faults } from '../fault.js'

export const clusterFaults: Faults = {
  'a node is missing': {
    sample: 'healthy-ha-3-nodes',
    edits: [
      files => {
        for (const name of [...files.keys()]) if (name.startsWith('mm-app-3/')) files.delete(name)
      },
    ],
    first: 'cluster-nodes-missing-from-packet',
  },
  'a node runs another version': {
    sample: 'healthy-ha-3-nodes',
    edits: [diagnostics({ 'server.version': '11.1.0' }, 'mm-app-2')],
    first: 'cluster-nodes-of-different-versions',
  },
  'the nodes do not find each other': {
    sample: 'healthy-ha-3-nodes',
    edits: [diagnostics({ 'cluster.number_of_nodes': 1 })],
    first: 'cluster-nodes-apart',
  },
  'one node uses another database': {
    sample: 'healthy-ha-3-nodes',
    edits: [
      config(
        { 'SqlSettings.DataSource': 'postgres://****:****@10.9.9.9:5432/other?sslmode=disable' },
        'mm-app-2',
      ),
    ],
    first: 'cluster-nodes-configured-differently',
  },
  'one node cannot write files': {
    sample: 'healthy-ha-3-nodes',
    edits: [
      diagnostics(
        {
          'file_store.file_status': 'FAIL',
          'file_store.erorr':
            'unable to write to the file: open /opt/mattermost/data/testfile: permission denied',
        },
        'mm-app-2',
      ),
    ],
    first: 'file-store-not-working',
  },
}
