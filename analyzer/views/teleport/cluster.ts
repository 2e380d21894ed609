// The cluster as a whole: its hosts, the heartbeats of their services, and the clusters it trusts or is trusted by.
import { presenceKinds, presences } from '../../facts/teleport/resource-presence.js'
import { timeOf } from '../../facts/teleport/resource-times.js'
import type { Facts } from '../../facts/index.js'
import { clusterFacts } from './facts.js'
import { valueOf, type ViewedPacket } from '../read.js'
import type { TableColumn, TablesView, TableView } from '../types.js'
import { hostTable } from './hosts.js'
import { emptyWords, mostRows, none, objectRow, objectsOf, placeOf, words } from './rows.js'

export function clusterTables(viewed: ViewedPacket): TablesView {
  const facts = clusterFacts(viewed)
  const name = facts.get('teleport.settings.name', '')?.value
  return {
    tables: [hostTable(facts), heartbeatTable(facts), trustTable(facts), tunnelTable(facts)],
    notes: [...(typeof name === 'string' ? [`The cluster is ${name}.`] : []), ...leafWords(facts)],
  }
}

/** Clusters beyond these stand in their table. */
const namedLeafs = 5

function leafWords(facts: Facts): readonly string[] {
  const leafs = objectsOf(facts, 'remote_cluster')
  if (leafs.length === 0) return []
  const named = leafs
    .slice(0, namedLeafs)
    .map(({ name, value }) => `${name} (${value.status?.connection || 'state not stated'})`)
  const rest = leafs.length - named.length
  return [`Leaf clusters: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`]
}

const heartbeatColumns: readonly TableColumn[] = [
  { id: 'host', title: 'Host', kind: 'text', main: true },
  { id: 'service', title: 'Service', kind: 'text', choices: true, main: true },
  { id: 'serves', title: 'Object', kind: 'text' },
  { id: 'version', title: 'Version', kind: 'code', choices: true },
  { id: 'addr', title: 'Address', kind: 'code' },
  { id: 'tunnel', title: 'Reached', kind: 'text', choices: true },
  { id: 'until', title: 'Until', kind: 'time' },
  { id: 'rotation', title: 'Rotation', kind: 'text', choices: true },
  { id: 'id', title: 'UUID', kind: 'code', hidden: true },
]

function heartbeatTable(facts: Facts): TableView {
  const all = valueOf(facts, presences) ?? []
  // Heartbeats stand in the order of their objects, which have the names.
  const names = objectsOf(facts, ...presenceKinds).map(({ name }) => name)
  return {
    id: 'heartbeats',
    title: 'Heartbeats',
    says: 'One a service of a host; a host that serves several databases or applications has one for each.',
    columns: heartbeatColumns,
    rows: all.slice(0, mostRows).map((presence, position) => {
      const { hostname, id, service, version, addr, usesTunnel, expiresMs, rotation, agentless, at } =
        presence
      const place = placeOf(at('metadata', 'name'))
      const name = names[position] ?? ''
      return {
        id: `${id} ${position}`,
        cells: [
          hostname || id || null,
          agentless ? `${service}, agentless` : service,
          name === id ? 'the host itself' : name || null,
          version || null,
          addr || (usesTunnel ? none : null),
          usesTunnel ? 'tunnel' : addr === '' ? null : 'directly',
          expiresMs ?? null,
          rotation.phase || rotation.state || null,
          id || null,
        ],
        ...(place === undefined ? {} : { place }),
      }
    }),
    empty: 'This dump lists no heartbeats: neither hosts nor what they serve.',
  }
}

const trustColumns: readonly TableColumn[] = [
  { id: 'name', title: 'Cluster', kind: 'text', main: true },
  { id: 'side', title: 'It is', kind: 'text', choices: true, main: true },
  { id: 'state', title: 'State', kind: 'text', choices: true, main: true },
  { id: 'heard', title: 'Heard of last', kind: 'time' },
  { id: 'address', title: 'Address', kind: 'code' },
  { id: 'roles', title: 'Roles', kind: 'code' },
]

/** Leaf clusters connect to this one; root clusters are those that this one trusts. */
function trustTable(facts: Facts): TableView {
  const leafs = objectsOf(facts, 'remote_cluster').map((leaf, position) => {
    const { connection, last_heartbeat: heard } = leaf.value.status ?? {}
    const cells = [leaf.name, 'a leaf', connection || null, timeOf(heard) ?? null, null, null]
    return objectRow(leaf, cells, position, connection === 'offline' ? 'warning' : undefined)
  })
  const roots = objectsOf(facts, 'trusted_cluster').map((root, position) => {
    const { enabled, web_proxy_addr: web, tunnel_addr: tunnel, role_map: map } = root.value.spec ?? {}
    const roles = (map ?? []).map(({ remote = '', local = [] }) => `${remote}: ${local.join(', ')}`)
    const state = enabled === undefined ? null : enabled ? 'trusted' : 'switched off'
    const cells = [root.name, 'a root', state, null, web || tunnel || null, words(roles)]
    return objectRow(root, cells, position, enabled === false ? 'warning' : undefined)
  })
  const rows = [...leafs, ...roots].map(row => ({ ...row, id: `${String(row.cells[1])} ${row.id}` }))
  return {
    id: 'trust',
    title: 'Trusted clusters',
    columns: trustColumns,
    rows: rows.slice(0, mostRows),
    empty: emptyWords(facts, 'remote_cluster', 'leaf clusters'),
  }
}

const tunnelColumns: readonly TableColumn[] = [
  { id: 'cluster', title: 'To', kind: 'text', main: true },
  { id: 'type', title: 'Type', kind: 'text', choices: true, main: true },
  { id: 'dials', title: 'Dials', kind: 'code' },
  { id: 'name', title: 'Name', kind: 'code', hidden: true },
]

function tunnelTable(facts: Facts): TableView {
  const tunnels = objectsOf(facts, 'tunnel')
  return {
    id: 'tunnels',
    title: 'Tunnels',
    columns: tunnelColumns,
    rows: tunnels.slice(0, mostRows).map((tunnel, position) => {
      const { cluster_name: cluster, type, dial_addrs: dials } = tunnel.value.spec ?? {}
      return objectRow(tunnel, [cluster ?? tunnel.name, type ?? null, words(dials), tunnel.name], position)
    }),
    empty: emptyWords(facts, 'tunnel', 'reverse tunnels to other clusters'),
  }
}
