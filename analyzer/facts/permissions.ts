// Facts of permissions: what the built-in roles lost or got compared with the defaults of the server's release.
import { valueAt } from '../documents/shape.js'
import type { Document } from '../documents/types.js'
import { combine } from './combine.js'
import { defaultsOf } from './permissions/defaults.js'
import type { RoleDefaults } from './permissions/defaults.js'
import { peopleOf } from './permissions/words.js'
import { asList, asRecord, asText } from './reading.js'
import { serverVersion } from './server.js'
import { defineFact } from './types.js'
import type { Derived, FactInput, Source } from './types.js'
import { releaseOf } from './version.js'

/** A role of permissions.yaml. */
interface Role {
  readonly name: string
  readonly permissions: ReadonlySet<string>
  readonly source: Source
}

export interface RoleChange {
  readonly role: string
  /** Who has the role. */
  readonly people: string
  readonly permissions: readonly string[]
}

/** Every role, deleted ones too: a role that was deleted still is there for those who have it. */
const roles = defineFact<readonly Role[]>({
  id: 'permissions.roles',
  title: 'All roles',
  scope: 'packet',
  derive: input => {
    const document = wholeDocument(input)
    const list = asList(valueAt(document?.value, ['roles']))
    if (document === undefined || list === undefined) return undefined
    const found = list.flatMap((role, index) => roleOf(input, document, role, index))
    // A list whose items are no roles says nothing, and so does an empty one of a server that could not read its roles.
    if (found.length === 0 && (list.length > 0 || !isSureOfRoles(input))) return undefined
    return { value: found, from: [input.at(document, ['roles'])] }
  },
})

function isSureOfRoles({ documents, node }: FactInput): boolean {
  const points = asList(valueAt(documents.get('warning', node)?.value, ['points'])) ?? []
  return !points.some(point => /\broles\b/.test(asText(valueAt(point, ['text'])) ?? ''))
}

/** Of a file that is cut or damaged, nothing is known to be missing. */
function wholeDocument({ documents, node }: FactInput): Document | undefined {
  const document = documents.get('permissions', node)
  const isDamaged = documents.problems.some(
    problem => problem.entry === document?.entry && problem.severity !== 'info',
  )
  return isDamaged ? undefined : document
}

function roleOf(input: FactInput, document: Document, role: unknown, index: number): readonly Role[] {
  const name = asText(valueAt(role, ['name']))
  const list = asList(valueAt(role, ['permissions']))
  if (name === undefined || list === undefined) return []
  const permissions = new Set(list.flatMap(permission => asText(permission) ?? []))
  return [{ name, permissions, source: input.at(document, ['roles', index, 'permissions']) }]
}

const roleDefaults = defineFact<RoleDefaults>({
  id: 'permissions.defaults',
  title: 'Default roles of this release',
  scope: 'packet',
  derive: input =>
    combine([input.fact(serverVersion)], version => {
      const release = releaseOf(version)
      return release && defaultsOf(release)
    }),
})

/** Roles for which `judge` names permissions, each traced to its list. */
function changes(
  input: FactInput,
  judge: (role: Role, defaults: RoleDefaults) => readonly string[],
): Derived<readonly RoleChange[]> | undefined {
  const all = input.fact(roles)
  const defaults = input.fact(roleDefaults)
  if (all === undefined || defaults === undefined) return undefined
  const found = all.value
    .map(role => ({ role, permissions: [...judge(role, defaults.value)].sort() }))
    .filter(({ permissions }) => permissions.length > 0)
  return {
    value: found.map(({ role, permissions }) => ({
      role: role.name,
      people: peopleOf(role.name),
      permissions,
    })),
    from: found.length === 0 ? all.from : found.map(({ role }) => role.source),
  }
}

/** The columns of a scheme that name a role; empty where the scheme's scope has no such role. */
function rolesOfScheme(scheme: unknown): readonly string[] {
  const fields = Object.entries(asRecord(scheme) ?? {})
  return fields.flatMap(([key, value]) => (/^default_.*_role$/.test(key) ? (asText(value) ?? []) : []))
}

function schemesOf(input: FactInput): Derived<readonly unknown[]> | undefined {
  const document = wholeDocument(input)
  const list = asList(valueAt(document?.value, ['schemes']))
  if (document === undefined || list === undefined) return undefined
  const alive = list.filter(scheme => !isDeleted(asText(valueAt(scheme, ['delete_at']))))
  return { value: alive, from: [input.at(document, ['schemes'])] }
}

/** Zero, the time of those that live, is written as the epoch in the server's own zone. */
function isDeleted(deletedAt: string | undefined): boolean {
  return deletedAt !== undefined && Date.parse(deletedAt) > 0
}

export const permissionFacts = [
  defineFact({
    id: 'permissions.lost',
    title:
      'Permissions that built-in roles surely have by default in this release and lack here, each {role, people, permissions} (releases from 10.9 to 11.6)',
    scope: 'packet',
    derive: input =>
      changes(input, ({ name, permissions }, { sure }) =>
        [...(sure.get(name) ?? [])].filter(permission => !permissions.has(permission)),
      ),
  }),
  defineFact({
    id: 'permissions.gained',
    title:
      'Permissions that built-in roles have here and surely not by default in this release, each {role, people, permissions} (releases from 10.9 to 11.6)',
    scope: 'packet',
    derive: input =>
      changes(input, ({ name, permissions }, { possible }) => {
        const usual = possible.get(name)
        return usual === undefined ? [] : [...permissions].filter(permission => !usual.has(permission))
      }),
  }),
  defineFact({
    id: 'permissions.roles_missing',
    title: 'Built-in roles of this release that the packet does not list (releases from 10.9 to 11.6)',
    scope: 'packet',
    derive: input =>
      combine([input.fact(roles), input.fact(roleDefaults)], (all, { sure }) => {
        const there = new Set(all.map(({ name }) => name))
        return [...sure.keys()].filter(role => !there.has(role))
      }),
  }),
  defineFact({
    id: 'permissions.schemes',
    title: 'Number of permission schemes that teams or channels use instead of the system scheme',
    scope: 'packet',
    derive: input => combine([schemesOf(input)], schemes => schemes.length),
  }),
  defineFact({
    id: 'permissions.scheme_roles_missing',
    title: 'Roles that permission schemes name and the packet does not list',
    scope: 'packet',
    derive: input =>
      combine([schemesOf(input), input.fact(roles)], (schemes, all) => {
        const there = new Set(all.map(({ name }) => name))
        return [...new Set(schemes.flatMap(rolesOfScheme))].filter(role => !there.has(role))
      }),
  }),
]
