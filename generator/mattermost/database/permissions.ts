// Roles and schemes, in the order of their tables.
import { defaultRoleNames, type Role, type Scheme } from '../documents/permissions.js'
import { databaseReason, type Query } from './connect.js'

export interface Permissions {
  /** `undefined` when they could not be had. */
  readonly roles: readonly Role[] | undefined
  readonly schemes: readonly Scheme[] | undefined
  readonly errors: readonly string[]
}

/** A server has some dozens of each. */
const most = 10_000

export async function readPermissions(query: Query): Promise<Permissions> {
  const errors: string[] = []
  const read = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work()
    } catch (error) {
      errors.push(`failed to get list of ${what}: ${databaseReason(error)}`)
      return undefined
    }
  }
  const schemes = await read('schemes', () => readSchemes(query))
  const roles = await read('roles', () => readRoles(query))
  return { roles, schemes, errors }
}

async function readRoles(query: Query): Promise<readonly Role[]> {
  const rows = await query<Record<string, unknown>>(
    `SELECT id, name, createat, updateat, deleteat, permissions, schememanaged, builtin FROM roles LIMIT ${most}`,
  )
  return rows.map(row => ({
    id: textOf(row['id']),
    name: textOf(row['name']),
    createAt: Number(row['createat'] ?? 0),
    updateAt: Number(row['updateat'] ?? 0),
    deleteAt: Number(row['deleteat'] ?? 0),
    permissions:
      typeof row['permissions'] === 'string' ? row['permissions'].split(/\s+/).filter(Boolean) : [],
    schemeManaged: row['schememanaged'] === true,
    builtIn: row['builtin'] === true,
  }))
}

async function readSchemes(query: Query): Promise<readonly Scheme[]> {
  const rows = await query<Record<string, unknown>>(
    `SELECT * FROM schemes WHERE deleteat = 0 ORDER BY createat DESC LIMIT ${most}`,
  )
  return rows.map(row => ({
    id: textOf(row['id']),
    createAt: Number(row['createat'] ?? 0),
    updateAt: Number(row['updateat'] ?? 0),
    deleteAt: Number(row['deleteat'] ?? 0),
    scope: typeof row['scope'] === 'string' ? row['scope'] : '',
    // Columns are named like the keys, without the lines: defaultteamadminrole.
    defaultRoles: Object.fromEntries(
      defaultRoleNames.map(name => [name, textOf(row[name.replaceAll('_', '')])]),
    ),
  }))
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
