// Addresses of the pages that show documents as they mean: configuration and tables.
import type { Hono } from 'hono'
import type { TablePage } from '../../analyzer/index.js'
import { tablePages } from '../shared/pages.js'
import { failure } from './failure.js'
import type { PacketStore } from './packet-store.js'
import { viewsOf } from './packet-views.js'

export function addPageRoutes(app: Hono, store: PacketStore): void {
  app.get('/api/packets/:id/config', async context => {
    const views = await viewsOf(store.packet(context.req.param('id')))
    const config = await views.config()
    if (config === undefined)
      throw failure(404, 'NO_CONFIG', 'This packet has no configuration that could be read.')
    return context.json(config)
  })

  app.get('/api/packets/:id/tables/:page', async context => {
    const views = await viewsOf(store.packet(context.req.param('id')))
    return context.json(await views.tables(tablePage(context.req.param('page'))))
  })

  app.get('/api/packets/:id/passport', async context => {
    const views = await viewsOf(store.packet(context.req.param('id')))
    return context.json(await views.passport())
  })

  app.get('/api/packets/:id/nodes', async context => {
    const views = await viewsOf(store.packet(context.req.param('id')))
    return context.json(await views.nodes())
  })

  app.get('/api/packets/:id/missing', async context => {
    const { whatIsMissing } = await import('../../analyzer/index.js')
    return context.json(await whatIsMissing(store.analysis(context.req.param('id'))))
  })

  app.get('/api/rules/areas', async context => {
    const { ruleAreas } = await import('../../analyzer/index.js')
    return context.json(await ruleAreas())
  })
}

function tablePage(name: string): TablePage {
  const page = tablePages.find(known => known === name)
  if (page === undefined) throw failure(404, 'NO_SUCH_TABLE', `There is no table "${name.slice(0, 40)}".`)
  return page
}
