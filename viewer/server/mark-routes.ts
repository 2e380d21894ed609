// Addresses of marks: all of a packet, a change of one, and the file to take along.
import type { Context, Hono } from 'hono'
import { longestNote, type MarkChange, type MarkFile } from '../shared/marks.js'
import { failure } from './failure.js'
import type { MarkStore } from './marks.js'
import type { PacketStore } from './packet-store.js'

export function addMarkRoutes(app: Hono, store: PacketStore, marks: MarkStore): void {
  app.get('/api/packets/:id/marks', async context => {
    const id = hashOf(context, store)
    return context.json({ marks: await marks.read(id) } satisfies MarkFile)
  })

  app.put('/api/packets/:id/marks', async context => {
    const id = hashOf(context, store)
    const change = changeIn(await bodyText(context))
    return context.json({ marks: await marks.change(id, change) } satisfies MarkFile)
  })

  app.get('/api/packets/:id/marks/file', async context => {
    const id = hashOf(context, store)
    const file: MarkFile & { readonly packet: string } = { packet: id, marks: await marks.read(id) }
    return new Response(`${JSON.stringify(file, null, 2)}\n`, {
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Disposition': `attachment; filename="marks-${id.slice(0, 12)}.json"`,
      },
    })
  })
}

/** Only a packet that is open has a name that may become one of a file. */
function hashOf(context: Context, store: PacketStore): string {
  const id = context.req.param('id') ?? ''
  store.packet(id)
  if (!/^[0-9a-f]{64}$/.test(id)) throw failure(404, 'NO_SUCH_PACKET', 'Marks belong to an opened packet.')
  return id
}

/** A note and what is around it. */
const longestBody = 64 * 1024

async function bodyText(context: Context): Promise<string> {
  const length = Number(context.req.header('content-length') ?? NaN)
  const text = length <= longestBody ? await context.req.text() : undefined
  if (text === undefined || text.length > longestBody)
    throw failure(413, 'MARK_TOO_LONG', `A change of a mark has a length, of at most ${longestBody} bytes.`)
  return text
}

function changeIn(text: string): MarkChange {
  const { fingerprint, state, note = '' } = fieldsIn(text)
  if (typeof fingerprint !== 'string' || fingerprint === '' || fingerprint.length > 512)
    throw wrong('fingerprint')
  if (state !== undefined && state !== 'seen' && state !== 'dismissed') throw wrong('state')
  if (typeof note !== 'string' || note.length > longestNote) throw wrong('note')
  return { fingerprint, note, ...(state === undefined ? {} : { state }) }
}

function fieldsIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>
  } catch {
    // Told below: what is no JSON has no fields either.
  }
  throw failure(400, 'BAD_MARK', 'A change of a mark is a JSON object.')
}

function wrong(field: string) {
  return failure(400, 'BAD_MARK', `The ${field} of this mark is missing, of the wrong kind or too long.`)
}
