// What a fault of a Teleport cluster is to these tests.
import type { Edit } from '../edit-sample.js'

export interface DumpFault {
  readonly edits: readonly Edit[]
  /** Id of the rule that has to come first. */
  readonly first: string
}
