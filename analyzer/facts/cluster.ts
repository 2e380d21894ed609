// Facts of a cluster as a whole: its nodes, and where they disagree.
import type { Derived, FactInput, Source } from './types.js'
import { defineFact } from './types.js'
import { asFlag, asPositive, asText, readAt, readFact } from './reading.js'
import { combine } from './combine.js'
import { configDifferences } from './config-differences.js'
import type { ConfigDifference } from './config-differences.js'
import { compareReleases, releaseOf } from './version.js'
import { nodeVersion, serverVersion } from './server.js'

/** Settings that are meant to differ by node: its own addresses, paths and part in the work. */
const ownToNode: ReadonlySet<string> = new Set([
  'ServiceSettings.ListenAddress',
  'ServiceSettings.LocalModeSocketLocation',
  'ServiceSettings.TLSCertFile',
  'ServiceSettings.TLSKeyFile',
  'ServiceSettings.LetsEncryptCertificateCacheFile',
  'MetricsSettings.ListenAddress',
  'LogSettings.FileLocation',
  'NotificationLogSettings.FileLocation',
  'ClusterSettings.OverrideHostname',
  'ClusterSettings.NetworkInterface',
  'ClusterSettings.BindAddress',
  'ClusterSettings.AdvertiseAddress',
  'JobSettings.RunJobs',
  'JobSettings.RunScheduler',
])

const clusterEnabled = readFact({
  id: 'cluster.enabled',
  title: 'Whether clustering is switched on',
  scope: 'packet',
  spots: [['config', 'ClusterSettings', 'Enable']],
  accept: asFlag,
})

const clusterNodes = defineFact({
  id: 'cluster.nodes',
  title: 'Names of the nodes that have entries in the packet',
  scope: 'packet',
  derive: ({ nodes }) => {
    const named = nodes.filter(node => node !== '')
    return named.length === 0 ? undefined : { value: named, from: [] }
  },
})

const reportedNodes = defineFact({
  id: 'cluster.number_of_nodes',
  title: 'Nodes of the cluster as the servers count them, the highest number any of them reports',
  scope: 'packet',
  derive: input => {
    // Zero is written by a server without cluster code: no cluster, hence no number.
    const counts = eachNode(input, 'diagnostics', ['cluster', 'number_of_nodes'], asPositive)
    return counts.length === 0
      ? undefined
      : { value: Math.max(...counts.map(count => count.value)), from: counts.flatMap(count => count.from) }
  },
})

export const missingNodes = defineFact({
  id: 'cluster.missing_nodes',
  title: 'Nodes the cluster counts but the packet has nothing of',
  scope: 'packet',
  derive: input =>
    combine([input.fact(reportedNodes), input.fact(serverVersion)], (reported, version) => {
      const release = releaseOf(version)
      // Node folders came with 10.10; before, what other nodes sent cannot be told apart by name.
      if (release === undefined || compareReleases(release, { major: 10, minor: 10 }) < 0) return undefined
      return Math.max(0, reported - input.nodes.length)
    }),
})

/** A value and the nodes that have it. */
export interface NodeGroup {
  readonly value: string
  readonly nodes: readonly string[]
}

const versionDifferences = defineFact({
  id: 'cluster.version_differences',
  title: 'Server versions of the nodes with their nodes; empty when all run the same',
  scope: 'packet',
  derive: input =>
    groupNodes(
      input.nodes.flatMap(node => {
        const version = input.fact(nodeVersion, node)
        return version === undefined ? [] : [{ node, ...version }]
      }),
    ),
})

/** Groups by value; `undefined` when fewer than two nodes say anything, for then nothing was compared. */
function groupNodes(
  answers: readonly { node: string; value: string; from: readonly Source[] }[],
): Derived<readonly NodeGroup[]> | undefined {
  if (answers.length < 2) return undefined
  const values = [...new Set(answers.map(answer => answer.value))]
  const groups = values.map(value => ({
    value,
    nodes: answers.filter(answer => answer.value === value).map(answer => answer.node),
  }))
  return { value: groups.length < 2 ? [] : groups, from: answers.flatMap(answer => answer.from) }
}

/** Every difference, whether meant or not. */
const allDifferences = defineFact({
  id: 'cluster.all_differences',
  title: 'Settings that differ between nodes',
  scope: 'packet',
  derive: input => {
    const configs = input.documents.of('config').filter(config => input.nodes.includes(config.node ?? ''))
    if (configs.length < 2) return undefined
    const differences = configDifferences(configs, input.fact(versionDifferences)?.value.length === 0)
    const from = differences.flatMap(({ keys }) => configs.map(config => input.at(config, keys)))
    return { value: differences, from }
  },
})

function chosenDifferences(
  input: FactInput,
  keep: (difference: ConfigDifference) => boolean,
): Derived<readonly ConfigDifference[]> | undefined {
  const all = input.fact(allDifferences)
  if (all === undefined) return undefined
  const kept = all.value.filter(keep)
  const paths = new Set(kept.map(difference => difference.path))
  return { value: kept, from: all.from.filter(source => paths.has(source.path?.join('.') ?? '')) }
}

const clusterConfigDifferences = defineFact({
  id: 'cluster.config_differences',
  title: 'Settings that differ between nodes and should not, each {path, values: [{node, value}], summary}',
  scope: 'packet',
  derive: input => chosenDifferences(input, difference => !ownToNode.has(difference.path)),
})

const clusterOwnSettings = defineFact({
  id: 'cluster.own_settings',
  title:
    'Settings that differ between nodes as they may (addresses, paths, jobs), each {path, values, summary}',
  scope: 'packet',
  derive: input => chosenDifferences(input, difference => ownToNode.has(difference.path)),
})

/** A value of each node that states it, from the node's own document alone. */
function eachNode<T>(
  input: FactInput,
  kind: 'diagnostics' | 'config',
  path: readonly string[],
  accept: (value: unknown) => T | undefined,
): readonly Derived<T>[] {
  return input.nodes.flatMap(node => {
    const document = input.documents.get(kind, node)
    const derived = document === undefined ? undefined : readAt(input, document, path, accept)
    return derived === undefined ? [] : [derived]
  })
}

export const clusterFacts = [
  clusterEnabled,
  readFact({
    id: 'cluster.id',
    title: 'Id of the cluster',
    scope: 'packet',
    spots: [
      ['diagnostics', 'cluster', 'id'],
      ['support-packet', 'cluster_id'],
    ],
    accept: asText,
  }),
  clusterNodes,
  reportedNodes,
  missingNodes,
  versionDifferences,
  clusterConfigDifferences,
  clusterOwnSettings,
]
