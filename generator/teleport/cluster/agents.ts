// Who belongs to the cluster: instances that report to it, by what `tctl get` and `tctl inventory` print. Read while it passes
// by on its way into the dump, so that a list of any length is held nowhere.
//
//   kind: node
//   metadata:
//     name: 04fe8be0-09b6-4cad-8bfa-dc94cb886f45
//   spec:
//     hostname: tp-node-1
//   version: v2

export interface Agent {
  /** Host UUID; absent for one that somebody named by hand. */
  readonly id: string | undefined
  /** Host name, else the UUID. */
  readonly name: string
  /** Where it listens, without the port. */
  readonly address: string | undefined
  /** Kinds under which it is listed, and services of the inventory. */
  readonly services: readonly string[]
  readonly version: string
  /** It has Teleport's ssh service, so that `tsh ssh` gets there. */
  readonly hasSsh: boolean
  /** An OpenSSH server that runs no Teleport. */
  readonly agentless: boolean
}

export interface AgentReader {
  /** Takes the output of one command; `undefined` when it tells of no agents. */
  readonly tap: (entry: string) => ((chunk: Buffer) => void) | undefined
  agents(): readonly Agent[]
}

/** Kinds whose objects are instances, and what their service is called. */
const serviceOf: Readonly<Record<string, string>> = {
  node: 'Node',
  auth_server: 'Auth',
  proxy: 'Proxy',
  app_server: 'App',
  db_server: 'Db',
  kube_server: 'Kube',
  kube_service: 'Kube',
  windows_desktop_service: 'WindowsDesktop',
}

/** More are not collected one by one. */
const mostAgents = 100_000
const longestLine = 4096

export function createAgentReader(): AgentReader {
  const found = new Map<string, Agent>()
  return {
    tap(entry) {
      if (entry === 'tctl_inventory.txt') return byLine(line => inventoryLine(line, found))
      const kind = /^tctl_get_(\w+)\.yaml$/.exec(entry)?.[1] ?? ''
      return serviceOf[kind] === undefined ? undefined : byLine(objectReader(found))
    },
    agents: () => [...found.values()],
  }
}

function byLine(take: (line: string) => void): (chunk: Buffer) => void {
  let rest = ''
  return chunk => {
    const lines = (rest + chunk.toString('utf8')).split('\n')
    rest = (lines.pop() ?? '').slice(0, longestLine)
    for (const line of lines) take(line.slice(0, longestLine))
    // The last line of an object names its version, and nothing is missed when it has no newline.
    if (/^version: v\d+$/.test(rest)) take(rest)
  }
}

function objectReader(found: Map<string, Agent>): (line: string) => void {
  let fields: Record<string, string> = {}
  let section = ''
  return line => {
    if (line.startsWith('---')) {
      fields = {}
      return
    }
    const [, indent = '', key = '', value = ''] = /^( {0,2})(\w+):\s*(.*)$/.exec(line) ?? []
    if (key === '') return
    if (indent === '') section = key
    fields[indent === '' ? key : `${section}.${key}`] = value.replace(/^"(.*)"$/, '$1')
    // Keys are sorted: `version` of the object is its last line.
    if (indent === '' && key === 'version') add(found, fields)
  }
}

function add(found: Map<string, Agent>, fields: Readonly<Record<string, string>>): void {
  const { kind = '', sub_kind: subKind = '' } = fields
  const service = serviceOf[kind]
  const id = fields['spec.host_id'] ?? fields['metadata.name'] ?? ''
  if (service === undefined || id === '') return
  const agentless = subKind.startsWith('openssh')
  const hostname = fields['spec.hostname'] ?? ''
  merge(found, {
    id,
    name: hostname === '' ? id : hostname,
    address: hostOf(fields['spec.addr'] ?? ''),
    services: [agentless ? 'OpenSSH' : service],
    version: fields['spec.version'] ?? '',
    hasSsh: kind === 'node' && !agentless,
    agentless,
  })
}

const hostOf = (address: string): string | undefined => {
  const host = address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
  return host === '' || /^(?:0\.0\.0\.0|::|127\.)/.test(host) ? undefined : host
}

/** `3fbbee11-7465-41fd-bfaa-5245e940c546 App,Db   11.0.0-dev` */
function inventoryLine(line: string, found: Map<string, Agent>): void {
  const [, id, services = '', version = ''] = /^([0-9a-f]{8}-[0-9a-f-]{27})\s+(\S+)\s+(\S+)/.exec(line) ?? []
  if (id === undefined) return
  merge(found, {
    id,
    name: id,
    address: undefined,
    services: services.split(','),
    version,
    hasSsh: services.split(',').includes('Node'),
    agentless: false,
  })
}

function merge(found: Map<string, Agent>, agent: Agent): void {
  const id = agent.id ?? ''
  const known = found.get(id)
  if (known === undefined) {
    if (found.size < mostAgents) found.set(id, agent)
    return
  }
  found.set(id, {
    ...known,
    name: known.name === id ? agent.name : known.name,
    address: known.address ?? agent.address,
    services: [...new Set([...known.services, ...agent.services])],
    version: known.version === '' ? agent.version : known.version,
    hasSsh: known.hasSsh || agent.hasSsh,
    agentless: known.agentless && agent.agentless,
  })
}

/** Those that `wanted` names, by host name, UUID or address; and whatever it names that nobody has heard of. */
export function chosenAgents(
  agents: readonly Agent[],
  wanted: readonly string[] | undefined,
): readonly Agent[] {
  if (wanted === undefined) return agents
  const byName = new Map<string, Agent[]>()
  for (const agent of agents)
    for (const name of new Set([agent.id, agent.name, agent.address]))
      if (name !== undefined) byName.set(name, [...(byName.get(name) ?? []), agent])
  return [...new Set(wanted)].flatMap(text => byName.get(text.replace(/^[^@]*@/, '')) ?? [namedByHand(text)])
}

const namedByHand = (text: string): Agent => ({
  id: /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text) ? text : undefined,
  name: text,
  address: undefined,
  services: [],
  version: '',
  hasSsh: true,
  agentless: false,
})
