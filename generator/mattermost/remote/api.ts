// Addresses of a server's API, and one request to it. What a response means is read elsewhere.
import { request, type Dispatcher } from 'undici'
import type { ServerSource } from './request-types.js'

export type Response = Dispatcher.ResponseData

/** `undefined` when it is no http or https address. Query and fragment of what people paste are dropped. */
export function apiUrl(site: string, path: string): URL | undefined {
  const base = URL.canParse(site) ? new URL(site) : undefined
  if (base === undefined || !/^https?:$/.test(base.protocol) || base.hostname === '') return undefined
  base.username = ''
  base.password = ''
  base.search = ''
  base.hash = ''
  base.pathname = `${base.pathname.replace(/\/+$/, '').replace(/\/api\/v4.*$/, '')}/api/v4/${path}`
  return base
}

/** The address of the packet. The server knows only the exact text `false`. */
export function packetUrl(
  site: string,
  options: { readonly basicServerLogs: boolean; readonly pluginPackets: readonly string[] },
): URL | undefined {
  const url = apiUrl(site, 'system/support_packet')
  if (url === undefined) return undefined
  if (!options.basicServerLogs) url.searchParams.set('basic_server_logs', 'false')
  for (const id of options.pluginPackets) url.searchParams.append('plugin_packets', id)
  return url
}

/** Redirects are not followed: the token goes where the person sent it and nowhere else. */
export function ask(
  url: URL,
  { token }: Pick<ServerSource, 'token'>,
  dispatcher: Dispatcher,
  signal: AbortSignal | undefined,
): Promise<Response> {
  return request(url, {
    dispatcher,
    headers: { authorization: `Bearer ${token}`, accept: 'application/zip, application/json' },
    ...(signal === undefined ? {} : { signal }),
  })
}

/** Header as one text; a repeated one counts once. */
export function headerOf(response: Response, name: string): string | undefined {
  const value = response.headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** The start of a body, decoded. What follows is thrown away, so that a hostile server cannot fill the memory. */
export async function startOfBody(response: Response, limit = 64 * 1024): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of response.body) {
      chunks.push(chunk as Buffer)
      size += (chunk as Buffer).length
      if (size >= limit) break
    }
  } catch {
    // What came is what there is: the status has been read already.
  }
  return Buffer.concat(chunks).subarray(0, limit).toString('utf8')
}

/** Ends a response that nobody reads any further. */
export function dropBody({ body }: Response): void {
  body.on('error', () => undefined).destroy()
}
