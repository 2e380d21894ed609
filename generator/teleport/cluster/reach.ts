// The way to an agent: which client, which name of it, or why there is none.
import { kubectlRunner, localRunner, sshRunner, tshRunner, type Runner } from '../run/index.js'
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
}

export type Reach =
  { readonly kind: 'runner'; readonly runner: Runner } | { readonly kind: 'none'; readonly reason: string }

export function reach(agent: Agent, options: WayOptions): Reach {
  if (agent.agentless) return none('agentless: an OpenSSH server without Teleport')
  switch (options.way) {
    case 'local':
      return { kind: 'runner', runner: localRunner() }
    case 'tsh':
      return agent.hasSsh
        ? {
            kind: 'runner',
            runner: tshRunner({
              target: targetOf(agent.id ?? agent.name, options),
              ...clientOf('tsh', options),
            }),
          }
        : none('no ssh service there, which tsh needs')
    case 'ssh':
      return {
        kind: 'runner',
        runner: sshRunner({
          target: targetOf(agent.name === agent.id ? (agent.address ?? agent.name) : agent.name, options),
          connectTimeoutMs: options.connectTimeoutMs,
          ...clientOf('ssh', options),
        }),
      }
    case 'kubectl':
      return { kind: 'runner', runner: podRunner(agent.name, options) }
  }
}

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
