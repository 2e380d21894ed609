// What the running server tells on its port for metrics that nobody else knows: connections of clients, connections to the database.
//
//   mattermost_http_websockets_total{origin_client="web"} 12
//   mattermost_db_master_connections_total 6
import { request } from 'undici'
import { localAddress } from './local-address.js'

export interface ServerGauges {
  readonly websocketConnections: number
  readonly masterConnections: number | undefined
  readonly replicaConnections: number | undefined
  readonly searchConnections: number | undefined
}

const timeoutMs = 5_000
/** A server with many plugins has some 300 kB. */
const largestBytes = 8 * 1024 * 1024

/** `undefined` when no server answers there, or one that does not publish such numbers. */
export async function readServerGauges(
  address: string,
  signal?: AbortSignal,
): Promise<ServerGauges | undefined> {
  const text = await read(`http://${localAddress(address)}/metrics`, signal)
  return text === undefined ? undefined : gaugesIn(text)
}

/** Clients have a line for each kind that was ever connected: without a line nobody was. */
export function gaugesIn(text: string): ServerGauges | undefined {
  if (!/^mattermost_db_master_connections_total[ {]/m.test(text)) return undefined
  return {
    websocketConnections: sumOf(text, 'http_websockets_total') ?? 0,
    masterConnections: sumOf(text, 'db_master_connections_total'),
    replicaConnections: sumOf(text, 'db_read_replica_connections_total'),
    searchConnections: sumOf(text, 'db_search_replica_connections_total'),
  }
}

function sumOf(text: string, name: string): number | undefined {
  const lines = [...text.matchAll(new RegExp(`^mattermost_${name}(?:\\{[^}\\n]*\\})? (\\S+)`, 'gm'))]
  const values = lines.map(([, value]) => Number(value))
  const sum = values.reduce((all, value) => all + value, 0)
  return values.length === 0 || !Number.isSafeInteger(sum) || sum < 0 ? undefined : sum
}

async function read(url: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  const limits = {
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    ...(signal === undefined ? {} : { signal }),
  }
  try {
    const { statusCode, body } = await request(url, limits)
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of body) {
      size += (chunk as Buffer).length
      if (size > largestBytes) return undefined
      chunks.push(chunk as Buffer)
    }
    return statusCode === 200 ? Buffer.concat(chunks).toString('utf8') : undefined
  } catch (error) {
    if (signal?.aborted === true) throw error
    return undefined
  }
}
