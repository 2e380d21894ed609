// What a collector asks of a host, and how that can end. Every way to a host (this machine, ssh, tsh, kubectl) is one Runner.

/** One program with its arguments; a shell never sees them, or sees them quoted. */
export interface Command {
  readonly argv: readonly string[]
  /** What the program reads; without it its input is empty. */
  readonly stdin?: Buffer | string
  /** The whole run, with the way there. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

export interface BoundedCommand extends Command {
  /** So much of the output is kept; a program that writes more is ended, and its output is `cut`. */
  readonly maxBytes: number
}

/** How a program ended that could not be asked to the end, or never ran. */
export type Failure =
  | { readonly kind: 'timed-out'; readonly afterMs: number }
  /** The program is not on the host. */
  | { readonly kind: 'not-found'; readonly program: string }
  /** The way to the host failed: nothing is known of the program. */
  | { readonly kind: 'unreachable'; readonly reason: UnreachableReason; readonly message: string }
  | { readonly kind: 'aborted' }

export type RunOutcome =
  | {
      readonly kind: 'exited'
      /** As a shell tells it: 128 + n for a program that a signal ended. */
      readonly code: number
      readonly stdout: Buffer
      /** At most `stderrBytes`. */
      readonly stderr: Buffer
      readonly cut: boolean
    }
  | Failure

export type StreamOutcome =
  | {
      readonly kind: 'exited'
      readonly code: number
      readonly stderr: Buffer
      /** The sink had enough before the end. */
      readonly cut: boolean
      readonly bytes: number
    }
  /** What came before is with the sink. */
  | (Failure & { readonly bytes: number })

/** Takes output in order, at its own pace; valid also after the call. `false` when it has enough: the program is ended. */
export type OutputSink = (chunk: Buffer) => Promise<boolean | void> | boolean | void

export interface Runner {
  readonly way: 'local' | 'ssh' | 'tsh' | 'kubectl'
  /** Whom it speaks to, for reports: `this machine`, `root@tp-node-1`, `teleport/teleport-auth-0`. */
  readonly target: string
  /** Never throws. */
  run(command: BoundedCommand): Promise<RunOutcome>
  /** As `run`, for output that is not held in memory. */
  stream(command: Command, sink: OutputSink): Promise<StreamOutcome>
}

/** Reasons told apart, as `node.error` of a dump is read. */
export type UnreachableReason =
  | 'no tunnel'
  | 'connection refused'
  | 'timeout'
  | 'access denied'
  | 'lock in force'
  | 'name unknown'
  | 'host key'
  | 'no client'
  | 'unknown'

/** So much of an error output is kept: its end, where programs say what ended them. */
export const stderrBytes = 64 * 1024
