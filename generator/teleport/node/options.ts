// What is asked of a node dump, and what comes of it.
import type { Dump } from '../dump/index.js'
import type { Runner, UnreachableReason } from '../run/index.js'
import type { NodeMode } from './modes.js'

export interface NodeRequest {
  /** How the agent is called until it tells its own name. */
  readonly name: string
  /** Its host UUID, where the cluster told it: names the folder of an agent that cannot be reached. */
  readonly uuid?: string
  readonly runner: Runner
  readonly dump: Dump
  readonly mode: NodeMode
  /** Run all as root through sudo, which must not ask. */
  readonly sudo?: boolean
  /** Folder that holds the host's files, as `/host`; else its root. */
  readonly root?: string
  /** Audit log files, which tell what users did. */
  readonly audit?: boolean
  /** Instead of the mode's window. */
  readonly logWindowMs?: number
  readonly signal?: AbortSignal
  /** What is being done. */
  readonly onStep?: (what: string) => void
}

/** One process, or one agent that could not be asked. */
export interface CollectedNode {
  /** Host name, else the name of the request. */
  readonly name: string
  readonly uuid: string | undefined
  /** `nodes/<uuid>`, where its entries are. */
  readonly folder: string
  readonly version: string | undefined
  readonly roles: readonly string[]
  readonly running: boolean | undefined
  /** How far its clock is ahead of ours; to a second, less the time of the way. */
  readonly clockAheadMs: number | undefined
  readonly outcome:
    | { readonly kind: 'collected' }
    /** Some of it is there. */
    | { readonly kind: 'broke off'; readonly reason: NodeFailure; readonly message: string }
    | { readonly kind: 'failed'; readonly reason: NodeFailure; readonly message: string }
}

/** `not supported`: there is nothing to ask. `aborted`: it was not waited for. */
export type NodeFailure = UnreachableReason | 'no shell' | 'not supported' | 'aborted'
