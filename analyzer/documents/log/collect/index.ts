// The list of collectors. To add one: its file, a line here, a test.
import type { ResultOf } from '../collector.js'
import { causes } from './causes.js'
import { connections } from './connections.js'
import { requests } from './requests.js'
import { statements } from './statements.js'

export const logCollectors = { causes, connections, requests, statements }

/** What the collectors made of one node's logs; absent where no record was wanted. */
export type LogActivity = {
  readonly [Id in keyof typeof logCollectors]?: ResultOf<(typeof logCollectors)[Id]>
}
