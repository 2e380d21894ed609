// Facts of versions over the components of a cluster. The Auth Service goes first: agents may be one major version behind it,
// and never ahead.
import { combine } from '../combine.js'
import type { Derived, FactInput } from '../types.js'
import { defineFact } from '../types.js'
import { compareReleases, releaseOf } from '../version.js'
import type { Release } from '../version.js'
import { groupBy } from './resource-groups.js'
import { presences } from './resource-presence.js'
import type { Presence } from './resource-presence.js'

interface Component {
  readonly name: string
  readonly service: string
  readonly version: string
  readonly release: Release
  readonly presence: Presence
}

const components = defineFact<readonly Component[]>({
  id: 'teleport.versions.components',
  title: 'Services with their versions',
  scope: 'packet',
  derive: input =>
    combine([input.fact(presences)], all =>
      all.flatMap(presence => {
        const release = releaseOf(presence.version)
        if (release === undefined) return []
        const { hostname: name, service, version } = presence
        return [{ name, service, version, release, presence }]
      }),
    ),
})

/** The oldest Auth Service: what all others must get along with. */
const authVersion = defineFact<{ readonly text: string; readonly release: Release }>({
  id: 'teleport.versions.auth_release',
  title: 'Version of the oldest Auth Service',
  scope: 'packet',
  derive(input) {
    const auths =
      input.fact(components)?.value.filter(({ presence }) => presence.kind === 'auth_server') ?? []
    const [oldest] = [...auths].sort((a, b) => compareReleases(a.release, b.release))
    return (
      oldest && { value: { text: oldest.version, release: oldest.release }, from: [versionSource(oldest)] }
    )
  },
})

const versionSource = ({ presence }: Component) => presence.at('spec', 'version')

export interface OddVersion {
  readonly name: string
  readonly service: string
  readonly version: string
}

function componentsWhere(
  input: FactInput,
  judge: (component: Component, auth: Release) => boolean,
): Derived<readonly OddVersion[]> | undefined {
  const all = input.fact(components)
  const auth = input.fact(authVersion)
  if (all === undefined || auth === undefined) return undefined
  const others = all.value.filter(({ presence }) => presence.kind !== 'auth_server')
  const found = others.filter(component => judge(component, auth.value.release))
  return {
    value: found.map(({ name, service, version }) => ({ name, service, version })),
    from: found.length === 0 ? auth.from : [...found.slice(0, 3).map(versionSource), ...auth.from],
  }
}

const newer = defineFact<readonly OddVersion[]>({
  id: 'teleport.versions.newer_than_auth',
  title: 'Services of a newer major version than the Auth Service, each {name, service, version}',
  scope: 'packet',
  derive: input => componentsWhere(input, ({ release }, auth) => release.major > auth.major),
})

const tooOld = defineFact<readonly OddVersion[]>({
  id: 'teleport.versions.too_old',
  title: 'Services more than one major version behind the Auth Service, each {name, service, version}',
  scope: 'packet',
  derive: input => componentsWhere(input, ({ release }, auth) => release.major < auth.major - 1),
})

const behind = defineFact<readonly OddVersion[]>({
  id: 'teleport.versions.one_behind',
  title: 'Services one major version behind the Auth Service, each {name, service, version}',
  scope: 'packet',
  derive: input => componentsWhere(input, ({ release }, auth) => release.major === auth.major - 1),
})

/** Versions that services of one kind have, when they are not the same. */
function mixed(input: FactInput, kind: Presence['kind']): Derived<readonly OddVersion[]> | undefined {
  const all = input.fact(components)?.value.filter(({ presence }) => presence.kind === kind)
  if (all === undefined) return undefined
  const versions = new Set(all.map(({ version }) => version))
  const found = versions.size > 1 ? all : []
  return {
    value: found.map(({ name, service, version }) => ({ name, service, version })),
    from: found.slice(0, 4).map(versionSource),
  }
}

const mixedAuths = defineFact<readonly OddVersion[]>({
  id: 'teleport.versions.mixed_auths',
  title: 'Auth Services when they run different versions, each {name, service, version}',
  scope: 'packet',
  derive: input => mixed(input, 'auth_server'),
})

const mixedProxies = defineFact<readonly OddVersion[]>({
  id: 'teleport.versions.mixed_proxies',
  title: 'Proxy Services when they run different versions, each {name, service, version}',
  scope: 'packet',
  derive: input => mixed(input, 'proxy'),
})

export interface VersionCount {
  readonly version: string
  readonly count: number
  readonly services: readonly string[]
}

const counts = defineFact<readonly VersionCount[]>({
  id: 'teleport.versions.counts',
  title:
    'Versions in the cluster, the most frequent first, each {version, count (services), services (kinds)}',
  scope: 'packet',
  derive: input =>
    combine([input.fact(components)], all => {
      return [...groupBy(all, ({ version }) => version)]
        .map(([version, same]) => ({
          version,
          count: same.length,
          services: [...new Set(same.map(({ service }) => service))],
        }))
        .sort((a, b) => b.count - a.count)
    }),
})

const auth = defineFact<string>({
  id: 'teleport.versions.auth',
  title: 'Version of the Auth Service, the oldest of several, as the cluster lists it',
  scope: 'packet',
  derive: input => combine([input.fact(authVersion)], ({ text }) => text),
})

export const versionFacts = [auth, counts, newer, tooOld, behind, mixedAuths, mixedProxies]
