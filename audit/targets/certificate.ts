// The certificate that a TLS target trusts: a file in PEM form, or its text in Base64, as servers take it.
import { readFile } from 'node:fs/promises'

const begin = '-----BEGIN CERTIFICATE-----'

/** The text in PEM form. Rejects with a reason for people. */
export async function trustedCertificate(cert: string): Promise<string> {
  const text = (await fileText(cert)) ?? decoded(cert)
  if (text === undefined) throw new Error(`the certificate ${shortened(cert)} cannot be read`)
  if (!text.includes(begin)) throw new Error(`there is no certificate in ${shortened(cert)}`)
  return text
}

async function fileText(path: string): Promise<string | undefined> {
  if (path.length > 4096) return undefined
  return readFile(path, 'utf8').catch(() => undefined)
}

function decoded(text: string): string | undefined {
  const pem = Buffer.from(text, 'base64').toString('utf8')
  return pem.includes(begin) ? pem : undefined
}

const shortened = (text: string): string => (text.length <= 200 ? text : `${text.slice(0, 40)}…`)
