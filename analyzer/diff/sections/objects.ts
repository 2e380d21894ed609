// Objects of a Teleport cluster as `tctl get` prints them: users, roles, tokens, connectors, settings, what is served, trust.
// Hosts that say every minute that they live are agents, not objects; certificates and keys are not compared.
import { isMap } from '../../documents/shape.js'
import type { ResourceList } from '../../documents/teleport/resource-list.js'
import type { Resource } from '../../documents/teleport/resource-shapes.js'
import type { Row } from '../rows.js'
import { valueOf, type Value } from '../values.js'
import { leavesOf } from './config.js'
import { notTold, type SectionDefinition } from './definition.js'

/** Kinds that come and go by themselves, or that have a section of their own. */
const leftOut = new Set(
  `node proxy auth_server kube_server kube_service db_server app_server windows_desktop_service database_service instance semaphore
  tunnel app_session web_session snowflake_session saml_idp_session web_token session_tracker audit_query cluster_alert
  user_token generation token_usage_event`.split(/\s+/),
)

export const objects: SectionDefinition = {
  id: 'objects',
  title: 'Objects of the cluster',
  product: 'teleport',
  take({ documents }) {
    const lists = documents.of('teleport-resource')
    if (lists.length === 0) return notTold('it has no lists of tctl that could be read')
    return lists
      .flatMap(({ value }) => (value as ResourceList).items)
      .filter(({ kind }) => kind !== undefined && !leftOut.has(kind))
      .flatMap(rowOf)
  },
}

function rowOf(resource: Resource): readonly Row[] {
  const { kind = '', sub_kind, metadata, spec, status } = resource
  const name = metadata?.name ?? ''
  const authority = isMap(spec) && kind === 'cert_authority' ? spec['type'] : ''
  const type = typeof authority === 'string' ? authority : ''
  const title = [kind, sub_kind === type ? '' : sub_kind, type, nameOf(resource)].filter(
    part => part !== '' && part !== undefined,
  )
  return [
    {
      key: JSON.stringify([kind, sub_kind, type, name]),
      name: title.join(' '),
      values: {
        ...valuesOf(metadata?.labels, 'labels', () => true),
        ...valuesOf(metadata?.expires, 'expires', () => true),
        ...valuesOf(spec, '', ([first = '', ...rest]) => isTelling(kind, [first, ...rest])),
        ...valuesOf(status, 'status', path => !/heartbeat|time|expires/i.test(path.join('.'))),
      },
    },
  ]
}

/** A token of method `token` is a secret by its name: whoever knows it may join. */
function nameOf({ kind, metadata, spec }: Resource): string {
  const name = metadata?.name ?? ''
  const method = isMap(spec) ? (spec['join_method'] ?? 'token') : 'token'
  if (kind !== 'token' || method !== 'token') return name
  return name.length > 8 ? `${name.slice(0, 4)}…` : '…'
}

/** What changes by itself, and keys: that authorities have other ones is told by findings of their rotation. */
function isTelling(kind: string, path: readonly string[]): boolean {
  const [first = ''] = path
  if (kind === 'cert_authority') return ['type', 'cluster_name', 'role_map', 'rotation'].includes(first)
  if (kind === 'user')
    return !/^(?:created_by|local_auth)/.test(path.join('.')) && !/time|expires/.test(path.join('.'))
  return true
}

function valuesOf(
  value: unknown,
  prefix: string,
  wanted: (path: readonly string[]) => boolean,
): Readonly<Record<string, Value>> {
  if (value === undefined || value === null) return {}
  return Object.fromEntries(
    leavesOf(value)
      .filter(({ path }) => wanted(path))
      .map(({ path, value: leaf }) => [
        [prefix, ...path].filter(part => part !== '').join('.'),
        valueOf(leaf, path.at(-1) ?? prefix),
      ]),
  )
}
