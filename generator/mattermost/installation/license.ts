// A licence as it is stored: base64 of a JSON text with a signature behind it. Only read, never judged: the server does that.
import type { License } from '../documents/diagnostics.js'

/** RSA with 2048 bits. */
const signatureBytes = 256
const largest = 64 * 1024

/** `undefined` when it is no licence. */
export function readLicense(stored: string): License | undefined {
  const bytes = Buffer.from(stored.replace(/\s+/g, '').slice(0, largest), 'base64')
  if (bytes.length <= signatureBytes) return undefined
  return licenseOf(bytes.toString('utf8', 0, bytes.length - signatureBytes))
}

function licenseOf(text: string): License | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const license = asMap(value)
  const customer = asMap(license['customer'])
  const { users } = asMap(license['features'])
  if (typeof license['id'] !== 'string') return undefined
  return {
    id: license['id'],
    customerId: textOf(customer['id']),
    company: textOf(customer['company']),
    users: typeof users === 'number' ? users : 0,
    skuShortName: textOf(license['sku_short_name']),
    isTrial: license['is_trial'] === true,
    isGovSku: license['is_gov_sku'] === true,
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const asMap = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
