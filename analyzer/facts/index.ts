// The facts there are, and how to derive them: the door to this stage.
import type { FactDefinition, Facts, FactSources } from './types.js'
import { deriveWith } from './derive.js'
import { clusterFacts } from './cluster.js'
import { databaseFacts } from './database.js'
import { databasePoolFacts } from './database-pool.js'
import { filesFacts } from './files.js'
import { goroutineFacts } from './goroutines.js'
import { hostFacts } from './host.js'
import { jobFacts } from './jobs.js'
import { licenseFacts } from './license.js'
import { lifecycleFacts } from './lifecycle.js'
import { auditFacts } from './log-audit.js'
import { logCauseFacts } from './log-causes.js'
import { logTemplateFacts } from './log-templates.js'
import { clockFacts } from './log-clock.js'
import { connectionFacts } from './log-connections.js'
import { loggedJobFacts } from './log-jobs.js'
import { panicFacts } from './log-panics.js'
import { loggedPluginFacts } from './log-plugins.js'
import { logRateFacts } from './log-rates.js'
import { requestFacts } from './log-requests.js'
import { logTargetFacts } from './log-targets.js'
import { statementFacts } from './log-statements.js'
import { logFacts } from './logs.js'
import { metricsFacts } from './metrics.js'
import { packetFacts } from './packet.js'
import { permissionFacts } from './permissions.js'
import { pluginFacts } from './plugins.js'
import { profileCpuFacts } from './profile-cpu.js'
import { profileHeapFacts } from './profile-heap.js'
import { releaseFacts } from './release.js'
import { restartFacts } from './restarts.js'
import { schemaFacts } from './schema.js'
import { serverFacts } from './server.js'
import { serviceFacts } from './services.js'
import { settingFacts } from './settings.js'
import { teleportFacts } from './teleport/index.js'
import { usageFacts } from './usage.js'

export type { Derived, FactDefinition, FactInput, Facts, FactSources, Source } from './types.js'

const known: FactDefinition[] = [
  ...serverFacts,
  ...hostFacts,
  ...releaseFacts,
  ...lifecycleFacts,
  ...licenseFacts,
  ...usageFacts,
  ...databaseFacts,
  ...databasePoolFacts,
  ...schemaFacts,
  ...filesFacts,
  ...serviceFacts,
  ...clusterFacts,
  ...settingFacts,
  ...permissionFacts,
  ...pluginFacts,
  ...jobFacts,
  ...logFacts,
  ...logTemplateFacts,
  ...logCauseFacts,
  ...restartFacts,
  ...logRateFacts,
  ...requestFacts,
  ...statementFacts,
  ...connectionFacts,
  ...clockFacts,
  ...loggedJobFacts,
  ...loggedPluginFacts,
  ...panicFacts,
  ...auditFacts,
  ...logTargetFacts,
  ...profileCpuFacts,
  ...profileHeapFacts,
  ...goroutineFacts,
  ...metricsFacts,
  ...packetFacts,
  ...teleportFacts,
]

/** Every fact, in the order they are listed to people. */
export const factDefinitions: readonly FactDefinition[] = known

/** For products that live elsewhere: see add-product.ts. */
export function addFacts(definitions: readonly FactDefinition[]): void {
  known.push(...definitions)
}

/** The facts of a packet; nothing is derived until it is asked for. */
export function deriveFacts(sources: FactSources): Facts {
  return deriveWith(factDefinitions, sources)
}
