// What is asked of a dump of Teleport, and what comes of it.
import type { Validation } from '../../analyzer/index.js'
import type { Destination } from '../archive/free-name.js'
import type { ElseWay, Way } from './cluster/reach.js'
import type { ModeName } from './node/index.js'
import type { ReportModel } from './report/index.js'

export interface TeleportOptions {
  /** A directory gives the dump a name of its own: `teleport-dump-2026-11-21T09-34.zip`. */
  readonly destination: Destination
  readonly mode: ModeName
  /** `node`: only the processes of this machine. */
  readonly scope: 'cluster' | 'node'
  /** How far back logs go, in milliseconds; else as the mode has it. */
  readonly logWindowMs?: number
  /** Of each log its newest so many bytes; else as the mode has it. */
  readonly logBytes?: number
  /** Of the whole dump, before packing. */
  readonly totalBytes?: number
  readonly objects?: {
    readonly only?: readonly string[]
    readonly without?: readonly string[]
  }
  readonly tctl?: {
    readonly program?: string
    /** Such as `['--identity', 'dump.pem', '--auth-server', 'teleport.example.com:443']`. */
    readonly options?: readonly string[]
  }
  /** How agents are reached; `local` reaches none but this machine. */
  readonly way: Way
  readonly login?: string
  /** Further arguments of the client of `way`. */
  readonly clientOptions?: readonly string[]
  /** Asked in this order for agents that `way` does not get to, such as those without the ssh service. */
  readonly elseWays?: readonly ElseWay[]
  readonly clients?: { readonly tsh?: string; readonly ssh?: string; readonly kubectl?: string }
  /** Only these: host names, UUIDs, `user@host`; for kubectl `pod` or `pod/container`. */
  readonly nodes?: readonly string[]
  readonly concurrency?: number
  /** For one agent, and one run of tctl or kubectl at most as long. */
  readonly timeoutMs?: number
  /** Also Kubernetes objects and logs of this namespace. */
  readonly namespace?: string
  /** On hosts, through `sudo -n`. */
  readonly sudo?: boolean
  /** Audit log files, which tell what users did. */
  readonly audit?: boolean
  /** Folder with the files of the host, when this runs in a container. */
  readonly root?: string
  /** Other names in place of users, hosts, addresses and values of labels. */
  readonly obfuscate?: boolean
  /** At least 16 bytes; the same key gives the same stand-ins in several dumps. Else one is made and forgotten. */
  readonly key?: Buffer
}

/** What is being done; several at once take turns. */
export type TeleportProgress =
  | { readonly stage: 'objects' | 'kubernetes'; readonly done: number; readonly of: number }
  | {
      readonly stage: 'instances'
      readonly done: number
      readonly of: number
      readonly failed: number
      readonly name: string
    }
  | { readonly stage: 'this machine' | 'obfuscating' | 'reports' | 'checking'; readonly what: string }

export interface TeleportMade {
  readonly file: string
  readonly sizeBytes: number
  readonly validation: Validation | undefined
  /** Verdict, counts, instances, what failed and what helps. */
  readonly report: ReportModel
  readonly cancelled: boolean
}
