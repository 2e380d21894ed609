// What stands in place of keys and certificates.
import { createHash, X509Certificate } from 'node:crypto'
import type { Keyed } from './keyed.js'

/**
 * What stays of a key: its kind, and whether two are the same; of a certificate also its time, and its pin, which hosts are told
 * to trust. Never its text.
 */
export function standIn(kind: string, body: string, keyed: Keyed): string {
  const compact = body.replace(/\s+/g, '')
  const same = keyed.digest('key', compact)
  if (/PRIVATE KEY/.test(kind)) return keyed.secret(compact)
  if (kind !== 'CERTIFICATE') return `removed-${kind.toLowerCase().replaceAll(' ', '-')}-${same}`
  return `removed-certificate-${same}${publicParts(compact)}`
}

/** `, valid 2026-11-21T08:26:00Z to 2027-02-19T08:26:00Z, pin sha256:…`; nothing where it cannot be read. */
function publicParts(base64: string): string {
  try {
    const { validFrom, validTo, publicKey } = new X509Certificate(Buffer.from(base64, 'base64'))
    const time = (text: string): string => new Date(text).toISOString().replace('.000', '')
    const pin = createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' }))
    return `, valid ${time(validFrom)} to ${time(validTo)}, pin sha256:${pin.digest('hex')}`
  } catch {
    return ''
  }
}

/** The same for PEM that is itself in base64, as certificate authorities have it. */
export function standInForBase64(text: string, keyed: Keyed): string {
  const pem = Buffer.from(text, 'base64').toString('latin1')
  const [, kind, body] = /-----BEGIN ([A-Z0-9 ]{1,60})-----([^-]*)/.exec(pem) ?? []
  return standIn(kind ?? 'PRIVATE KEY', body ?? pem, keyed)
}
