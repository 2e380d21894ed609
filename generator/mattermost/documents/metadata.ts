// metadata.yaml: what says which server a packet is of. Without a server id the server writes none, and neither does this.
import type { YamlMap } from '../../encode/yaml-value.js'

export interface MetadataFacts {
  /** Epoch milliseconds. */
  readonly generatedAt: number
  readonly serverVersion: string
  readonly serverId: string
  /** Empty without a licence. */
  readonly licenseId: string
  readonly customerId: string
}

export function metadataDocument(facts: MetadataFacts): YamlMap {
  return {
    version: 1,
    type: 'support-packet',
    generated_at: facts.generatedAt,
    server_version: facts.serverVersion,
    server_id: facts.serverId,
    license_id: facts.licenseId,
    customer_id: facts.customerId,
  }
}

/** Ids are 26 letters and digits. */
export const isId = (text: unknown): text is string =>
  typeof text === 'string' && /^[A-Za-z0-9]{26}$/.test(text)
