// What is asked of a collection on this machine, and what comes of it.
import type { Validation } from '../../../analyzer/index.js'
import type { Destination } from '../../archive/free-name.js'
import type { Environment } from '../config/environment.js'
import type { LogLimits } from './log-range.js'

export interface InstallationGeneration {
  /** Folder of the installation, or of a copy of one. */
  readonly root: string | undefined
  /** Configuration elsewhere: a file, or the data source of a configurations table. */
  readonly config:
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 'database'; readonly dataSource: string }
    | undefined
  /** Data source to use instead of the configured one. */
  readonly dataSource: string | undefined
  /** MM_… variables of the service; those of a running server's process are found by themselves. */
  readonly environment: Environment
  readonly logs: LogOptions | undefined
  /** When nothing tells it. */
  readonly serverVersion: string | undefined
  /** Folder for the entries of this node; else by the configuration. */
  readonly node: string | undefined
  /** Mask only what the server masks. */
  readonly raw: boolean
  readonly destination: Destination
  readonly toolVersion: string
  readonly now: Date
  readonly signal?: AbortSignal
  readonly onStep?: (step: string) => void
}

export interface LogOptions extends LogLimits {
  readonly rotated: boolean
  /** Unit of systemd whose journal stands in when the server logs to no file. */
  readonly journalUnit: string | undefined
}

export interface Collected {
  readonly file: string
  readonly sizeBytes: number
  readonly validation: Validation | undefined
  /** What could not be had: the lines of warning.txt. */
  readonly warnings: readonly string[]
  /** How many values were masked beyond those that the server masks, by entry. */
  readonly masked: Readonly<Record<string, number>>
  /** Logs of which only the newest part is in the packet. */
  readonly cutLogs: readonly string[]
}
