// Entries of a dump as they are handed in: a name, what kind of content it is, bytes.

/** What the hook that sees all bytes on their way has to know of them. */
export type Content =
  /** teleport.yaml. */
  | 'config'
  /** Arguments separated by NUL. */
  | 'command'
  | 'log'
  /** Journal records, one JSON object a line. */
  | 'journal'
  /** Audit events, one JSON object a line. */
  | 'audit'
  | 'metrics'
  /** What `tctl get` prints. */
  | 'resources'
  /** What `kubectl get -o yaml` prints. */
  | 'kubernetes'
  | 'unit'
  | 'json'
  /** Tables and lists: sockets, disks, files, keys. */
  | 'table'
  | 'text'
  /** What a program said when it failed. */
  | 'error'
  /** Not text: nothing in it can be replaced. */
  | 'profile'
  /** Written by this tool of what has gone through the hook: not changed again. */
  | 'own'

export interface NewEntry {
  /** Below the folder that is written to; `/` between folders. */
  readonly name: string
  readonly content: Content
  /** Of a stream that is longer than allowed the end is kept, in whole lines, as of logs; else its beginning. */
  readonly keep?: 'head' | 'tail'
  /** Overrides the limit of an entry downwards. */
  readonly maxBytes?: number
}

/** What became of an entry. */
export interface Kept {
  /** In the dump, uncompressed. */
  readonly bytes: number
  /** Bytes that came, where they are more. */
  readonly originalBytes?: number
  /** Which limit left something out. */
  readonly cut?: 'entry' | 'total'
  /** The source broke off with it; what came before is kept. */
  readonly error?: unknown
}

export type Source = AsyncIterable<Buffer> | Buffer | string

/** Where entries go: a dump, or the room of one agent. */
export interface EntrySink {
  /** Throws for a name that is not safe, taken, or when the disk takes nothing more. */
  add(entry: NewEntry, source: Source): Promise<Kept>
}

/** Sees everything on its way to the disk. */
export interface Transform {
  /** Lines may be cut anywhere between chunks. Not called for content `own`. */
  bytes(entry: NewEntry, source: AsyncIterable<Buffer>): AsyncIterable<Buffer>
  /** A short text that is shown or becomes a name: host names in attempts and folders. */
  text(text: string): string
  /** What stands in place of a secret: nothing of it, the same for the same. */
  secret(value: string): string
  /** Secrets that were found, as join tokens in a configuration: from now on taken out wherever they stand. */
  learn(values: readonly string[]): void
}

/** Removes nothing by itself: for content that is known to hold no secrets, as in tests. */
export const unchanged: Transform = {
  bytes: (_, source) => source,
  text: text => text,
  secret: () => '****',
  learn: () => undefined,
}

export async function* pieces(source: Source): AsyncGenerator<Buffer> {
  if (typeof source === 'string') yield Buffer.from(source)
  else if (Buffer.isBuffer(source)) yield source
  else yield* source
}
