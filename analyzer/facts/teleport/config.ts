// Facts of teleport.yaml: mistakes in it, where the instance joins and how, what of it is reachable under which address.
import { checkConfig, isOn, type ConfigMistake } from '../../documents/teleport/config-check.js'
import { rolesByService } from '../../documents/teleport/config-keys.js'
import type { TeleportConfig } from '../../documents/teleport/config.js'
import type { TeleportCommand } from '../../documents/teleport/command.js'
import { valueAt } from '../../documents/shape.js'
import type { Document, ValuePath } from '../../documents/types.js'
import { asText } from '../reading.js'
import type { Derived, FactDefinition, FactInput } from '../types.js'
import { defineFact } from '../types.js'
import { nodeMajor } from './node.js'
import { documentOf, ofDocument } from './source.js'

/** A mistake as rules read it. */
export interface MistakeFact {
  readonly kind: ConfigMistake['kind']
  readonly key: string
  readonly says: string
  /** Empty where nothing better is known. */
  readonly instead: string
  readonly line: number
}

const mistakes = defineFact<readonly MistakeFact[]>({
  id: 'teleport.config.mistakes',
  title:
    'Mistakes in teleport.yaml, each {kind (unknown-key, later-key, other-schema, bad-value, contradiction, deprecated-key), key, says, instead, line}',
  scope: 'node',
  derive(input) {
    const document = documentOf<TeleportConfig>(input, 'teleport-config')
    if (document === undefined) return undefined
    const found = checkConfig(document.value, input.fact(nodeMajor)?.value)
    return {
      value: found.map(mistake => mistakeFact(mistake, document)),
      from: found.length === 0 ? [input.at(document, [])] : found.map(({ path }) => input.at(document, path)),
    }
  },
})

function mistakeFact({ kind, path, says, instead }: ConfigMistake, document: Document): MistakeFact {
  return { kind, key: path.join('.'), says, instead: instead ?? '', line: document.locate(path)?.line ?? 0 }
}

/** A place at which teleport.yaml is no YAML. */
export interface BrokenLine {
  /** What is wrong there, as a sentence. */
  readonly says: string
  readonly line: number
}

const syntaxCodes: ReadonlySet<string> = new Set(['YAML_SYNTAX', 'YAML_DUPLICATE_KEY'])

/** Asterisks in place of a secret look like an alias to YAML: whoever blanked it broke the file, not who wrote it. */
const isBlanked = (message: string): boolean => /alias/i.test(message)

/** The problem without its place, which rules tell; a server takes neither of two equal keys. */
const saidOf = (message: string): string =>
  message
    .replace(/^Broken YAML in line \d+(?:, column \d+)?: /, '')
    .replace(
      /^The key (.*) occurs again in line \d+; this value is used\.$/,
      'the key $1 stands there for the second time.',
    )

const broken = defineFact<readonly BrokenLine[]>({
  id: 'teleport.config.broken',
  title:
    'Places at which teleport.yaml is no YAML that the server would read, or has a key twice, each {says, line}',
  scope: 'node',
  derive(input) {
    const item = input.inventory.items.find(
      ({ kind, node }) => kind === 'teleport-config' && (node ?? '') === input.node,
    )
    if (item === undefined || item.status === 'truncated') return undefined
    const found = input.documents.problems.filter(
      ({ code, entry, message }) => entry === item.name && syntaxCodes.has(code) && !isBlanked(message),
    )
    const value = found.slice(0, 5).map(({ message, line }) => ({ says: saidOf(message), line: line ?? 0 }))
    const at = { entry: item.name, ...(input.node === '' ? {} : { node: input.node }) }
    return {
      value,
      from: value.length === 0 ? [at] : value.map(({ line, says }) => ({ ...at, line, excerpt: says })),
    }
  },
})

/** Where an instance joins. */
export interface JoinTarget {
  readonly address: string
  readonly host: string
  readonly port: number
  /** `proxy` where the key or the port says so, `auth` likewise, else `unknown`. */
  readonly through: 'auth' | 'proxy' | 'unknown'
  readonly key: string
}

const joinKeys = ['auth_servers', 'auth_server', 'proxy_server'] as const

export const joinTargets = ofDocument<TeleportConfig, readonly JoinTarget[]>(
  'teleport.join.targets',
  'Addresses the instance joins at, each {address, host, port, through (auth, proxy, unknown), key}',
  'teleport-config',
  config => {
    const found = joinKeys.flatMap(key => targetsAt(config, key))
    return {
      value: found.map(({ target }) => target),
      paths: found.length === 0 ? [['teleport']] : found.map(({ path }) => path),
    }
  },
)

function targetsAt(config: TeleportConfig, key: (typeof joinKeys)[number]) {
  const held = valueAt(config, ['teleport', key])
  const list: readonly unknown[] = Array.isArray(held) ? held : [held]
  return list.slice(0, 100).flatMap((item, index) => {
    const address = asText(item)
    const path: ValuePath = ['teleport', key, ...(Array.isArray(held) ? [index] : [])]
    return address === undefined ? [] : [{ target: targetOf(address, key), path }]
  })
}

function targetOf(address: string, key: (typeof joinKeys)[number]): JoinTarget {
  const { host, port } = splitAddress(address, key === 'proxy_server' ? 443 : 3025)
  const byKey = { auth_servers: undefined, auth_server: 'auth', proxy_server: 'proxy' } as const
  return { address, host, port, through: byKey[key] ?? throughPort(port), key: `teleport.${key}` }
}

function throughPort(port: number): JoinTarget['through'] {
  if (port === 3025) return 'auth'
  return [443, 3080, 3023, 3024].includes(port) ? 'proxy' : 'unknown'
}

/** `https://host:443/x`, `tcp://host:3025`, `[::1]:3025`, `host`. */
export function splitAddress(
  address: string,
  usualPort: number,
): { readonly host: string; readonly port: number } {
  const bare = address.replace(/^[a-z][a-z0-9+.-]{0,20}:\/\//i, '').split('/', 1)[0] ?? ''
  const parts = /^(\[[^\]]{0,60}\]|[^:]{0,255})(?::(\d{1,5}))?$/.exec(bare)
  return {
    host: (parts?.[1] ?? bare).replace(/^\[|\]$/g, '').toLowerCase(),
    port: parts?.[2] === undefined ? usualPort : Number(parts[2]),
  }
}

const joinMethod = defineFact<string>({
  id: 'teleport.join.method',
  title: 'How the instance joins: token, iam, kubernetes, …; token where only a token is set',
  scope: 'node',
  derive(input) {
    const document = documentOf<TeleportConfig>(input, 'teleport-config')
    if (document === undefined) return undefined
    const method = asText(valueAt(document.value, ['teleport', 'join_params', 'method']))
    if (method !== undefined)
      return { value: method, from: [input.at(document, ['teleport', 'join_params'])] }
    const token = [
      ['teleport', 'join_params', 'token_name'],
      ['teleport', 'auth_token'],
    ].find(path => valueAt(document.value, path) !== undefined)
    return token && { value: 'token', from: [input.at(document, token)] }
  },
})

/** A token in the file itself, not the path of a file that holds it, and not blanked. */
const literalToken = ofDocument<TeleportConfig, readonly string[]>(
  'teleport.join.literal_tokens',
  'Keys of teleport.yaml that hold a join token itself instead of the path of a file with it',
  'teleport-config',
  config => {
    const method = valueAt(config, ['teleport', 'join_params', 'method'])
    const paths: ValuePath[] = [
      ['teleport', 'auth_token'],
      ...(method === undefined || method === 'token' ? [['teleport', 'join_params', 'token_name']] : []),
    ]
    const held = paths.filter(path => isLiteral(valueAt(config, path)))
    return { value: held.map(path => path.join('.')), paths: held.length === 0 ? [['teleport']] : held }
  },
)

function isLiteral(value: unknown): boolean {
  const text = asText(value)
  return text !== undefined && !text.startsWith('/') && !/redacted|^secret-|^\*/i.test(text)
}

/** Services whose section is absent although they run by default. */
const unmentioned = ofDocument<TeleportConfig, readonly string[]>(
  'teleport.config.on_by_default',
  'Services that run because teleport.yaml does not turn them off: auth_service, proxy_service, ssh_service',
  'teleport-config',
  config => ({
    value: ['auth_service', 'proxy_service', 'ssh_service'].filter(
      service => isOn(config, service) && valueAt(config, [service, 'enabled']) === undefined,
    ),
    paths: [[]],
  }),
)

export const servicesOn = ofDocument<TeleportConfig, readonly string[]>(
  'teleport.config.services',
  'Sections of teleport.yaml whose service is on, those that are on by default included',
  'teleport-config',
  config => {
    const on = Object.keys(rolesByService).filter(service => isOn(config, service))
    return { value: on, paths: on.length === 0 ? [[]] : on.map(service => [service]) }
  },
)

/** All addresses under a key that is text or a list. */
function addressesAt(config: TeleportConfig, path: ValuePath): readonly string[] {
  const held = valueAt(config, path)
  const list: readonly unknown[] = Array.isArray(held) ? held : [held]
  return list.slice(0, 100).flatMap(item => asText(item) ?? [])
}

export const publicAddresses = ofDocument<TeleportConfig, readonly string[]>(
  'teleport.proxy.public_addresses',
  'Addresses of proxy_service.public_addr, tunnel_public_addr and ssh_public_addr, of an instance whose proxy is on',
  'teleport-config',
  config => {
    if (!isOn(config, 'proxy_service')) return undefined
    const keys = ['public_addr', 'tunnel_public_addr', 'ssh_public_addr']
    const found = keys.filter(key => addressesAt(config, ['proxy_service', key]).length > 0)
    return {
      value: [...new Set(found.flatMap(key => addressesAt(config, ['proxy_service', key])))],
      paths: found.length === 0 ? [['proxy_service']] : found.map(key => ['proxy_service', key]),
    }
  },
)

const authAddresses = ofDocument<TeleportConfig, readonly string[]>(
  'teleport.auth.public_addresses',
  'Addresses of auth_service.public_addr, of an instance whose auth service is on',
  'teleport-config',
  config =>
    isOn(config, 'auth_service')
      ? {
          value: addressesAt(config, ['auth_service', 'public_addr']),
          paths: [['auth_service', 'public_addr']],
        }
      : undefined,
)

/** An address that only programs of the same host reach. */
export interface LoopbackListener {
  readonly key: string
  readonly address: string
}

/** Services that other hosts connect to; a proxy behind a web server of the same host listens there on purpose. */
const listening = ['auth_service', 'ssh_service'] as const

const loopbackListeners = defineFact<readonly LoopbackListener[]>({
  id: 'teleport.config.loopback_listeners',
  title:
    'Addresses of auth_service and ssh_service on which only the host itself reaches them, each {key, address}; of a dump with several hosts',
  scope: 'node',
  derive(input) {
    const document = documentOf<TeleportConfig>(input, 'teleport-config')
    if (document === undefined || input.nodes.length < 2) return undefined
    const found = listening.flatMap(service => {
      const address = asText(valueAt(document.value, [service, 'listen_addr']))
      if (address === undefined || !isOn(document.value, service) || !isLoopback(address)) return []
      return { service, address }
    })
    return {
      value: found.map(({ service, address }) => ({ key: `${service}.listen_addr`, address })),
      from:
        found.length === 0
          ? [input.at(document, [])]
          : found.map(({ service }) => input.at(document, [service, 'listen_addr'])),
    }
  },
})

const isLoopback = (address: string): boolean =>
  /^(?:127\.|localhost$|::1$)/.test(splitAddress(address, 0).host)

const storageType = ofDocument<TeleportConfig, string>(
  'teleport.storage.type',
  'Where the auth service keeps its state: sqlite unless teleport.yaml says otherwise',
  'teleport-config',
  config => {
    if (!isOn(config, 'auth_service')) return undefined
    const type = asText(valueAt(config, ['teleport', 'storage', 'type']))?.toLowerCase()
    return { value: type === undefined || type === 'dir' ? 'sqlite' : type, paths: [['teleport', 'storage']] }
  },
)

const dataDir = defineFact<string>({
  id: 'teleport.node.data_dir',
  title: 'Data directory of the instance',
  scope: 'node',
  derive(input): Derived<string> | undefined {
    const document = documentOf<TeleportConfig>(input, 'teleport-config')
    const held = document && asText(valueAt(document.value, ['teleport', 'data_dir']))
    if (document === undefined) return undefined
    return { value: held ?? '/var/lib/teleport', from: [input.at(document, ['teleport', 'data_dir'])] }
  },
})

/** `-d` wins over what the file says. */
const logLevel = defineFact<string>({
  id: 'teleport.log.severity',
  title:
    'Log level in force, in lower case: debug where the process was started with --debug, else log.severity, else info',
  scope: 'node',
  derive(input) {
    const command = documentOf<TeleportCommand>(input, 'teleport-command')
    if (command?.value.flags.debug !== undefined)
      return { value: 'debug', from: [input.at(command, ['flags'])] }
    const document = documentOf<TeleportConfig>(input, 'teleport-config')
    if (document === undefined) return undefined
    const path = ['teleport', 'log', 'severity']
    const held = asText(valueAt(document.value, path))?.toLowerCase()
    return { value: held ?? 'info', from: [input.at(document, path)] }
  },
})

function flagFact(id: string, title: string, flags: readonly string[]): FactDefinition<readonly string[]> {
  return defineFact<readonly string[]>({
    id,
    title,
    scope: 'node',
    derive(input: FactInput) {
      const command = documentOf<TeleportCommand>(input, 'teleport-command')
      if (command === undefined) return undefined
      const found = flags.filter(flag => Object.hasOwn(command.value.flags, flag))
      return { value: found.map(flag => `--${flag}`), from: [input.at(command, ['flags'])] }
    },
  })
}

export const configFacts = [
  mistakes,
  broken,
  loopbackListeners,
  servicesOn,
  unmentioned,
  joinTargets,
  joinMethod,
  literalToken,
  publicAddresses,
  authAddresses,
  storageType,
  dataDir,
  logLevel,
  flagFact(
    'teleport.node.unsafe_flags',
    'Flags of the process that switch protection off, of --insecure, --insecure-no-tls and --skip-version-check',
    ['insecure', 'insecure-no-tls', 'skip-version-check'],
  ),
]
