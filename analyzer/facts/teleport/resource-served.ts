// Facts of what the cluster gives access to (databases, applications, Kubernetes clusters, desktops): whether an agent serves
// it, and whether the way to it is checked.
import type { Derived, FactInput } from '../types.js'
import { defineFact } from '../types.js'
import { judgeEach, listOf, wholeListOf } from './resource-index.js'

/** Things that are registered, and the objects of agents that serve them. */
const pairs = [
  { kind: 'db', server: 'db_server', words: 'database', inner: 'database' },
  { kind: 'app', server: 'app_server', words: 'application', inner: 'app' },
  { kind: 'kube_cluster', server: 'kube_server', words: 'Kubernetes cluster', inner: 'cluster' },
] as const

export interface Unserved {
  /** database, application, Kubernetes cluster. */
  readonly kind: string
  readonly name: string
}

const unserved = defineFact<readonly Unserved[]>({
  id: 'teleport.served.by_nobody',
  title:
    'Databases, applications and Kubernetes clusters that are registered and that no agent serves, each {kind, name}',
  scope: 'packet',
  derive(input) {
    const judged = pairs.flatMap(pair => unservedOf(input, pair) ?? [])
    if (judged.length === 0) return undefined
    return { value: judged.flatMap(({ value }) => value), from: judged.flatMap(({ from }) => from) }
  },
})

function unservedOf(input: FactInput, { kind, server, words, inner }: (typeof pairs)[number]) {
  const servers = wholeListOf(input, server)
  if (servers === undefined) return undefined
  const served = new Set(
    servers.flatMap(({ name, value }) => {
      const spec: Readonly<Record<string, unknown>> = value.spec ?? {}
      const proxied = spec[inner] as { readonly metadata?: { readonly name?: string } } | undefined
      return [name, proxied?.metadata?.name ?? '']
    }),
  )
  return judgeEach(listOf(input, kind), ({ name, at }) =>
    served.has(name) ? undefined : { value: { kind: words, name }, from: [at('metadata', 'name')] },
  )
}

export interface Unchecked {
  readonly name: string
  readonly uri: string
}

/** Databases by name, whether an agent's file or the cluster has them registered. */
const uncheckedDatabases = defineFact<readonly Unchecked[]>({
  id: 'teleport.served.unchecked_databases',
  title: 'Databases whose certificate is not checked (tls.mode insecure), each {name, uri}',
  scope: 'packet',
  derive(input) {
    const registered = judgeEach(listOf(input, 'db'), ({ name, value, at }) =>
      isInsecure(value.spec?.tls?.mode)
        ? { value: { name, uri: value.spec?.uri ?? '' }, from: [at('spec', 'tls')] }
        : undefined,
    )
    const served = judgeEach(listOf(input, 'db_server'), ({ name, value, at }) => {
      const database = value.spec?.database
      return isInsecure(database?.spec?.tls?.mode)
        ? { value: { name, uri: database?.spec?.uri ?? '' }, from: [at('spec', 'database')] }
        : undefined
    })
    return together(registered, served)
  },
})

/** By name, or by its number: 0 checks all, 1 the authority only, 2 nothing. */
const isInsecure = (mode: unknown): boolean => mode === 2 || mode === 'insecure'

const uncheckedApps = defineFact<readonly Unchecked[]>({
  id: 'teleport.served.unchecked_apps',
  title: 'Applications whose certificate is not checked (insecure_skip_verify), each {name, uri}',
  scope: 'packet',
  derive(input) {
    const registered = judgeEach(listOf(input, 'app'), ({ name, value, at }) =>
      value.spec?.insecure_skip_verify === true
        ? { value: { name, uri: value.spec.uri ?? '' }, from: [at('spec', 'insecure_skip_verify')] }
        : undefined,
    )
    const served = judgeEach(listOf(input, 'app_server'), ({ name, value, at }) => {
      const app = value.spec?.app?.spec
      return app?.insecure_skip_verify === true
        ? { value: { name, uri: app.uri ?? '' }, from: [at('spec', 'app')] }
        : undefined
    })
    return together(registered, served)
  },
})

type Found = Derived<readonly Unchecked[]> | undefined

/** Each name once; several agents may serve the same thing. */
function together(first: Found, second: Found): Found {
  if (first === undefined && second === undefined) return undefined
  const all = [...(first?.value ?? []), ...(second?.value ?? [])]
  return {
    value: [...new Map(all.map(one => [one.name, one])).values()],
    from: [...(first?.from ?? []), ...(second?.from ?? [])],
  }
}

const desktopsAlone = defineFact<number>({
  id: 'teleport.served.desktops_without_service',
  title: 'Number of Windows desktops when no Windows Desktop Service is listed, else 0',
  scope: 'packet',
  derive(input) {
    const [desktops, services] = [
      listOf(input, 'windows_desktop'),
      wholeListOf(input, 'windows_desktop_service'),
    ]
    if (desktops === undefined || services === undefined) return undefined
    const count = services.length === 0 ? desktops.length : 0
    return { value: count, from: desktops.slice(0, 2).map(({ at }) => at('metadata', 'name')) }
  },
})

export const servedFacts = [unserved, uncheckedDatabases, uncheckedApps, desktopsAlone]
