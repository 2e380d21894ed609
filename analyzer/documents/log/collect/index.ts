// The list of collectors. To add one: its file, a line here, a test.
import type { ResultOf } from '../collector.js'
import { audit } from './audit.js'
import { causes } from './causes.js'
import { clock } from './clock.js'
import { connections } from './connections.js'
import { jobs } from './jobs.js'
import { panics } from './panics.js'
import { plugins } from './plugins.js'
import { requests } from './requests.js'
import { serverRuns } from './server-runs.js'
import { statements } from './statements.js'

export const logCollectors = {
  audit,
  causes,
  clock,
  connections,
  jobs,
  panics,
  plugins,
  requests,
  serverRuns,
  statements,
}

/** What the collectors made of one node's logs; absent where no record was wanted. */
export type LogActivity = {
  readonly [Id in keyof typeof logCollectors]?: ResultOf<(typeof logCollectors)[Id]>
}
