// What happens to packets in the viewer, for whoever keeps a record of it: each one opened, removed or made, and each attempt that failed.
import type { Context } from 'hono'
import type { PacketId, PacketSummary } from '../shared/wire.js'

export interface PacketEvent {
  readonly action: 'open' | 'delete' | 'generate' | 'sanitize'
  readonly status: 'success' | 'fail'
  /** Name of the file as the person knows it; absent when there was none. */
  readonly fileName?: string
  /** Absent for what could not be opened. */
  readonly sha256?: string
  readonly sizeBytes?: number
  /** Of packets that are made: whether logs were asked for. */
  readonly includeLogs?: boolean
  /** Why it failed. */
  readonly reason?: string
  /** Absent for what the command line named. */
  readonly request?: { readonly apiPath: string; readonly client: string }
}

/** Must neither wait nor throw. */
export type PacketEventSink = (event: PacketEvent) => void

/** Packets that were opened, or could not be, by the command line or a request. */
export function tellOpened(
  rows: readonly PacketSummary[],
  sink: PacketEventSink | undefined,
  request: PacketRequest = {},
): void {
  for (const row of rows)
    sink?.({
      action: 'open',
      ...(row.state === 'failed' ? { status: 'fail', reason: row.reason } : { status: 'success' }),
      ...packetOf(row),
      ...request,
    })
}

/** Does the work of a request, and tells when it fails. The failure goes on to the page. */
export async function tellFailure<T>(
  event: Pick<PacketEvent, 'action'>,
  sink: PacketEventSink | undefined,
  context: Context,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    sink?.({ ...event, status: 'fail', reason, ...requestOf(context) })
    throw error
  }
}

/** A packet that was removed from the page. */
export function tellRemoved(
  row: PacketSummary | undefined,
  sink: PacketEventSink | undefined,
  context: Context,
): void {
  const packet = row === undefined ? {} : packetOf(row)
  sink?.({ action: 'delete', status: 'success', ...packet, ...requestOf(context) })
}

export function findRow(rows: readonly PacketSummary[], id: PacketId): PacketSummary | undefined {
  return rows.find(row => row.id === id)
}

function packetOf({ id, source, sizeBytes }: PacketSummary): Partial<PacketEvent> {
  return {
    fileName: source,
    ...(/^[0-9a-f]{64}$/.test(id) ? { sha256: id } : {}),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
  }
}

export type PacketRequest = Pick<PacketEvent, 'request'>

/** Who asked, as far as a request tells it. */
export function requestOf(context: Context): PacketRequest {
  return { request: { apiPath: context.req.path, client: context.req.header('user-agent') ?? '' } }
}
