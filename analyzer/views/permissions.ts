// Who may do what: every permission of every role, and where a built-in role differs from the defaults of its release.
import { valueAt } from '../documents/shape.js'
import type { Permissions } from '../documents/permissions.js'
import type { Document } from '../documents/types.js'
import type { RoleChange } from '../facts/permissions.js'
import { defaultsOf, type RoleDefaults } from '../facts/permissions/defaults.js'
import { peopleOf } from '../facts/permissions/words.js'
import { releaseOf } from '../facts/version.js'
import type { ViewedPacket } from './read.js'
import { listFact } from './read.js'
import type { TableColumn, TableRow, TablesView } from './types.js'

type Role = NonNullable<Permissions['roles']>[number]

const roleColumns: readonly TableColumn[] = [
  { id: 'role', title: 'Role', kind: 'code', main: true },
  { id: 'people', title: 'Who has it', kind: 'text' },
  { id: 'count', title: 'Permissions', kind: 'number' },
  { id: 'lost', title: 'Taken away', kind: 'number', main: true },
  { id: 'gained', title: 'Added', kind: 'number', main: true },
  { id: 'builtIn', title: 'Built in', kind: 'text', choices: true },
  { id: 'state', title: 'State', kind: 'text', choices: true },
]

const permissionColumns: readonly TableColumn[] = [
  { id: 'permission', title: 'Permission', kind: 'code', main: true },
  { id: 'role', title: 'Role', kind: 'code', choices: true, main: true },
  { id: 'people', title: 'Who has it', kind: 'text' },
  { id: 'here', title: 'Here', kind: 'text', choices: true },
  { id: 'default', title: 'By default', kind: 'text' },
  { id: 'difference', title: 'Difference', kind: 'text', choices: true, main: true },
]

const mostRows = 20_000

export function permissionTables(viewed: ViewedPacket): TablesView {
  const document = viewed.documents.of('permissions')[0]
  const roles = (valueAt(document?.value, ['roles']) ?? []) as readonly Role[]
  const release = viewed.serverVersion === undefined ? undefined : releaseOf(viewed.serverVersion)
  const defaults = release && defaultsOf(release)
  const compared =
    defaults !== undefined && listFact<RoleChange>(viewed.facts, 'permissions.lost') !== undefined
  const known = compared ? defaults : undefined
  const permissions = roles.flatMap((role, index) => permissionRows(document, role, index, known))
  const changes = permissions.some(({ cells }) => cells[5] === 'added' || cells[5] === 'taken away')
  return {
    tables: [
      {
        id: 'roles',
        title: 'Roles',
        columns: roleColumns,
        rows: changedFirst(
          roles.slice(0, mostRows).map((role, index) => roleRow(document, role, index, known)),
        ),
        empty: 'This packet lists no roles.',
      },
      {
        id: 'permissions',
        title: 'Permissions',
        says: 'A line for each permission of each role, and for each that the role has by default and lacks here.',
        columns: permissionColumns,
        rows: permissions.slice(0, mostRows),
        ...(changes ? { start: { difference: ['added', 'taken away'] } } : {}),
        empty: 'This packet lists no permissions.',
      },
    ],
    notes: known === undefined && roles.length > 0 ? [unknownDefaults] : [],
  }
}

const unknownDefaults =
  'What the roles are by default in this release is not known, or the file is damaged: nothing is compared. Defaults are known for releases from 10.9 to 11.6.'

function roleRow(
  document: Document | undefined,
  role: Role,
  index: number,
  defaults: RoleDefaults | undefined,
): TableRow {
  const { lost, gained } = differences(role, defaults)
  return {
    id: `${index}`,
    cells: [
      role.name ?? null,
      peopleOf(role.name ?? ''),
      role.permissions?.length ?? null,
      lost?.length ?? null,
      gained?.length ?? null,
      role.built_in === undefined ? null : role.built_in ? 'built in' : 'custom',
      stateOf(role),
    ],
    ...(lost !== undefined && lost.length > 0 ? { light: 'info' as const } : {}),
    ...placeOf(document, index),
  }
}

/** Roles that differ most from their defaults first, then by name. */
function changedFirst(rows: readonly TableRow[]): readonly TableRow[] {
  const changes = ({ cells }: TableRow) => Number(cells[3]) + Number(cells[4])
  const name = ({ cells }: TableRow) => String(cells[0])
  return rows.toSorted((a, b) => changes(b) - changes(a) || (name(a) < name(b) ? -1 : 1))
}

function stateOf({ delete_at }: Role): string {
  return delete_at !== undefined && Date.parse(delete_at) > 0 ? 'deleted' : 'in use'
}

interface Differences {
  readonly lost: readonly string[] | undefined
  readonly gained: readonly string[] | undefined
}

/** `undefined` for a role that has no defaults: one of plugins, of schemes, or made by hand. */
function differences({ name = '', permissions = [] }: Role, defaults: RoleDefaults | undefined): Differences {
  const here = new Set(permissions)
  const sure = defaults?.sure.get(name)
  const possible = defaults?.possible.get(name)
  return {
    lost: sure && [...sure].filter(permission => !here.has(permission)),
    gained: possible && [...here].filter(permission => !possible.has(permission)),
  }
}

function permissionRows(
  document: Document | undefined,
  role: Role,
  index: number,
  defaults: RoleDefaults | undefined,
): readonly TableRow[] {
  const { name = '', permissions = [] } = role
  const { lost, gained } = differences(role, defaults)
  const added = new Set(gained)
  const row = (permission: string, here: string, usual: string, difference: string): TableRow => ({
    id: `${index} ${permission}`,
    cells: [permission, name, peopleOf(name), here, usual, difference],
    ...(difference === 'none' || difference === 'not known' ? {} : { light: 'info' as const }),
    ...placeOf(document, index),
  })
  const held = [...new Set(permissions)].map(permission => {
    if (gained === undefined) return row(permission, 'yes', 'not known', 'not known')
    return added.has(permission)
      ? row(permission, 'yes', 'no', 'added')
      : row(permission, 'yes', 'yes', 'none')
  })
  return [...held, ...(lost ?? []).map(permission => row(permission, 'no', 'yes', 'taken away'))]
}

function placeOf(document: Document | undefined, index: number): Pick<TableRow, 'place'> {
  if (document === undefined) return {}
  const line = document.locate(['roles', index])?.line
  return { place: { entry: document.entry, ...(line === undefined ? {} : { line }) } }
}
