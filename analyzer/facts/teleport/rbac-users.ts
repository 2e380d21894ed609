// Facts of users: whose roles are missing, who is locked out, whose logins come to nothing, and whether anybody administers.
import type { ResourceOf } from '../../documents/teleport/resource-shapes.js'
import type { Derived, FactInput } from '../types.js'
import { defineFact } from '../types.js'
import { lockedNames } from './rbac-locks.js'
import { allowOf, mayAdminister } from './rbac-roles.js'
import type { Role } from './rbac-roles.js'
import { judgeEach, listOf, namesOf, wholeListOf } from './resource-index.js'
import type { Placed } from './resource-index.js'
import { takenAt } from './resource-presence.js'
import { timeOf, whenWords } from './resource-times.js'
import { fewOf } from './resource-words.js'

export type User = Placed<ResourceOf<'user'>>

const rolesOf = ({ value }: User): readonly string[] => value.spec?.roles ?? []

const rolesByName = defineFact<ReadonlyMap<string, Role>>({
  id: 'teleport.rbac.roles_by_name',
  title: 'Roles by name',
  scope: 'packet',
  derive(input) {
    const roles = wholeListOf(input, 'role')
    return roles && { value: new Map(roles.map(role => [role.name, role])), from: [] }
  },
})

/** Roles by name, where all of them are known. */
export const roleTable = (input: FactInput): ReadonlyMap<string, Role> | undefined =>
  input.fact(rolesByName)?.value

export interface UserRoles {
  readonly user: string
  readonly missing: readonly string[]
  /** The missing ones in words. */
  readonly says: string
  readonly left: number
}

const missingRoles = defineFact<readonly UserRoles[]>({
  id: 'teleport.rbac.users_with_missing_roles',
  title: 'Users with roles that do not exist, each {user, missing, says, left (roles of theirs that exist)}',
  scope: 'packet',
  derive(input) {
    const names = namesOf(input, 'role')
    if (names === undefined) return undefined
    return judgeEach(listOf(input, 'user'), user => {
      const missing = rolesOf(user).filter(role => !names.has(role))
      return missing.length === 0
        ? undefined
        : {
            value: {
              user: user.name,
              missing,
              says: fewOf(missing),
              left: rolesOf(user).length - missing.length,
            },
            from: [user.at('spec', 'roles')],
          }
    })
  },
})

const withoutRoles = defineFact<readonly string[]>({
  id: 'teleport.rbac.users_without_roles',
  title: 'Users without any role, by name',
  scope: 'packet',
  derive: input =>
    judgeEach(listOf(input, 'user'), user =>
      rolesOf(user).length > 0 ? undefined : { value: user.name, from: [user.at('spec')] },
    ),
})

export interface LockedAccount {
  readonly user: string
  /** End of the lock; empty where it is not told. */
  readonly until: string
  readonly why: string
}

const lockedAccounts = defineFact<readonly LockedAccount[]>({
  id: 'teleport.rbac.locked_accounts',
  title:
    'Users that were locked out for wrong passwords and were so when the dump was made, each {user, until, why}',
  scope: 'packet',
  derive(input) {
    const takenMs = takenAt(input)
    return judgeEach(listOf(input, 'user'), ({ name, value, at }) => {
      const status = value.spec?.status
      const untilMs = timeOf(status?.lock_expires)
      const isOver = untilMs !== undefined && takenMs !== undefined && untilMs < takenMs
      if (status?.is_locked !== true || isOver) return undefined
      const until = untilMs === undefined ? '' : whenWords(untilMs)
      return {
        value: { user: name, until, why: status.locked_message ?? '' },
        from: [at('spec', 'status', 'is_locked')],
      }
    })
  },
})

const expiredUsers = defineFact<readonly { readonly user: string; readonly at: string }[]>({
  id: 'teleport.rbac.expired_users',
  title: 'Users whose account was over when the dump was made, each {user, at}',
  scope: 'packet',
  derive(input) {
    const takenMs = takenAt(input)
    if (takenMs === undefined) return undefined
    return judgeEach(listOf(input, 'user'), ({ name, value, at }) => {
      const endMs = timeOf(value.spec?.expires) ?? timeOf(value.metadata?.expires)
      return endMs === undefined || endMs >= takenMs
        ? undefined
        : { value: { user: name, at: whenWords(endMs) }, from: [at('spec', 'expires')] }
    })
  },
})

export interface MissingTrait {
  readonly user: string
  /** `logins`, as the role's template names it. */
  readonly traits: readonly string[]
}

const missingTraits = defineFact<readonly MissingTrait[]>({
  id: 'teleport.rbac.users_without_logins',
  title:
    'Users of the cluster whose roles take every login from traits that they do not have, each {user, traits}',
  scope: 'packet',
  derive(input) {
    const roles = roleTable(input)
    if (roles === undefined) return undefined
    return judgeEach(listOf(input, 'user'), user => {
      const traits = isOwn(user) ? missingTraitsOf(user, roles) : []
      return traits.length === 0
        ? undefined
        : { value: { user: user.name, traits }, from: [user.at('spec', 'traits'), user.at('spec', 'roles')] }
    })
  },
})

/** Users of an identity provider get their traits at each login, bots impersonate others. */
function isOwn({ value }: User): boolean {
  const {
    saml_identities: saml = [],
    oidc_identities: oidc = [],
    github_identities: github = [],
  } = value.spec ?? {}
  const isBot = Object.keys(value.metadata?.labels ?? {}).some(label =>
    label.startsWith('teleport.internal/bot'),
  )
  return !isBot && saml.length + oidc.length + github.length === 0
}

/** Traits of logins that come to nothing, when no role gives a login by name. */
function missingTraitsOf(user: User, roles: ReadonlyMap<string, Role>): readonly string[] {
  const held = rolesOf(user).flatMap(name => roles.get(name) ?? [])
  const opening = held.filter(role => Object.keys(allowOf(role).node_labels ?? {}).length > 0)
  const logins = opening
    .flatMap(role => allowOf(role).logins ?? [])
    .filter(login => !login.startsWith('no-login-'))
  const traits = logins.map(
    login => /^\{\{ *(?:internal|external)\.([\w.-]{1,60}|\["[^"]{1,60}"\]) *\}\}$/.exec(login)?.[1],
  )
  if (logins.length === 0 || traits.includes(undefined)) return []
  const isEmptyTrait = (trait: string) => {
    const value = user.value.spec?.traits?.[trait]
    return !Array.isArray(value) || value.length === 0
  }
  const missing = traits.filter((trait): trait is string => trait !== undefined && isEmptyTrait(trait))
  return missing.length === traits.length ? [...new Set(missing)] : []
}

export interface SessionLimit {
  readonly user: string
  readonly open: number
  readonly limit: number
  readonly role: string
}

const sessionLimits = defineFact<readonly SessionLimit[]>({
  id: 'teleport.rbac.session_limits_reached',
  title:
    'Users with as many connections as their roles allow (max_connections), each {user, open, limit, role}',
  scope: 'packet',
  derive(input) {
    const roles = roleTable(input)
    const users = listOf(input, 'user')
    if (roles === undefined || users === undefined) return undefined
    const byName = new Map(users.map(user => [user.name, user]))
    const takenMs = takenAt(input)
    return judgeEach(listOf(input, 'semaphore'), ({ name, value, at }) => {
      const user =
        value.sub_kind === undefined || value.sub_kind === 'connection' ? byName.get(name) : undefined
      const tightest = user && tightestLimit(user, roles)
      const open = (value.spec?.leases ?? []).filter(({ expires }) => isLater(expires, takenMs)).length
      if (tightest === undefined || open < tightest.limit) return undefined
      return { value: { user: name, open, ...tightest }, from: [at('spec', 'leases')] }
    })
  },
})

const isLater = (time: string | undefined, takenMs: number | undefined): boolean => {
  const ms = timeOf(time)
  return ms === undefined || takenMs === undefined || ms >= takenMs
}

function tightestLimit(user: User, roles: ReadonlyMap<string, Role>) {
  const limits = rolesOf(user).flatMap(role => {
    const limit = roles.get(role)?.value.spec?.options?.max_connections ?? 0
    return limit > 0 ? [{ limit, role }] : []
  })
  return limits.sort((a, b) => a.limit - b.limit)[0]
}

export interface Administrators {
  readonly count: number
  /** Of them those that a lock or wrong passwords keep out. */
  readonly locked: number
  readonly names: readonly string[]
}

const administrators = defineFact<Administrators>({
  id: 'teleport.rbac.administrators',
  title: 'Users of the cluster that may change users and roles: {count, locked (of them), names}',
  scope: 'packet',
  derive(input): Derived<Administrators> | undefined {
    const roles = roleTable(input)
    const users = wholeListOf(input, 'user')
    if (roles === undefined || users === undefined) return undefined
    const locked = lockedNames(input)
    const keptOut = new Set(input.fact(lockedAccounts)?.value.map(({ user }) => user))
    const powerful = new Set([...roles.values()].filter(mayAdminister).map(({ name }) => name))
    const admins = users.filter(user => rolesOf(user).some(role => powerful.has(role)))
    const isOut = (user: User) =>
      keptOut.has(user.name) ||
      locked.users.has(user.name) ||
      rolesOf(user).some(role => locked.roles.has(role))
    return {
      value: {
        count: admins.length,
        locked: admins.filter(isOut).length,
        names: admins.map(({ name }) => name),
      },
      from: admins.slice(0, 4).map(({ at }) => at('spec', 'roles')),
    }
  },
})

const counts = defineFact<Readonly<Record<string, number>>>({
  id: 'teleport.rbac.counts',
  title:
    'Number of users, of users that an identity provider brought, and of roles: {users, from_providers, roles}',
  scope: 'packet',
  derive(input) {
    const [users, roles] = [wholeListOf(input, 'user'), wholeListOf(input, 'role')]
    if (users === undefined || roles === undefined) return undefined
    const foreign = users.filter(({ value }) => value.spec?.created_by?.connector !== undefined).length
    return { value: { users: users.length, from_providers: foreign, roles: roles.length }, from: [] }
  },
})

const botsWithoutRoles = defineFact<readonly string[]>({
  id: 'teleport.rbac.bots_without_roles',
  title: 'Bots that may take on no role, by name',
  scope: 'packet',
  derive: input =>
    judgeEach(listOf(input, 'bot'), ({ name, value, at }) =>
      (value.spec?.roles ?? []).length > 0 ? undefined : { value: name, from: [at('spec')] },
    ),
})

export interface AccessListRoles {
  readonly list: string
  readonly missing: readonly string[]
  readonly says: string
}

const listsWithMissingRoles = defineFact<readonly AccessListRoles[]>({
  id: 'teleport.rbac.access_lists_with_missing_roles',
  title: 'Access lists that give or want roles which do not exist, each {list, missing, says}',
  scope: 'packet',
  derive(input) {
    const names = namesOf(input, 'role')
    if (names === undefined) return undefined
    return judgeEach(listOf(input, 'access_list'), ({ name, value, at }) => {
      const {
        title,
        grants,
        owner_grants: owners,
        membership_requires: members,
        ownership_requires: owning,
      } = value.spec ?? {}
      const named = [grants, owners, members, owning].flatMap(part => part?.roles ?? [])
      const missing = [...new Set(named)].filter(role => !names.has(role))
      return missing.length === 0
        ? undefined
        : { value: { list: title ?? name, missing, says: fewOf(missing) }, from: [at('spec', 'grants')] }
    })
  },
})

const overdueReviews = defineFact<readonly { readonly list: string; readonly due: string }[]>({
  id: 'teleport.rbac.access_lists_overdue',
  title: 'Access lists whose review was due before the dump was made, each {list, due}',
  scope: 'packet',
  derive(input) {
    const takenMs = takenAt(input)
    if (takenMs === undefined) return undefined
    return judgeEach(listOf(input, 'access_list'), ({ name, value, at }) => {
      const dueMs = timeOf(value.spec?.audit?.next_audit_date)
      return dueMs === undefined || dueMs >= takenMs
        ? undefined
        : { value: { list: value.spec?.title ?? name, due: whenWords(dueMs) }, from: [at('spec', 'audit')] }
    })
  },
})

export const userFacts = [
  counts,
  missingRoles,
  withoutRoles,
  lockedAccounts,
  expiredUsers,
  missingTraits,
  sessionLimits,
  administrators,
  botsWithoutRoles,
  listsWithMissingRoles,
  overdueReviews,
]
