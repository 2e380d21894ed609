// Roles and what they allow, and permission schemes.
import type { Permissions } from '../../documents/permissions.js'
import { defaultsOf, type RoleDefaults } from '../../facts/permissions/defaults.js'
import { releaseOf } from '../../facts/version.js'
import { counted } from '../../reports/text/words.js'
import type { Row } from '../rows.js'
import { setOf, valueOf } from '../values.js'
import { notTold, type SectionDefinition } from './definition.js'

type Role = NonNullable<Permissions['roles']>[number]
type Scheme = NonNullable<Permissions['schemes']>[number]

export const permissions: SectionDefinition = {
  id: 'permissions',
  title: 'Permissions',
  product: 'mattermost',
  take({ documents, serverVersion }) {
    const document = documents.of('permissions')[0]
    if (document === undefined) return notTold('it has no permissions.yaml that could be read')
    const { roles = [], schemes = [] } = document.value as Permissions
    const release = serverVersion === undefined ? undefined : releaseOf(serverVersion)
    const defaults = release && defaultsOf(release)
    return [...roles.flatMap(roleRow(defaults)), ...schemes.flatMap(schemeRow)]
  },
}

const roleRow =
  (defaults: RoleDefaults | undefined) =>
  ({ name, id, permissions: held, delete_at, scheme_managed }: Role): readonly Row[] => {
    const key = name ?? id
    if (key === undefined) return []
    return [
      {
        key: `role ${key}`,
        name: `role ${key}`,
        told: counted(held?.length ?? 0, 'permission'),
        ...isUsual(name, held, defaults),
        values: {
          permissions: setOf(held ?? []),
          state: valueOf(isDeleted(delete_at) ? 'deleted' : 'in use'),
          ...(scheme_managed === undefined ? {} : { 'managed by a scheme': valueOf(scheme_managed) }),
        },
      },
    ]
  }

/** It has the permissions that its release gives it, so that those of another release explain a change. */
function isUsual(
  name = '',
  held: readonly string[] = [],
  defaults: RoleDefaults | undefined,
): Pick<Row, 'isDefault'> {
  const [sure, possible] = [defaults?.sure.get(name), defaults?.possible.get(name)]
  if (sure === undefined || possible === undefined) return {}
  const here = new Set(held)
  return { isDefault: [...sure].every(one => here.has(one)) && held.every(one => possible.has(one)) }
}

/** Schemes are known by their ids: the packet masks their names. */
function schemeRow({ id, scope, delete_at, ...rest }: Scheme): readonly Row[] {
  if (id === undefined) return []
  const roles = Object.entries(rest).filter(([key]) => /^default_\w+_role$/.test(key))
  return [
    {
      key: `scheme ${id}`,
      name: `scheme ${id}`,
      values: {
        scope: valueOf(scope ?? null),
        state: valueOf(isDeleted(delete_at) ? 'deleted' : 'in use'),
        ...Object.fromEntries(roles.map(([key, value]) => [key, valueOf(value)])),
      },
    },
  ]
}

const isDeleted = (at: string | undefined): boolean => at !== undefined && Date.parse(at) > 0
