// The sections of `diff` in the order a person reads them: what the server is, how it is set up, what it holds, the packet.
import { agents } from './agents.js'
import { mattermostConfig, teleportConfig } from './config.js'
import type { SectionDefinition } from './definition.js'
import { entries } from './entries.js'
import { goroutines } from './goroutines.js'
import { jobs } from './jobs.js'
import { load, nodes, server, teleportServer } from './server.js'
import { metrics } from './metrics.js'
import { objects } from './objects.js'
import { permissions } from './permissions.js'
import { plugins } from './plugins.js'
import { profiles } from './profiles.js'
import { schema } from './schema.js'
import { stats } from './stats.js'

export const sectionDefinitions: readonly SectionDefinition[] = [
  server,
  teleportServer,
  nodes,
  mattermostConfig,
  teleportConfig,
  plugins,
  permissions,
  objects,
  agents,
  schema,
  stats,
  load,
  metrics,
  profiles,
  goroutines,
  jobs,
  entries,
]
