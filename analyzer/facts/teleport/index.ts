// The facts of Teleport, an area a file.
import { clusterFacts } from './cluster.js'
import { configFacts } from './config.js'
import { hostFacts } from './host.js'
import { metricsFacts } from './metrics.js'
import { nodeFacts } from './node.js'
import { resourceFacts } from './resource-registry.js'

export const teleportFacts = [
  ...clusterFacts,
  ...nodeFacts,
  ...configFacts,
  ...hostFacts,
  ...metricsFacts,
  ...resourceFacts,
]
