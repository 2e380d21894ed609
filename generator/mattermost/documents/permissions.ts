// permissions.yaml: roles with their permissions, and schemes. Names that people gave are masked, always.
import { mask } from '../../../analyzer/documents/masks.js'
import type { YamlMap, YamlValue } from '../../encode/yaml-value.js'
import { isAtLeast } from '../versions.js'
import { goTime } from './go-time.js'

export interface Role {
  readonly id: string
  readonly name: string
  readonly createAt: number
  readonly updateAt: number
  readonly deleteAt: number
  readonly permissions: readonly string[]
  readonly schemeManaged: boolean
  readonly builtIn: boolean
}

/** Roles that a scheme gives by default, by the name in the document. */
export interface Scheme {
  readonly id: string
  readonly createAt: number
  readonly updateAt: number
  readonly deleteAt: number
  readonly scope: string
  readonly defaultRoles: Readonly<Record<string, string>>
}

export const defaultRoleNames = [
  'default_team_admin_role',
  'default_team_user_role',
  'default_channel_admin_role',
  'default_channel_user_role',
  'default_team_guest_role',
  'default_channel_guest_role',
  'default_playbook_admin_role',
  'default_playbook_member_role',
  'default_run_admin_role',
  'default_run_member_role',
] as const

/** What could not be had is left out. */
export function permissionsDocument(
  roles: readonly Role[] | undefined,
  schemes: readonly Scheme[] | undefined,
  version: string,
): YamlMap {
  // Which scheme a role belongs to is never filled in by this query; the server writes `null`.
  const scheme: YamlMap = isAtLeast(version, '11.6') ? { scheme_id: null } : {}
  return { roles: roles?.map(role => ({ ...roleItem(role), ...scheme })), schemes: schemes?.map(schemeItem) }
}

function roleItem(role: Role): YamlMap {
  return {
    id: role.id,
    name: role.name,
    display_name: mask,
    description: mask,
    create_at: goTime(role.createAt),
    update_at: goTime(role.updateAt),
    delete_at: goTime(role.deleteAt),
    permissions: role.permissions,
    scheme_managed: role.schemeManaged,
    built_in: role.builtIn,
  }
}

function schemeItem(scheme: Scheme): YamlMap {
  const roles = defaultRoleNames.map((name): readonly [string, YamlValue] => [
    name,
    scheme.defaultRoles[name] ?? '',
  ])
  return {
    id: scheme.id,
    name: mask,
    display_name: mask,
    description: mask,
    create_at: goTime(scheme.createAt),
    update_at: goTime(scheme.updateAt),
    delete_at: goTime(scheme.deleteAt),
    scope: scheme.scope,
    ...Object.fromEntries(roles),
  }
}
