// The viewer's server as one Hono app: guards first, then the API, then the page. Knows nothing of sockets.
import { Hono } from 'hono'
import type { PacketList } from '../shared/wire.js'
import { serveAssets, type Assets } from './assets.js'
import { addEntryRoutes } from './entry-routes.js'
import { failure, writeFailure } from './failure.js'
import { ownHostOnly, ownPageOnly, securityHeaders, tokenOnly, tokenToCookie, type Guard } from './guard.js'
import { addLogRoutes } from './log-routes.js'
import type { MakeJobs } from './make/make-jobs.js'
import { addMakeRoutes } from './make/make-routes.js'
import { addMarkRoutes } from './mark-routes.js'
import type { MarkStore } from './marks.js'
import { addPageRoutes } from './page-routes.js'
import { addProfileRoutes } from './profile-routes.js'
import {
  findRow,
  requestOf,
  tellFailure,
  tellOpened,
  tellRemoved,
  type PacketEventSink,
} from './packet-events.js'
import { receiveUpload, type UploadTarget } from './upload.js'

export interface AppParts extends UploadTarget {
  /** Told of every packet that is opened or removed. */
  readonly onPacketEvent?: PacketEventSink | undefined
  readonly guard: Guard
  readonly assets: Assets
  readonly marks: MarkStore
  readonly jobs: MakeJobs
}

export function createApp({ guard, assets, marks, jobs, ...target }: AppParts): Hono {
  const app = new Hono()
  app.onError(writeFailure)
  app.use(securityHeaders, ownHostOnly(guard))
  app.use('/api/*', ownPageOnly(guard), tokenOnly(guard))
  addPacketRoutes(app, target, jobs)
  addMakeRoutes(app, target.store, jobs, target.onPacketEvent)
  addEntryRoutes(app, target.store)
  addPageRoutes(app, target.store)
  addProfileRoutes(app, target.store)
  addMarkRoutes(app, target.store, marks)
  addLogRoutes(app, target.store, target.directory)
  app.all('/api/*', () => {
    throw failure(404, 'NO_SUCH_ADDRESS', 'The viewer has nothing at this address.')
  })
  app.use(tokenToCookie(guard))
  serveAssets(app, assets)
  return app
}

function addPacketRoutes(
  app: Hono,
  target: UploadTarget & Pick<AppParts, 'onPacketEvent'>,
  jobs: MakeJobs,
): void {
  const { store, onPacketEvent } = target
  app.get('/api/packets', context =>
    context.json({ ...store.list(), making: jobs.list() } satisfies PacketList),
  )
  app.post('/api/packets', async context => {
    const packets = await tellFailure({ action: 'open' }, onPacketEvent, context, () =>
      receiveUpload(context.req.raw, target),
    )
    tellOpened(packets, onPacketEvent, requestOf(context))
    return context.json({ packets, opening: [], making: [] } satisfies PacketList, 201)
  })
  app.get('/api/packets/:id', context => context.json(store.analysis(context.req.param('id'))))
  app.get('/api/packets/:id/early', context => context.json(store.early(context.req.param('id'))))
  app.delete('/api/packets/:id', async context => {
    const id = context.req.param('id')
    const row = findRow(store.list().packets, id)
    await tellFailure({ action: 'delete' }, onPacketEvent, context, () => store.remove(id))
    tellRemoved(row, onPacketEvent, context)
    return context.body(null, 204)
  })
}
