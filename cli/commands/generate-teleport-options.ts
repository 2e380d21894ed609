// What the options of `generate teleport` ask for, checked.
import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import type { Destination } from '../../generator/archive/free-name.js'
import { isKindName, type TeleportOptions, type ModeName } from '../../generator/teleport/index.js'
import { failure, systemReason } from '../failure.js'
import { logLimits } from './generate-log-limits.js'

export interface GenerateTeleportOptions {
  readonly 'node-only': boolean
  readonly mode: ModeName
  readonly since: string | undefined
  readonly 'max-log-size': string | undefined
  readonly 'max-size': string | undefined
  readonly objects: readonly string[]
  readonly 'skip-objects': readonly string[]
  readonly identity: string | undefined
  readonly proxy: string | undefined
  readonly 'auth-server': string | undefined
  readonly 'tctl-config': string | undefined
  readonly via: string
  readonly login: string | undefined
  readonly 'client-option': readonly string[]
  readonly nodes: readonly string[]
  readonly concurrency: number | undefined
  readonly timeout: number | undefined
  readonly sudo: boolean
  readonly namespace: string | undefined
  readonly 'audit-logs': boolean
  readonly 'host-root': string | undefined
  readonly obfuscate: boolean
  readonly 'obfuscation-key-file': string | undefined
  readonly output: string | undefined
  readonly overwrite: boolean
  readonly 'audit-config': string | undefined
  readonly quiet: boolean
}

export function teleportOptions(
  given: GenerateTeleportOptions,
  destination: Destination,
  now: Date,
): TeleportOptions {
  mustBeReadable(given.identity, 'identity')
  mustBeReadable(given['tctl-config'], 'configuration of tctl')
  const { since, maxBytes } = logLimits({ ...given, until: undefined }, now)
  const { nodes, login, namespace, concurrency, timeout } = given
  const key = given['obfuscation-key-file']
  const root = given['host-root']
  return {
    destination,
    mode: given.mode,
    scope: given['node-only'] ? 'node' : 'cluster',
    tctl: { options: tctlOptions(given) },
    objects: { only: kinds(given.objects), without: kinds(given['skip-objects']) },
    ...clientsOf(given),
    sudo: given.sudo,
    audit: given['audit-logs'],
    obfuscate: given.obfuscate || key !== undefined,
    ...(since === undefined ? {} : { logWindowMs: Math.max(0, now.getTime() - since) }),
    ...(maxBytes === undefined ? {} : { logBytes: maxBytes }),
    ...(given['max-size'] === undefined ? {} : { totalBytes: sizeOf(given['max-size']) }),
    ...(login === undefined ? {} : { login: word(login, '--login') }),
    ...(nodes.length === 0 ? {} : { nodes: nodes.flatMap(nodesIn) }),
    ...(concurrency === undefined ? {} : { concurrency: Math.max(1, concurrency) }),
    ...(timeout === undefined ? {} : { timeoutMs: Math.max(1, timeout) * 1000 }),
    ...(namespace === undefined ? {} : { namespace: word(namespace, '--namespace') }),
    ...(root === undefined ? {} : { root }),
    ...(key === undefined ? {} : { key: keyIn(key) }),
  }
}

/** Asked here, since tctl says of a missing identity that it finds no Auth Service on this machine. */
function mustBeReadable(path: string | undefined, what: string): void {
  if (path === undefined) return
  try {
    accessSync(path, constants.R_OK)
  } catch (error) {
    throw failure(`Cannot read the ${what} from ${path}: ${systemReason(error)}`)
  }
}

function tctlOptions(given: GenerateTeleportOptions): readonly string[] {
  const address = given['auth-server'] ?? given.proxy
  return [
    ...(given['tctl-config'] === undefined ? [] : ['--config', given['tctl-config']]),
    ...(given.identity === undefined ? [] : ['--identity', given.identity]),
    ...(address === undefined ? [] : ['--auth-server', address]),
    ...ownOptions(given, 'tctl', false),
  ]
}

const clients = ['tsh', 'ssh', 'kubectl'] as const
type Client = (typeof clients)[number]

/** `tsh`, or `tsh,ssh`: the first that gets there. */
function clientsOf(
  given: GenerateTeleportOptions,
): Pick<TeleportOptions, 'way' | 'clientOptions' | 'elseWays'> {
  if (given.via === 'local') return { way: 'local' }
  const [first, ...others] = [...new Set(given.via.split(','))].map(clientIn)
  if (first === undefined) throw failure('--via needs a client.')
  return {
    way: first,
    clientOptions: clientOptions(given, first, true),
    elseWays: others.map(way => ({ way, clientOptions: clientOptions(given, way, false) })),
  }
}

function clientIn(name: string): Client {
  const client = clients.find(known => known === name.trim())
  if (client === undefined)
    throw failure(
      `--via needs tsh, ssh, kubectl or local, not "${name}".`,
      'Several stand with commas: tsh,ssh.',
    )
  return client
}

function clientOptions(given: GenerateTeleportOptions, client: Client, isFirst: boolean): readonly string[] {
  const { identity, proxy } = given
  const own = ownOptions(given, client, isFirst)
  if (client !== 'tsh') return own
  return [
    ...(identity === undefined ? [] : ['--identity', identity]),
    ...(proxy === undefined ? [] : ['--proxy', proxy]),
    ...own,
  ]
}

/** An option belongs to the program before its colon, as `ssh:-p2222`; without one to the first client. */
const ownOptions = (
  { 'client-option': given }: GenerateTeleportOptions,
  program: Client | 'tctl',
  isFirst: boolean,
): readonly string[] =>
  given.flatMap(text => {
    const [, of, option = ''] = /^(tctl|tsh|ssh|kubectl):(.*)$/s.exec(text) ?? []
    if (of === undefined) return isFirst ? [text] : []
    return of === program ? [option] : []
  })

/** What is no name of a kind would reach tctl as something else: a flag, or `all`, which prints secrets. */
function kinds(lists: readonly string[]): readonly string[] {
  const names = lists.flatMap(list => list.split(',')).filter(name => name !== '')
  const odd = names.find(name => !isKindName(name))
  if (odd !== undefined)
    throw failure(`"${odd}" is no kind of objects.`, 'Kinds are called as for tctl get: user, role, node.')
  return names
}

/** A name that a client would take for an option is refused. */
function word(text: string, option: string): string {
  if (!/^[A-Za-z0-9_][\w.@+-]*$/.test(text)) throw failure(`${option} needs a plain name, not "${text}".`)
  return text
}

/** A file with a name a line, where there is such a file; else names with commas. */
function nodesIn(text: string): readonly string[] {
  const isFile = isFileHere(text)
  const names = (isFile ? readSmall(text, 'list of nodes').toString('utf8').split('\n') : text.split(','))
    .map(name => name.replace(/#.*$/, '').trim())
    .filter(name => name !== '')
  const odd = names.find(name => !/^[\w@][\w.@:/[\]+-]*$/.test(name))
  if (odd !== undefined)
    throw failure(
      `"${odd}" is no name of a host.`,
      isFile ? `It stands in ${text}, which needs one name a line.` : undefined,
    )
  return names
}

function isFileHere(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}

const smallestKey = 16

function keyIn(path: string): Buffer {
  const key = readSmall(path, 'key')
  if (key.length < smallestKey) throw failure(`The key in ${path} is shorter than ${smallestKey} bytes.`)
  return key
}

const largestFile = 16 * 1024 * 1024

function readSmall(path: string, what: string): Buffer {
  try {
    if (statSync(path).size > largestFile) throw new Error('it is too large')
    return readFileSync(path)
  } catch (error) {
    throw failure(`Cannot read the ${what} from ${path}: ${systemReason(error)}`)
  }
}

function sizeOf(text: string): number {
  const [, count, unit = ''] = /^(\d{1,12})([kmg]?)(?:i?b)?$/i.exec(text) ?? []
  if (count === undefined) throw failure(`--max-size needs a size such as 200M or 2G, not "${text}".`)
  return Number(count) * ({ k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[unit.toLowerCase()] ?? 1)
}
