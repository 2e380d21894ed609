// Problems: what is wrong with the packet itself, never with the server. Every stage collects them; none throws them.

/** How bad: `error` makes the packet invalid for `validate`, `warning` and `info` do not. */
export type ProblemSeverity = 'error' | 'warning' | 'info'

/**
 * Something wrong with the packet. Plain JSON, part of the public contract.
 * `code` is stable (UPPER_SNAKE); the texts may be reworded between versions.
 */
export interface Problem {
  readonly code: string
  readonly severity: ProblemSeverity
  /** One sentence a person can act on, without a trailing newline. */
  readonly message: string
  /** What a sound packet would hold here. */
  readonly expected?: string
  /** What this packet holds instead. */
  readonly found?: string
  /** Entry name as listed by `ls`; absent when the archive as a whole is meant. */
  readonly entry?: string
  /** 1-based line in the entry. */
  readonly line?: number
  /** 1-based column in that line, in UTF-16 units. */
  readonly column?: number
  /** The cluster node the entry belongs to, where it belongs to one. */
  readonly node?: string
}
