// Services that the cluster lists, by host: which came, which went, which run another version or listen elsewhere.
import type { ResourceList } from '../../documents/teleport/resource-list.js'
import type { Resource } from '../../documents/teleport/resource-shapes.js'
import { valueAt } from '../../documents/shape.js'
import type { Row } from '../rows.js'
import { valueOf } from '../values.js'
import { notTold, type SectionDefinition } from './definition.js'

const services: Readonly<Record<string, string>> = {
  auth_server: 'Auth Service',
  proxy: 'Proxy Service',
  node: 'SSH node',
  kube_server: 'Kubernetes cluster',
  kube_service: 'Kubernetes Service',
  db_server: 'database',
  app_server: 'application',
  windows_desktop_service: 'Windows Desktop Service',
}

export const agents: SectionDefinition = {
  id: 'agents',
  title: 'Services that the cluster lists',
  product: 'teleport',
  take({ documents }) {
    const lists = documents.of('teleport-resource')
    if (lists.length === 0) return notTold('it has no lists of tctl that could be read')
    return lists.flatMap(({ value }) => (value as ResourceList).items).flatMap(rowOf)
  },
}

function rowOf({ kind = '', metadata, spec }: Resource): readonly Row[] {
  const service = Object.hasOwn(services, kind) ? services[kind] : undefined
  if (service === undefined) return []
  const name = metadata?.name ?? ''
  const [host, hostname, version] = ['host_id', 'hostname', 'version'].map(key => valueAt(spec, [key]))
  const values = ['version', 'addr', 'public_addr', 'uri', 'protocol'].flatMap(key => {
    const found = valueAt(spec, [key])
    return found === undefined ? [] : [[key, valueOf(found)] as const]
  })
  const title = typeof hostname === 'string' && hostname !== '' ? hostname : name
  return [
    {
      key: JSON.stringify([kind, name, host]),
      name: `${service} ${host === undefined || title === name ? title : `${name} on ${title}`}`,
      told: typeof version === 'string' ? version : '',
      values: Object.fromEntries([...values, ['labels', valueOf(metadata?.labels ?? {})]]),
    },
  ]
}
