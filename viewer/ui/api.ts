// The typed client of the viewer's own API. A failure becomes a value with words in it, never an exception.
import {
  apiPaths,
  type Analysis,
  type ApiFailure,
  type EntryList,
  type LinePage,
  type PacketId,
  type PacketList,
} from '../shared/wire.js'

export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }

export const api = {
  packets: () => ask<PacketList>(apiPaths.packets),
  analysis: (id: PacketId) => ask<Analysis>(apiPaths.packet(id)),
  early: (id: PacketId) => ask<Analysis>(apiPaths.early(id)),
  entries: (id: PacketId) => ask<EntryList>(apiPaths.entries(id)),
  lines: (id: PacketId, entry: number, from: number, count: number, bytes?: number) =>
    ask<LinePage>(apiPaths.lines(id, entry, from, count, bytes)),
  upload: (file: File) =>
    ask<PacketList>(`${apiPaths.packets}?name=${encodeURIComponent(file.name)}`, {
      method: 'POST',
      body: file,
    }),
  remove: (id: PacketId) => ask<undefined>(apiPaths.packet(id), { method: 'DELETE', keepalive: true }),
}

/** One request; `path` is an address of the API. */
export async function ask<T>(path: string, init?: RequestInit): Promise<Answer<T>> {
  try {
    const response = await fetch(path, init)
    if (!response.ok) return await refusal(response)
    return { kind: 'ok', value: (response.status === 204 ? undefined : await response.json()) as T }
  } catch {
    const message =
      'The viewer does not answer. Is `support-packet view` still running? Start it again if not.'
    return { kind: 'failed', code: 'NO_ANSWER', message }
  }
}

async function refusal(response: Response): Promise<Answer<never>> {
  const body = (await response.json().catch(() => undefined)) as ApiFailure | undefined
  const { code = 'UNKNOWN', message = `The viewer answered with status ${response.status}.` } =
    body?.error ?? {}
  return { kind: 'failed', code, message }
}
