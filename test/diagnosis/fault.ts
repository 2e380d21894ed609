// What a fault of a server is to these tests: the traces it leaves in a packet, and the finding that has to come first.
import type { Edit } from './edit-sample.js'

export interface Fault {
  /** The sample that is edited; default a healthy server alone. */
  readonly sample?: string
  readonly edits: readonly Edit[]
  /** Id of the rule that names the cause. */
  readonly first: string
}

export type Faults = Readonly<Record<string, Fault>>
