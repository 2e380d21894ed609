// Addresses of what single entries mean: profiles, metrics, trees of values; what there is, and each as its page shows it.
import type { Context, Hono } from 'hono'
import { failure } from './failure.js'
import type { PacketStore } from './packet-store.js'
import { viewsOf } from './packet-views.js'

export function addProfileRoutes(app: Hono, store: PacketStore): void {
  const views = (context: Context) => viewsOf(store.packet(context.req.param('id') ?? ''))

  app.get('/api/packets/:id/profiles', async context =>
    context.json(await (await views(context)).entries(['cpu-profile', 'heap-profile'])),
  )

  app.get('/api/packets/:id/profiles/:index', async context => {
    const opened = await views(context)
    return context.json(shown(await opened.profile(indexOf(context, 'index'), context.req.query('type'))))
  })

  app.get('/api/packets/:id/profiles/:index/changes/:base', async context => {
    const opened = await views(context)
    const [index, base] = [indexOf(context, 'index'), indexOf(context, 'base')]
    return context.json(shown(await opened.changes(index, base, context.req.query('type'))))
  })

  app.get('/api/packets/:id/entries/:index/structure', async context => {
    const opened = await views(context)
    return context.json(shown(await opened.structure(indexOf(context, 'index'))))
  })

  app.get('/api/packets/:id/metrics', async context =>
    context.json(await (await views(context)).entries(['tsdb-dump'])),
  )

  app.get('/api/packets/:id/metrics/:index', async context => {
    const opened = await views(context)
    return context.json(shown(await opened.metrics(indexOf(context, 'index'))))
  })

  app.get('/api/packets/:id/metrics/:index/series', async context => {
    const opened = await views(context)
    const name = context.req.query('name') ?? ''
    return context.json(shown(await opened.series(indexOf(context, 'index'), name)))
  })
}

/** Passes an answer on; what cannot be shown is refused with its reason. */
function shown<T extends object>(answer: T | NotShown): T {
  if (isNotShown(answer)) throw failure(409, 'NOT_SHOWN', answer.message)
  return answer
}

interface NotShown {
  readonly kind: 'not-shown'
  readonly message: string
}

function isNotShown(answer: object): answer is NotShown {
  return 'kind' in answer && answer.kind === 'not-shown'
}

function indexOf(context: Context, name: string): number {
  const text = context.req.param(name) ?? ''
  if (!/^\d{1,9}$/.test(text)) throw failure(400, 'BAD_NUMBER', `The number of an entry is a whole number.`)
  return Number(text)
}
