// Addresses of one entry: its lines page by page, and its bytes as a download.
import type { Context, Hono } from 'hono'
import type { Packet, PacketEntry } from '../../analyzer/index.js'
import { safeFileName } from '../shared/file-name.js'
import { bytesPerPage, type BytePage } from '../shared/pages.js'
import { lineBytesMost, lineBytesShown, linesPerRequest, type LinePage } from '../shared/wire.js'
import { attachment } from './attachment.js'
import { failure } from './failure.js'
import { rowOf, type PacketStore } from './packet-store.js'

export function addEntryRoutes(app: Hono, store: PacketStore): void {
  app.get('/api/packets/:id/entries', context =>
    context.json({ entries: store.entries(context.req.param('id')) }),
  )

  app.get('/api/packets/:id/entries/:index/lines', async context => {
    const id = context.req.param('id')
    const index = wholeNumber(context.req.param('index'), 'entry')
    const from = query(context, 'from', 1, 1, Number.MAX_SAFE_INTEGER)
    const count = query(context, 'count', 200, 1, linesPerRequest)
    // Long lines one at a time: a page of a thousand of them would be a gigabyte.
    const bytes = query(context, 'bytes', lineBytesShown, 1, count === 1 ? lineBytesMost : lineBytesShown)
    const { entry } = store.entry(id, index)
    const text = await store.text(id, index)
    const page: LinePage = { entry: rowOf(entry), from, ...(await text.page(from, count, bytes)) }
    return context.json(page)
  })

  app.get('/api/packets/:id/entries/:index/bytes', async context => {
    const id = context.req.param('id')
    const index = wholeNumber(context.req.param('index'), 'entry')
    const from = query(context, 'from', 0, 0, Number.MAX_SAFE_INTEGER)
    const count = query(context, 'count', bytesPerPage, 1, bytesPerPage)
    store.entry(id, index)
    const { bytes, ...page } = await (await store.text(id, index)).bytes(from, count)
    return context.json({ from, hex: bytes.toString('hex'), ...page } satisfies BytePage)
  })

  app.get('/api/packets/:id/entries/:index/raw', context => {
    const index = wholeNumber(context.req.param('index'), 'entry')
    const { packet, entry } = store.entry(context.req.param('id'), index)
    if (!entry.readable)
      throw failure(
        409,
        'NOT_READABLE',
        entry.damage?.message ?? 'This entry cannot be read from the packet.',
      )
    return new Response(streamEntry(packet, entry), {
      headers: {
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': attachment(safeFileName(entry.name, 'entry')),
      },
    })
  })
}

/** Reads on only when the browser has taken what it got. A damaged entry breaks the download off, so nobody takes it for whole. */
function streamEntry(packet: Packet, entry: PacketEntry): ReadableStream<Uint8Array> {
  let resume: (() => void) | undefined
  let cancelled = false
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const onChunk = async (chunk: Buffer) => {
        if (cancelled) return false
        controller.enqueue(new Uint8Array(chunk))
        if ((controller.desiredSize ?? 1) <= 0) await new Promise<void>(wake => (resume = wake))
        return cancelled ? false : undefined
      }
      void packet.read(entry, onChunk).then(
        outcome => {
          if (cancelled) return
          if (outcome.kind === 'partial') controller.error(new Error(outcome.problem.message))
          else controller.close()
        },
        (error: unknown) => controller.error(error),
      )
    },
    pull() {
      resume?.()
    },
    cancel() {
      cancelled = true
      resume?.()
    },
  })
}

function query(context: Context, name: string, fallback: number, least: number, most: number): number {
  const given = context.req.query(name)
  if (given === undefined) return fallback
  return Math.min(Math.max(wholeNumber(given, name), least), most)
}

function wholeNumber(text: string, name: string): number {
  if (!/^\d{1,15}$/.test(text))
    throw failure(
      400,
      'BAD_NUMBER',
      `${name} must be a whole number, not ${JSON.stringify(text.slice(0, 40))}.`,
    )
  return Number(text)
}
