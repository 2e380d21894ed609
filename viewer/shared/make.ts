// What the page asks for when it has a packet made, and what it is told of that: the way, how far it is, what came of it.
import type { PacketId } from './wire.js'

/** A token stands in the request alone: it is kept no longer than the work, and told to nobody. */
export type MakeRequest =
  | {
      readonly from: 'server'
      /** Site URL. */
      readonly url: string
      readonly token: string
      readonly includeLogs: boolean
      /** All plugins that add something only when asked. */
      readonly includePlugins: boolean
      /** Certificate authority to trust too, as PEM text. */
      readonly ca?: string
    }
  | {
      readonly from: 'installation'
      /** Folder on the machine the viewer runs on. */
      readonly folder: string
      readonly includeLogs: boolean
      /** Log lines of the last so many hours; all when absent. */
      readonly hours?: number
    }
  | {
      readonly from: 'teleport'
      /** `here`: the processes of this machine; else how the hosts of the cluster are reached. */
      readonly reach: TeleportReach
      readonly mode: TeleportMode
      readonly obfuscate: boolean
    }
  | {
      /** A copy without secrets of a packet that is open. */
      readonly from: 'packet'
      readonly packet: PacketId
    }

export const teleportReaches = ['here', 'tsh', 'ssh'] as const
export type TeleportReach = (typeof teleportReaches)[number]
export const teleportModes = ['speed', 'completeness', 'size'] as const
export type TeleportMode = (typeof teleportModes)[number]

/** One making of a packet. `what` says from what, without secrets. */
export type MakeJob = { readonly id: string; readonly what: string } & (
  | { readonly state: 'working'; readonly says: string }
  | {
      readonly state: 'done'
      readonly packet: PacketId
      readonly fileName: string
      readonly sizeBytes: number
      /** Sentences about what is not in it, and what was masked. */
      readonly remarks: readonly string[]
    }
  | { readonly state: 'failed'; readonly reason: string; readonly advice?: string }
  | { readonly state: 'cancelled' }
)

export const makePaths = {
  jobs: '/api/make',
  job: (id: string) => `/api/make/${encodeURIComponent(id)}`,
  /** The packet as a file. */
  file: (id: PacketId) => `/api/packets/${encodeURIComponent(id)}/file`,
} as const
