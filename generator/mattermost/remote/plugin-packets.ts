// Which plugins of a server add something to its packets, and which of them only when asked.
import type { Dispatcher } from 'undici'
import { apiUrl, ask, type Response } from './api.js'
import { openConnections } from './connect.js'
import { connectionRefusal } from './connection-failures.js'
import { refusalOf } from './refusals.js'
import type { Refusal, ServerSource } from './request-types.js'

export interface PluginPacket {
  readonly id: string
  readonly name: string
  readonly version: string
  /** What the server's own form calls it. */
  readonly label: string
}

export type PluginPackets =
  | { readonly kind: 'listed'; readonly plugins: readonly PluginPacket[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** The list of a server with hundreds of plugins stays far below this. */
const largestListBytes = 16 * 1024 * 1024

/** Active plugins whose manifest names a part of the packet that must be asked for. */
export async function listPluginPackets(source: ServerSource, signal?: AbortSignal): Promise<PluginPackets> {
  const url = apiUrl(source.url, 'plugins')
  if (url === undefined)
    return { kind: 'refused', refusal: { code: 'bad-url', message: `"${source.url}" is not an address.` } }
  const dispatcher = openConnections(source)
  try {
    return await list(url, source, dispatcher, signal)
  } finally {
    await dispatcher.destroy()
  }
}

async function list(
  url: URL,
  source: ServerSource,
  dispatcher: Dispatcher,
  signal: AbortSignal | undefined,
): Promise<PluginPackets> {
  let response: Response
  try {
    response = await ask(url, source, dispatcher, signal)
  } catch (error) {
    if (signal?.aborted === true) throw error
    return { kind: 'refused', refusal: connectionRefusal(error, url.origin, source.timeoutMs) }
  }
  const value = response.statusCode === 200 ? await jsonOf(response) : undefined
  if (isPluginList(value)) return { kind: 'listed', plugins: value.active.flatMap(packetOf) }
  const refusal = await refusalOf(response)
  return {
    kind: 'refused',
    refusal: refusal ?? { code: 'not-a-packet', message: 'The answer is no list of plugins.' },
  }
}

async function jsonOf(response: Response): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of response.body) {
      size += (chunk as Buffer).length
      if (size > largestListBytes) return undefined
      chunks.push(chunk as Buffer)
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return undefined
  }
}

function isPluginList(value: unknown): value is { readonly active: readonly unknown[] } {
  return typeof value === 'object' && value !== null && 'active' in value && Array.isArray(value.active)
}

function packetOf(manifest: unknown): readonly PluginPacket[] {
  if (typeof manifest !== 'object' || manifest === null) return []
  const { id, name, version, props } = manifest as Record<string, unknown>
  if (typeof id !== 'string' || typeof props !== 'object' || props === null) return []
  const label = (props as Record<string, unknown>)['support_packet']
  if (typeof label !== 'string') return []
  return [
    {
      id,
      name: typeof name === 'string' ? name : id,
      version: typeof version === 'string' ? version : '',
      label,
    },
  ]
}
