// What rules are judged against: named variables per node, each value traceable to its entry. Built from a packet or from a rule's example.
import type { Evidence } from '../analysis.js'
import type { LogMatch, LogSummary } from '../documents/log/types.js'
import type { ValuePath } from '../documents/types.js'
import type { DocumentKind, Product } from '../packet/layout-types.js'

/** The first name in a rule's path: `config`, `diagnostics`, `facts`, … */
export interface Variable {
  readonly value: unknown
  /** True when the value differs by node, so that the rule is judged once a node; may depend on the path below the name. */
  readonly perNode: boolean | ((path: ValuePath) => boolean)
  /** Where a value stands, by the path below the name; for a fact, where it was derived from. Called only for findings. */
  source(path: ValuePath): readonly Evidence[]
}

export interface Subject {
  readonly product: Product | undefined
  /** Server version, for `versions` ranges; `undefined` makes rules with a range skip. */
  readonly serverVersion: string | undefined
  /** `['']` for a standalone server. */
  readonly nodes: readonly string[]
  /** What people call a node, where that is not its name. */
  readonly titleOf?: (node: string) => string | undefined
  /** Names rules may use, also those that this packet has no value for. */
  readonly variableNames: readonly string[]
  /** `undefined`: the packet does not have it. */
  variable(name: string, node: string): Variable | undefined
  /**
   * What a rule's `logs:` block saw on a node, count 0 when nothing; `undefined` when there are no logs to look in. `kinds`: those
   * that the block names; absent = the server's own logs.
   */
  logMatch(ruleId: string, node: string, kinds?: readonly DocumentKind[]): LogMatch | undefined
  /** What the log pass gave, for the variable `unexplained`; absent without logs. */
  readonly logs?: LogSummary | undefined
  /** What kind of document an entry is: a finding that rests on settings alone is possible, not observed. */
  kindOf(entry: string): DocumentKind | undefined
}
