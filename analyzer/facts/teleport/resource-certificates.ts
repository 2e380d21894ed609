// Certificates as objects of the cluster hold them: PEM, base64 of PEM, or base64 alone as SAML metadata has it. Dumps from which
// certificates were removed say in their place what is asked of them.
import { createHash, X509Certificate } from 'node:crypto'

export interface Certificate {
  readonly notBeforeMs: number
  readonly notAfterMs: number
  /** As `tctl status` prints it: `sha256:` and the hash of the public key. */
  readonly pin: string
}

/** Longest text that is taken for a certificate; a chain of a few fits. */
const maxLength = 100_000

/** The first certificate in a text; `undefined` where there is none that can be read. */
export function certificateOf(text: string | undefined): Certificate | undefined {
  if (text === undefined || text === '' || text.length > maxLength) return undefined
  const removed = removedCertificate.exec(text)
  if (removed) {
    const [, from = '', to = '', pin = ''] = removed
    const [notBeforeMs, notAfterMs] = [Date.parse(from), Date.parse(to)]
    return Number.isNaN(notBeforeMs + notAfterMs) ? undefined : { notBeforeMs, notAfterMs, pin }
  }
  const parsed = tryParse(pemOf(text))
  return (
    parsed && {
      notBeforeMs: Date.parse(parsed.validFrom),
      notAfterMs: Date.parse(parsed.validTo),
      pin: pinOf(parsed),
    }
  )
}

/** As `generate teleport` writes it. */
const removedCertificate =
  /^removed-certificate-\w{1,64}, valid (\d{4}-[\dT:.-]{1,30}Z) to (\d{4}-[\dT:.-]{1,30}Z), pin (sha256:[0-9a-f]{64})$/

function pemOf(text: string): string {
  if (text.includes('-----BEGIN')) return text
  const decoded = Buffer.from(text, 'base64')
  return decoded.subarray(0, 10).toString('latin1').startsWith('-----BEGIN')
    ? decoded.toString('latin1')
    : `-----BEGIN CERTIFICATE-----\n${text.replace(/\s+/g, '').replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`
}

function tryParse(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

function pinOf(certificate: X509Certificate): string {
  const key = certificate.publicKey.export({ type: 'spki', format: 'der' })
  return `sha256:${createHash('sha256').update(key).digest('hex')}`
}
