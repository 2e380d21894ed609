// Addresses of making packets: start one, see how far all are, end one, and take a made packet as a file.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { Context, Hono } from 'hono'
import { safeFileName } from '../../shared/file-name.js'
import type { MakeRequest } from '../../shared/make.js'
import { attachment } from '../attachment.js'
import { failure } from '../failure.js'
import { requestOf, tellOpened, type PacketEventSink } from '../packet-events.js'
import type { PacketStore } from '../packet-store.js'
import type { MakeEnd, MakeJobs } from './make-jobs.js'
import { readMakeRequest, requestBytesMost } from './make-request.js'

export function addMakeRoutes(
  app: Hono,
  store: PacketStore,
  jobs: MakeJobs,
  sink: PacketEventSink | undefined,
): void {
  app.get('/api/make', context => context.json({ making: jobs.list() }))

  app.post('/api/make', async context => {
    const request = readMakeRequest(await bodyOf(context))
    const asked = requestOf(context)
    const job = jobs.start(request, end => tellMade(request, end, asked, sink))
    return context.json(job, 202)
  })

  app.delete('/api/make/:id', context => {
    jobs.end(context.req.param('id'))
    return context.body(null, 204)
  })

  app.get('/api/packets/:id/file', async context => {
    const { path, name, isOurs } = store.origin(context.req.param('id'))
    if (!isOurs)
      throw failure(
        409,
        'NOT_MADE_HERE',
        'This packet lies where it was opened from; there is no need to save it.',
      )
    const { size } = await stat(path)
    return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream, {
      headers: {
        'Content-Type': 'application/zip',
        'Content-Length': String(size),
        'Content-Disposition': attachment(safeFileName(name, 'packet.zip')),
      },
    })
  })
}

async function bodyOf(context: Context): Promise<string> {
  const text = await context.req.text()
  if (text.length > requestBytesMost) throw failure(413, 'REQUEST_TOO_LARGE', 'The request is too large.')
  return text
}

/** One record of the making, and one of the opening. */
function tellMade(
  request: MakeRequest,
  { made, opened }: MakeEnd,
  asked: ReturnType<typeof requestOf>,
  sink: PacketEventSink | undefined,
): void {
  const packet = opened[0]
  sink?.({
    action: request.from === 'packet' ? 'sanitize' : 'generate',
    ...(made.kind === 'made' ? { status: 'success' } : { status: 'fail', reason: reasonOf(made) }),
    ...(packet === undefined ? {} : { fileName: packet.source }),
    ...(made.kind === 'made' ? { sizeBytes: made.sizeBytes } : {}),
    ...('includeLogs' in request ? { includeLogs: request.includeLogs } : {}),
    ...asked,
  })
  tellOpened(opened, sink, asked)
}

function reasonOf(made: Exclude<MakeEnd['made'], { kind: 'made' }>): string {
  return made.kind === 'cancelled' ? 'cancelled' : made.reason
}
