// Facts of locks: which are in force, whom they keep out, and which point at nothing.
import { asText } from '../reading.js'
import type { ResourceOf } from '../../documents/teleport/resource-shapes.js'
import type { Derived, FactInput } from '../types.js'
import { defineFact } from '../types.js'
import { holdersOf } from './rbac-roles.js'
import { dumpedHosts } from './resource-hosts.js'
import { judgeEach, listOf, namesOf } from './resource-index.js'
import type { Placed } from './resource-index.js'
import { listedHosts, takenAt } from './resource-presence.js'
import { timeOf, whenWords } from './resource-times.js'

type Lock = Placed<ResourceOf<'lock'>>

export interface LockFact {
  /** Name of the lock, for `tctl rm lock/NAME`. */
  readonly lock: string
  /** What it targets: user, role, login, host, mfa_device, windows_desktop, access_request, … */
  readonly kind: string
  readonly target: string
  readonly message: string
  /** Its end; empty for one that lasts until it is removed. */
  readonly until: string
}

/** Newer versions say server_id, older ones node. */
const targetKinds: Readonly<Record<string, string>> = { server_id: 'host', node: 'host' }

const isInForce = ({ value }: Lock, takenMs: number | undefined): boolean => {
  const endMs = timeOf(value.spec?.expires)
  return endMs === undefined || takenMs === undefined || endMs > takenMs
}

function targetOf({ value }: Lock): { readonly kind: string; readonly target: string } | undefined {
  for (const [key, target] of Object.entries(value.spec?.target ?? {})) {
    const text = asText(target)
    if (text !== undefined) return { kind: targetKinds[key] ?? key, target: text }
  }
  return undefined
}

export const locksInForce = defineFact<readonly LockFact[]>({
  id: 'teleport.locks.in_force',
  title:
    'Locks in force, each {lock, kind (user, role, login, host, …), target, message, until (empty: for ever)}',
  scope: 'packet',
  derive: input => {
    const takenMs = takenAt(input)
    return judgeEach(listOf(input, 'lock'), lock => {
      const target = targetOf(lock)
      if (target === undefined || !isInForce(lock, takenMs)) return undefined
      const { message, expires } = lock.value.spec ?? {}
      const endMs = timeOf(expires)
      const value = {
        lock: lock.name,
        ...target,
        message: message ?? '',
        until: endMs === undefined ? '' : whenWords(endMs),
      }
      return { value, from: [lock.at('spec', 'target')] }
    })
  },
})

/** Names that locks in force keep out. */
export function lockedNames(input: FactInput): {
  readonly users: ReadonlySet<string>
  readonly roles: ReadonlySet<string>
} {
  const locks = input.fact(locksInForce)?.value ?? []
  const targets = (wanted: string) =>
    new Set(locks.filter(({ kind }) => kind === wanted).map(({ target }) => target))
  return { users: targets('user'), roles: targets('role') }
}

/** Locks of one kind, with something more told of each. */
function locksOn<T>(
  input: FactInput,
  wanted: (kind: string) => boolean,
  tell: (lock: LockFact) => T | undefined,
): Derived<readonly (LockFact & T)[]> | undefined {
  const locks = input.fact(locksInForce)
  if (locks === undefined) return undefined
  const found = locks.value.flatMap((lock, index) => {
    const told = wanted(lock.kind) ? tell(lock) : undefined
    const from = locks.from[index]
    return told === undefined ? [] : [{ value: { ...lock, ...told }, from: from === undefined ? [] : [from] }]
  })
  return { value: found.map(({ value }) => value), from: found.flatMap(({ from }) => from) }
}

/** A host that a lock keeps out is soon not listed any more; its files may be in the dump all the same. */
function dumpedName(input: FactInput, id: string): string | undefined {
  return input.fact(dumpedHosts)?.value.find(host => host.id === id)?.name
}

const onHosts = defineFact({
  id: 'teleport.locks.on_hosts',
  title:
    'Locks on hosts, which keep everybody from them, each as in teleport.locks.in_force and {name (host name)}',
  scope: 'packet',
  derive: input => {
    const hosts = input.fact(listedHosts)?.value
    return locksOn(
      input,
      kind => kind === 'host',
      ({ target }) => ({ name: hosts?.get(target)?.name ?? dumpedName(input, target) ?? target }),
    )
  },
})

const onRoles = defineFact({
  id: 'teleport.locks.on_roles',
  title:
    'Locks on roles, which keep out everybody who has them, each as in teleport.locks.in_force and {users (-1 for unknown)}',
  scope: 'packet',
  derive: input =>
    locksOn(
      input,
      kind => kind === 'role',
      ({ target }) => ({ users: holdersOf(input, target) ?? -1 }),
    ),
})

const onPeople = defineFact({
  id: 'teleport.locks.on_people',
  title: 'Locks on users, logins, their devices and requests, each as in teleport.locks.in_force',
  scope: 'packet',
  derive: input =>
    locksOn(
      input,
      kind => kind !== 'host' && kind !== 'role',
      () => ({}),
    ),
})

const pointless = defineFact({
  id: 'teleport.locks.pointless',
  title: 'Locks on users and roles that do not exist, each as in teleport.locks.in_force',
  scope: 'packet',
  derive: input => {
    const users = namesOf(input, 'user')
    const roles = namesOf(input, 'role')
    if (users === undefined || roles === undefined) return undefined
    return locksOn(
      input,
      kind => kind === 'user' || kind === 'role',
      ({ kind, target }) => ((kind === 'user' ? users : roles).has(target) ? undefined : {}),
    )
  },
})

export const lockFacts = [locksInForce, onHosts, onRoles, onPeople, pointless]
