// What is to be said of a part of a dump: damaged, or left out though sound. Becomes a problem of the entry.

export interface MetricsNote {
  readonly kind: 'damaged' | 'unread'
  /** File inside the dump; empty for the dump as a whole. */
  readonly file: string
  readonly message: string
  readonly expected?: string
  readonly found?: string
}

export function damaged(file: string, message: string, more: Partial<MetricsNote> = {}): MetricsNote {
  return { kind: 'damaged', file, message, ...more }
}

export function unread(file: string, message: string): MetricsNote {
  return { kind: 'unread', file, message }
}
