// Facts of roles: those that give nothing, refuse everything, give very much, or name roles that are not there.
import type { ResourceOf } from '../../documents/teleport/resource-shapes.js'
import type { Derived, FactInput } from '../types.js'
import { defineFact } from '../types.js'
import { fitsEverything, valuesOf } from './rbac-labels.js'
import type { Selector } from './rbac-labels.js'
import { judgeEach, listOf, namesOf } from './resource-index.js'
import type { Judged, Placed } from './resource-index.js'
import { asRequired } from './resource-settings.js'
import { durationOf } from './resource-times.js'

export type Role = Placed<ResourceOf<'role'>>

export type Conditions = NonNullable<NonNullable<Role['value']['spec']>['allow']>

export const allowOf = ({ value }: Role): Conditions => value.spec?.allow ?? {}

export const denyOf = ({ value }: Role): Conditions => value.spec?.deny ?? {}

/** Number of a role's schema: 5 of `v5`. */
export const schemaOf = ({ value }: Role): number =>
  Number(/^v(\d{1,2})$/.exec(value.version ?? '')?.[1] ?? 0)

/** How many users have each role; `undefined` where the users are not known. */
const holders = defineFact<ReadonlyMap<string, number>>({
  id: 'teleport.rbac.holders',
  title: 'Users of each role',
  scope: 'packet',
  derive(input) {
    const users = listOf(input, 'user')
    if (users === undefined) return undefined
    const counts = new Map<string, number>()
    for (const { value } of users) {
      for (const role of new Set(value.spec?.roles ?? [])) counts.set(role, (counts.get(role) ?? 0) + 1)
    }
    return { value: counts, from: [] }
  },
})

export const holdersOf = (input: FactInput, role: string): number | undefined => {
  const counts = input.fact(holders)?.value
  return counts === undefined ? undefined : (counts.get(role) ?? 0)
}

export interface RoleFact {
  readonly role: string
  /** Users that have it; -1 where they are not known. */
  readonly users: number
  readonly says: string
}

/** A judgement on each role. */
function rolesWhere(
  input: FactInput,
  judge: (role: Role) => { readonly says: string; readonly path: readonly string[] } | undefined,
): Derived<readonly RoleFact[]> | undefined {
  return judgeEach(listOf(input, 'role'), (role): Judged<RoleFact> | undefined => {
    const told = judge(role)
    if (told === undefined) return undefined
    const value = { role: role.name, users: holdersOf(input, role.name) ?? -1, says: told.says }
    return { value, from: [role.at('spec', ...told.path)] }
  })
}

const isEmpty = (value: object | undefined): boolean => value === undefined || Object.keys(value).length === 0

/** The presets have a login that exists nowhere where one is needed and none is meant. */
const realLogins = (logins: readonly string[] | undefined): readonly string[] =>
  (logins ?? []).filter(login => !login.startsWith('no-login-') && !login.startsWith('-teleport-'))

const withoutNodes = defineFact<readonly RoleFact[]>({
  id: 'teleport.rbac.roles_without_nodes',
  title: 'Roles with logins and without node labels: they open no host, each {role, users, says}',
  scope: 'packet',
  derive: input =>
    rolesWhere(input, role => {
      const { logins, node_labels: labels, node_labels_expression: expression } = allowOf(role)
      const named = realLogins(logins)
      // Until v3, a role without labels opened every host.
      if (named.length === 0 || !isEmpty(labels) || expression !== undefined || schemaOf(role) < 4)
        return undefined
      return { says: named.slice(0, 3).join(', '), path: ['allow', 'logins'] }
    }),
})

const denying = defineFact<readonly RoleFact[]>({
  id: 'teleport.rbac.roles_denying_all',
  title: 'Roles that refuse everything of a kind to whoever has them, each {role, users, says (what)}',
  scope: 'packet',
  derive: input =>
    rolesWhere(input, role => {
      const deny = denyOf(role)
      const kinds = deniableLabels.filter(([key]) => fitsEverything(deny[key]))
      if (kinds.length > 0)
        return { says: kinds.map(([, words]) => words).join(' and '), path: ['deny', kinds[0]?.[0] ?? ''] }
      if ((deny.logins ?? []).includes('*')) return { says: 'every login', path: ['deny', 'logins'] }
      return undefined
    }),
})

const deniableLabels = [
  ['node_labels', 'all SSH nodes'],
  ['kubernetes_labels', 'all Kubernetes clusters'],
  ['db_labels', 'all databases'],
  ['app_labels', 'all applications'],
  ['windows_desktop_labels', 'all desktops'],
] as const satisfies readonly (readonly [keyof Conditions, string])[]

const kubernetesUnlabelled = defineFact<readonly RoleFact[]>({
  id: 'teleport.rbac.roles_without_kubernetes_labels',
  title:
    'Roles with Kubernetes groups or users and without kubernetes_labels: they open no Kubernetes cluster, each {role, users, says}',
  scope: 'packet',
  derive: input =>
    rolesWhere(input, role => {
      const { kubernetes_groups: groups = [], kubernetes_users: users = [], ...allow } = allowOf(role)
      const named = [...groups, ...users]
      const isOpen = !isEmpty(allow.kubernetes_labels) || allow.kubernetes_labels_expression !== undefined
      if (named.length === 0 || isOpen || schemaOf(role) < 4) return undefined
      return { says: named.slice(0, 3).join(', '), path: ['allow', 'kubernetes_groups'] }
    }),
})

const execBlocked = defineFact<readonly RoleFact[]>({
  id: 'teleport.rbac.roles_blocking_exec',
  title:
    'Roles of version v6 without kubernetes_resources, which do not allow kubectl exec, each {role, users, says}',
  scope: 'packet',
  derive: input =>
    rolesWhere(input, role => {
      const {
        kubernetes_groups: groups = [],
        kubernetes_resources: resources = [],
        kubernetes_labels: labels,
      } = allowOf(role)
      if (schemaOf(role) !== 6 || groups.length === 0 || resources.length > 0 || isEmpty(labels))
        return undefined
      return { says: groups.slice(0, 3).join(', '), path: ['allow', 'kubernetes_groups'] }
    }),
})

const kubernetesKinds = defineFact<readonly RoleFact[]>({
  id: 'teleport.rbac.roles_with_wrong_kinds',
  title:
    'Roles whose kubernetes_resources do not fit their version: v8 wants plural kinds and an api_group, older ones singular kinds, each {role, users, says}',
  scope: 'packet',
  derive: input =>
    rolesWhere(input, role => {
      const schema = schemaOf(role)
      if (schema === 0) return undefined
      const odd = (allowOf(role).kubernetes_resources ?? []).flatMap(
        resource => kindOddness(resource, schema) ?? [],
      )
      return odd[0] === undefined ? undefined : { says: odd[0], path: ['allow', 'kubernetes_resources'] }
    }),
})

function kindOddness(
  { kind = '', api_group: group }: { readonly kind?: string; readonly api_group?: string },
  schema: number,
): string | undefined {
  if (schema >= 8) {
    if (kind === '*' && group === undefined) return 'kind * without api_group in a v8 role'
    return singularKinds.has(kind) ? `kind ${kind}, which v8 writes in the plural` : undefined
  }
  return singularKinds.has(kind.replace(/s$/, '')) && kind.endsWith('s')
    ? `kind ${kind}, which v${schema} writes in the singular`
    : undefined
}

const singularKinds: ReadonlySet<string> = new Set([
  'pod',
  'secret',
  'configmap',
  'namespace',
  'service',
  'serviceaccount',
  'deployment',
  'replicaset',
  'statefulset',
  'daemonset',
  'job',
  'cronjob',
  'ingress',
])

const rootEverywhere = defineFact<readonly RoleFact[]>({
  id: 'teleport.rbac.root_everywhere',
  title: 'Roles that let in as root on every host, each {role, users, says}',
  scope: 'packet',
  derive: input =>
    rolesWhere(input, role => {
      const { logins = [], node_labels: labels } = allowOf(role)
      const isWide = fitsEverything(labels) && (logins.includes('root') || logins.includes('*'))
      return isWide ? { says: logins.includes('root') ? 'root' : '*', path: ['allow', 'logins'] } : undefined
    }),
})

const allPowerful = defineFact<readonly RoleFact[]>({
  id: 'teleport.rbac.all_powerful',
  title: 'Roles that may do everything with every kind of object, each {role, users, says}',
  scope: 'packet',
  derive: input =>
    rolesWhere(input, role => {
      const rules = allowOf(role).rules ?? []
      const isWide = rules.some(
        ({ resources = [], verbs = [], where }) => resources.includes('*') && verbs.includes('*') && !where,
      )
      return isWide ? { says: 'all verbs on all resources', path: ['allow', 'rules'] } : undefined
    }),
})

/** Rights with which a user can give himself any other. */
export function mayAdminister(role: Role): boolean {
  const rules = allowOf(role).rules ?? []
  const may = (kind: string) =>
    rules.some(
      ({ resources = [], verbs = [] }) =>
        (resources.includes(kind) || resources.includes('*')) &&
        (verbs.includes('update') || verbs.includes('*')),
    )
  return may('role') && may('user')
}

const missingRoles = defineFact<readonly RoleFact[]>({
  id: 'teleport.rbac.roles_naming_missing',
  title:
    'Roles that let request, review or impersonate roles that do not exist, each {role, users, says (the roles)}',
  scope: 'packet',
  derive(input) {
    const names = namesOf(input, 'role')
    if (names === undefined) return undefined
    return rolesWhere(input, role => {
      for (const { path, roles } of namedRoles(allowOf(role))) {
        const missing = [...new Set(roles)].filter(name => isPlain(name) && !names.has(name))
        if (missing.length > 0) return { says: missing.slice(0, 5).join(', '), path }
      }
      return undefined
    })
  },
})

function namedRoles({ request, review_requests: review, impersonate }: Conditions) {
  return [
    { path: ['allow', 'request'], roles: [...(request?.roles ?? []), ...(request?.search_as_roles ?? [])] },
    {
      path: ['allow', 'review_requests'],
      roles: [...(review?.roles ?? []), ...(review?.preview_as_roles ?? [])],
    },
    { path: ['allow', 'impersonate'], roles: impersonate?.roles ?? [] },
  ]
}

/** A name, not a pattern. */
const isPlain = (name: string): boolean => !/[*^${}]/.test(name)

const shortMs = 5 * 60_000
const longMs = 7 * 86_400_000

function ttlWhere(input: FactInput, choose: (ms: number) => boolean) {
  return rolesWhere(input, role => {
    const text = role.value.spec?.options?.max_session_ttl
    const ms = durationOf(text)
    return ms !== undefined && ms > 0 && choose(ms)
      ? { says: text ?? '', path: ['options', 'max_session_ttl'] }
      : undefined
  })
}

const shortSessions = defineFact<readonly RoleFact[]>({
  id: 'teleport.rbac.short_sessions',
  title: 'Roles whose certificates last less than five minutes, each {role, users, says (max_session_ttl)}',
  scope: 'packet',
  derive: input => ttlWhere(input, ms => ms < shortMs),
})

const longSessions = defineFact<readonly RoleFact[]>({
  id: 'teleport.rbac.long_sessions',
  title: 'Roles whose certificates last longer than a week, each {role, users, says (max_session_ttl)}',
  scope: 'packet',
  derive: input => ttlWhere(input, ms => ms > longMs),
})

const shortIdle = defineFact<readonly RoleFact[]>({
  id: 'teleport.rbac.short_idle',
  title:
    'Roles that end sessions after less than a minute without a key pressed, each {role, users, says (client_idle_timeout)}',
  scope: 'packet',
  derive: input =>
    rolesWhere(input, role => {
      const text = role.value.spec?.options?.client_idle_timeout
      const ms = durationOf(text)
      return ms !== undefined && ms > 0 && ms < 60_000
        ? { says: text ?? '', path: ['options', 'client_idle_timeout'] }
        : undefined
    }),
})

const strictRecording = defineFact<readonly RoleFact[]>({
  id: 'teleport.rbac.strict_recording',
  title:
    'Roles that refuse a session when it cannot be recorded (record_session strict), each {role, users, says}',
  scope: 'packet',
  derive: input =>
    rolesWhere(input, role => {
      const recording = role.value.spec?.options?.record_session
      const isStrict =
        recording?.ssh === 'strict' || (recording?.ssh === undefined && recording?.default === 'strict')
      return isStrict ? { says: 'strict', path: ['options', 'record_session'] } : undefined
    }),
})

const sessionMfa = defineFact<readonly RoleFact[]>({
  id: 'teleport.rbac.session_mfa',
  title: 'Roles that ask for a second factor at every session, each {role, users, says}',
  scope: 'packet',
  derive: input =>
    rolesWhere(input, role =>
      asRequired(role.value.spec?.options?.require_session_mfa) === true
        ? { says: 'require_session_mfa', path: ['options', 'require_session_mfa'] }
        : undefined,
    ),
})

/** Selectors as text, for messages. */
export function selectorWords(selector: Selector): string {
  return Object.keys(selector)
    .slice(0, 5)
    .map(key => `${key}=${valuesOf(selector[key]).slice(0, 5).join('|')}`)
    .join(', ')
}

export const roleFacts = [
  withoutNodes,
  denying,
  kubernetesUnlabelled,
  execBlocked,
  kubernetesKinds,
  rootEverywhere,
  allPowerful,
  missingRoles,
  shortSessions,
  longSessions,
  shortIdle,
  strictRecording,
  sessionMfa,
]
