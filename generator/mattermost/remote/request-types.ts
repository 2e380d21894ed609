// What is asked of a server, what is told while it works, and what comes of it: the vocabulary of getting a packet from the API.
import type { Validation } from '../../../analyzer/index.js'
import type { Destination } from '../../archive/free-name.js'

/** How to reach the server. Certificates and keys are PEM texts. */
export interface Connection {
  /** Adds to the certificates that the system trusts. */
  readonly ca?: string
  readonly clientCertificate?: string
  readonly clientKey?: string
  readonly clientKeyPassphrase?: string
  /** `http://user:password@proxy:3128`. Absent: none. */
  readonly proxy?: string
  /** Hosts that are reached without the proxy, as in `NO_PROXY`. */
  readonly noProxy?: string
  /** A silence of so long ends the attempt. The server profiles itself for 5 s and reads whole logs before it answers. */
  readonly timeoutMs: number
}

export interface ServerSource extends Connection {
  /** Site URL, with its path if it has one: `https://chat.example.com/mattermost`. */
  readonly url: string
  /** Session or personal access token of a system administrator. */
  readonly token: string
}

export interface ServerGeneration {
  readonly source: ServerSource
  /** False leaves out mattermost.log, notifications.log and the logs of advanced targets. */
  readonly basicServerLogs: boolean
  /** Ids of plugins that add something only when asked. */
  readonly pluginPackets: readonly string[]
  readonly destination: Destination
  /** How often a busy or unreachable server is asked again. */
  readonly retries: number
  readonly signal?: AbortSignal
  readonly onEvent?: (event: GenerationEvent) => void
  /** Waits between attempts. Tests bring their own. */
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>
}

/** What happens, for whoever shows it. */
export type GenerationEvent =
  | { readonly kind: 'asking'; readonly attempt: number }
  | { readonly kind: 'retrying'; readonly reason: string; readonly waitMs: number }
  /** `totalBytes` is unknown for servers since 10.10, which send the packet in chunks. */
  | { readonly kind: 'receiving'; readonly doneBytes: number; readonly totalBytes: number | undefined }
  | { readonly kind: 'checking' }

/** Why there is no packet, and what to do about it. */
export interface Refusal {
  readonly code: RefusalCode
  /** One sentence: what the server or the connection said. */
  readonly message: string
  /** One sentence: what helps. */
  readonly advice?: string
  /** Set when asking again may help; `retryAfterMs` when the server said when. */
  readonly passing?: true
  readonly retryAfterMs?: number
  readonly status?: number
}

export type RefusalCode =
  | 'bad-url'
  | 'unreachable'
  | 'certificate'
  | 'timeout'
  | 'unauthorized'
  | 'no-permission'
  | 'no-licence'
  | 'too-old'
  | 'busy'
  | 'redirected'
  | 'not-a-packet'
  | 'server-error'
  | 'exists'
  | 'cannot-write'
  | 'cancelled'

/** What came of it. A cut download is kept, and everything in it that can be read is said. */
export type Generated =
  | {
      readonly kind: 'packet'
      readonly file: string
      readonly sizeBytes: number
      readonly validation: Validation | undefined
      /** What the server says that it could not collect. */
      readonly warnings: readonly string[]
    }
  | {
      readonly kind: 'cut'
      /** Ends in `.part`. */
      readonly file: string
      readonly sizeBytes: number
      readonly reason: string
      readonly validation: Validation | undefined
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
