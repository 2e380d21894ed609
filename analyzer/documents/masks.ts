// Masked values: how the server hides secrets in what it writes, and how to tell a hidden value from a real one.

/** What the server writes in place of a secret. */
export const mask = '*'.repeat(32)

/** `full`: nothing of the value is left. `partial`: user and password of a data source are hidden, the rest is real. */
export type Masking = 'none' | 'partial' | 'full'

/** Secrets that are masked even when they are not set, so that the mask says nothing. `Section.Setting`. */
const alwaysMasked = new Set([
  'FileSettings.PublicLinkSalt',
  'SqlSettings.AtRestEncryptKey',
  'ElasticsearchSettings.Password',
  'ServiceSettings.SplitKey',
  'CacheSettings.RedisPassword',
])

/** True when nothing of the value is left: asterisks only. An empty text is a real value. */
export function isMasked(value: unknown): boolean {
  return maskingOf(value) === 'full'
}

/**
 * How much of a value is hidden. A data source is partly hidden: `postgres://****:****@host/db?…` since 10.10, with
 * the asterisks percent-encoded in diagnostics.yaml of 10.5 and 10.6.
 */
export function maskingOf(value: unknown): Masking {
  if (typeof value !== 'string') return 'none'
  if (/^\*{3,}$/.test(value)) return 'full'
  return /(^|\/\/)(\*{3,}|(%2A){3,})(:(\*{3,}|(%2A){3,}))?@/i.test(value) ? 'partial' : 'none'
}

/** True when the server masks this setting whether it is set or not. */
export function saysNothing(path: readonly (string | number)[], value: unknown): boolean {
  return isMasked(value) && alwaysMasked.has(path.join('.'))
}
