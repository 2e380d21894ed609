// The way to an agent: which client, which name of it, or why there is none.
import { inTurn, kubectlRunner, localRunner, sshRunner, tshRunner, type Runner } from '../run/index.js'
import type { Agent } from './agents.js'

/** `local`: only the machine itself. */
export type Way = 'tsh' | 'ssh' | 'kubectl' | 'local'

export interface WayOptions {
  readonly way: Way
  /** Login on the hosts; without, the client decides. */
  readonly login?: string
  /** Further arguments of the client, as `['-i', 'key']`. */
  readonly clientOptions: readonly string[]
  readonly connectTimeoutMs: number
  readonly namespace?: string
  /** Programs other than those in the search path. */
  readonly clients?: { readonly tsh?: string; readonly ssh?: string; readonly kubectl?: string }
  /** Why tsh lets nobody in, where that is known. */
  readonly tshRefusal?: string | undefined
  /** Tried in this order where `way` has no way to an agent, or does not get there. */
  readonly elseWays?: readonly ElseWay[]
}

export interface ElseWay {
  readonly way: Exclude<Way, 'local'>
  readonly clientOptions?: readonly string[]
}

export type Reach =
  { readonly kind: 'runner'; readonly runner: Runner } | { readonly kind: 'none'; readonly reason: string }

export function reach(agent: Agent, options: WayOptions): Reach {
  if (agent.agentless) return none('agentless: an OpenSSH server without Teleport')
  const first = reachOver(agent, options)
  const others = (options.elseWays ?? []).map(({ way, clientOptions = [] }) =>
    reachOver(agent, { ...options, way, clientOptions }),
  )
  const [runner, ...more] = [first, ...others].flatMap(found =>
    found.kind === 'runner' ? [found.runner] : [],
  )
  if (runner === undefined) return first
  return { kind: 'runner', runner: more.length === 0 ? runner : inTurn([runner, ...more]) }
}

function reachOver(agent: Agent, options: WayOptions): Reach {
  switch (options.way) {
    case 'local':
      return over(localRunner())
    case 'tsh':
      if (options.tshRefusal !== undefined) return none(options.tshRefusal)
      return agent.hasSsh
        ? over(tshRunner({ target: targetOf(agent.id ?? agent.name, options), ...clientOf('tsh', options) }))
        : none('no ssh service there, which tsh needs')
    case 'ssh': {
      const { connectTimeoutMs } = options
      const host = agent.name === agent.id ? agent.address : agent.name
      return host === undefined
        ? none('its host name is not known, which ssh needs')
        : over(sshRunner({ target: targetOf(host, options), connectTimeoutMs, ...clientOf('ssh', options) }))
    }
    case 'kubectl':
      return agent.name === agent.id
        ? none('its pod is not known, which kubectl needs')
        : over(podRunner(agent.name, options))
  }
}

const over = (runner: Runner): Reach => ({ kind: 'runner', runner })
const none = (reason: string): Reach => ({ kind: 'none', reason })

/** A name that begins with a hyphen would be an option of the client; none that a host may have does. */
function targetOf(name: string, { login }: WayOptions): string {
  const safe = name.replace(/^-+/, '')
  return login === undefined || safe.includes('@') ? safe : `${login}@${safe}`
}

const clientOf = (
  name: 'tsh' | 'ssh' | 'kubectl',
  { clients = {}, clientOptions }: WayOptions,
): { readonly options: readonly string[]; readonly client?: string } => {
  const client = clients[name]
  return { options: clientOptions, ...(client === undefined ? {} : { client }) }
}

/** `pod`, `pod/container`, `namespace/pod/container`. */
function podRunner(name: string, options: WayOptions): Runner {
  const parts = name.split('/')
  const [namespace = 'default', pod = '', container] =
    parts.length > 2 ? parts : [options.namespace, ...parts]
  return kubectlRunner({
    namespace,
    pod,
    ...(container === undefined ? {} : { container }),
    ...clientOf('kubectl', options),
  })
}
