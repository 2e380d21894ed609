// Pages that are loaded when they are opened, so that the first view stays small. Each module has the page and its panel.
import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { PageName } from '../pages.js'
import type { ViewName } from '../route.js'
import { Failure, Waiting } from '../widgets/notes.js'

export interface PageModule {
  readonly Page: () => ComponentChildren
  /** What the page opens beside itself; draws nothing while nothing is open. */
  readonly Panel?: () => ComponentChildren
}

type LazyName = 'make' | Exclude<PageName, 'overview' | 'findings' | 'files'>

const loaders: Readonly<Record<LazyName, () => Promise<PageModule>>> = {
  make: () => import('./make/make-page.js'),
  logs: () => import('./logs/logs-page.js'),
  config: () => import('./config/config-page.js'),
  profiles: () => import('./profiles/profiles-page.js'),
  cluster: () => import('./tables/tables-page.js'),
  resources: () => import('./tables/tables-page.js'),
  goroutines: () => import('./tables/tables-page.js'),
  metrics: () => import('./metrics/metrics-page.js'),
  stats: () => import('./tables/tables-page.js'),
  jobs: () => import('./tables/tables-page.js'),
  plugins: () => import('./tables/tables-page.js'),
  permissions: () => import('./tables/tables-page.js'),
  schema: () => import('./tables/tables-page.js'),
}

const loaded = signal<ReadonlyMap<ViewName, PageModule | 'failed'>>(new Map())

function isLazy(view: ViewName): view is LazyName {
  return Object.hasOwn(loaders, view)
}

async function load(view: LazyName): Promise<void> {
  const module = await loaders[view]().catch(() => 'failed' as const)
  loaded.value = new Map(loaded.value).set(view, module)
}

export function LazyPage({ view }: { readonly view: LazyName }) {
  const module = loaded.value.get(view)
  useEffect(() => {
    if (module === undefined) void load(view)
  }, [view])
  if (module === undefined) return <Waiting>Loading this page…</Waiting>
  if (module === 'failed')
    return (
      <Failure>
        This page could not be loaded: the viewer does not answer. Is `support-packet view` still running?
        Start it again if not, and reload.
      </Failure>
    )
  return <module.Page key={view} />
}

export function LazyPanel({ view }: { readonly view: ViewName }) {
  const module = isLazy(view) ? loaded.value.get(view) : undefined
  return module === undefined || module === 'failed' || module.Panel === undefined ? null : <module.Panel />
}
