// Facts of one Teleport process: its name, roles, version, whether it runs, and what it answers.
import type { HttpAnswer, TeleportHttp } from '../../documents/teleport/http.js'
import type { TeleportCommand } from '../../documents/teleport/command.js'
import type { TeleportKeys } from '../../documents/teleport/keys.js'
import type { NodeErrorReason, TeleportNodeError } from '../../documents/teleport/node-error.js'
import type { Document } from '../../documents/types.js'
import { isOn } from '../../documents/teleport/config-check.js'
import { rolesByService } from '../../documents/teleport/config-keys.js'
import { tolerantVersion } from '../../packet/layout.js'
import { asFlag, asNumber, asRecord, asText, asTimeMs, readAt } from '../reading.js'
import { sourceOfEntry } from '../source.js'
import type { Derived, FactInput } from '../types.js'
import { defineFact } from '../types.js'
import { atPath, documentOf, ofDocument } from './source.js'

/** `04fe8be0-09b6-4cad-8bfa-dc94cb886f45` → `04fe8be0`: enough to find it again. */
const shortId = (node: string): string => (/^[0-9a-f]{8}-[0-9a-f-]{27}/.test(node) ? node.slice(0, 8) : node)

export const nodeName = defineFact<string>({
  id: 'teleport.node.name',
  title: 'Host name of the instance, else its nodename, else the start of its UUID',
  scope: 'node',
  derive(input) {
    const spots = [
      ['teleport-identity', ['hostname']],
      ['teleport-config', ['teleport', 'nodename']],
    ] as const
    for (const [kind, path] of spots) {
      const document = documentOf(input, kind)
      const found = document && readAt(input, document, path, asText)
      if (found !== undefined) return found
    }
    // Every document of a dump lies in the folder of its process; other packets have no Teleport documents.
    if (input.inventory.layout?.product !== 'teleport') return undefined
    return { value: input.node === '' ? 'The instance' : shortId(input.node), from: [] }
  },
})

/** Names as the marker files and `--roles` call the services: auth, proxy, node, app, db, kube, windowsdesktop, discovery. */
export const nodeRoles = defineFact<readonly string[]>({
  id: 'teleport.node.roles',
  title: 'Services of the instance: auth, proxy, node, app, db, kube, windowsdesktop, discovery',
  scope: 'node',
  derive: input => markedRoles(input) ?? statedRoles(input) ?? orderedRoles(input) ?? configuredRoles(input),
})

function markedRoles({ inventory, node }: FactInput): Derived<readonly string[]> | undefined {
  const markers = inventory.items.filter(item => item.kind === 'teleport-role' && item.node === node)
  if (markers.length === 0) return undefined
  return {
    value: markers.map(({ name }) => name.slice(name.lastIndexOf('.') + 1)),
    from: markers.map(({ name }) => sourceOfEntry(name, node)),
  }
}

function statedRoles(input: FactInput): Derived<readonly string[]> | undefined {
  const document = documentOf(input, 'teleport-identity')
  return document && readAt(input, document, ['roles'], asNames)
}

function asNames(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value.map(String) : undefined
}

function orderedRoles(input: FactInput): Derived<readonly string[]> | undefined {
  const document = documentOf<TeleportCommand>(input, 'teleport-command')
  const roles = document?.value.flags.roles
  if (document === undefined || typeof roles !== 'string') return undefined
  return { value: roles.split(/[, ]+/).filter(role => role !== ''), from: [input.at(document, ['flags'])] }
}

function configuredRoles(input: FactInput): Derived<readonly string[]> | undefined {
  const document = documentOf(input, 'teleport-config')
  if (document === undefined) return undefined
  const on = Object.keys(rolesByService).filter(service => isOn(document.value, service))
  return {
    value: on.map(service => rolesByService[service] ?? service),
    from: on.map(service => input.at(document, [service])),
  }
}

export const nodeVersion = atPath<string>(
  'teleport.node.version',
  'Version of the instance, as 11.0.0-dev',
  'teleport-identity',
  ['version'],
  value => /\d+(?:\.\d+)+[-+.\w]*/.exec(String(value).slice(0, 200))?.[0],
)

/** The first number of the version; 11 for 11.0.0-dev. */
export const nodeMajor = atPath<number>(
  'teleport.node.major',
  'Major version of the instance',
  'teleport-identity',
  ['version'],
  value => {
    const version = tolerantVersion(value)
    return version === undefined ? undefined : Number(version.split('.')[0])
  },
)

export const nodeRunning = atPath<boolean>(
  'teleport.node.running',
  'Whether the process ran when the dump was made',
  'teleport-identity',
  ['running'],
  asFlag,
)

const exitCode = atPath<number>(
  'teleport.node.exit_code',
  'Exit code of a process that had ended; negative for the signal that killed it',
  'teleport-identity',
  ['exit_code'],
  asNumber,
)

const signals: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  6: 'SIGABRT',
  7: 'SIGBUS',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  15: 'SIGTERM',
}

/** Shells add 128 to the number of a signal. */
function endOf(code: number): string {
  const signal = code < 0 ? -code : code > 128 && code < 160 ? code - 128 : undefined
  if (signal !== undefined) return `it was killed by ${signals[signal] ?? `signal ${signal}`}`
  return code === 0 ? 'it ended by itself, without an error' : `it ended with exit code ${code}`
}

export const nodeEnd = defineFact<string>({
  id: 'teleport.node.end',
  title: 'How a process ended that does not run any more, as a clause; absent while it runs',
  scope: 'node',
  derive(input) {
    const running = input.fact(nodeRunning)
    if (running?.value !== false) return undefined
    const code = input.fact(exitCode)
    return code === undefined
      ? { value: 'nothing tells how it ended', from: running.from }
      : { value: endOf(code.value), from: [...running.from, ...code.from] }
  },
})

export const collectedMs = atPath<number>(
  'teleport.node.collected_ms',
  'When the files of the instance were collected, in epoch milliseconds',
  'teleport-identity',
  ['collected_at'],
  asTimeMs,
)

const startedMs = atPath<number>(
  'teleport.node.started_ms',
  'When the process started, in epoch milliseconds',
  'teleport-identity',
  ['started_at'],
  asTimeMs,
)

const uptime = defineFact<number>({
  id: 'teleport.node.uptime_seconds',
  title:
    'How long the process had been running when its files were collected, in seconds; absent when it did not run',
  scope: 'node',
  derive(input) {
    const [started, collected] = [input.fact(startedMs), input.fact(collectedMs)]
    if (started === undefined || collected === undefined || input.fact(nodeRunning)?.value === false)
      return undefined
    const seconds = (collected.value - started.value) / 1000
    return seconds < 0
      ? undefined
      : { value: Math.round(seconds), from: [...started.from, ...collected.from] }
  },
})

/** States of the process, by the texts and codes that /readyz answers with. */
type Readiness = 'ok' | 'degraded' | 'recovering' | 'starting' | 'no answer'

const readinessTexts: readonly (readonly [RegExp, Readiness])[] = [
  [/^ok\b/i, 'ok'],
  [/is recovering/i, 'recovering'],
  [/is in a degraded/i, 'degraded'],
  [/is starting|hasn't joined/i, 'starting'],
]

export const readiness = defineFact<Readiness>({
  id: 'teleport.node.readiness',
  title: 'Answer of /readyz: ok, degraded, recovering, starting, or no answer where nothing listens',
  scope: 'node',
  derive: input => statedReadiness(input) ?? answeredReadiness(input),
})

function statedReadiness(input: FactInput): Derived<Readiness> | undefined {
  const document = input.documents
    .of('teleport-health')
    .find(({ node, entry }) => node === input.node && entry.endsWith('readyz.json'))
  const status = document && asText(asRecord(document.value)?.status)
  const state = readinessTexts.find(([pattern]) => pattern.test(status ?? ''))?.[1]
  return document === undefined || state === undefined
    ? undefined
    : { value: state, from: [input.at(document, ['status'])] }
}

function answeredReadiness(input: FactInput): Derived<Readiness> | undefined {
  const document = documentOf<TeleportHttp>(input, 'teleport-http')
  const answer: HttpAnswer | undefined = document?.value['/readyz']
  if (document === undefined || answer === undefined) return undefined
  const state = { 0: 'no answer', 200: 'ok', 503: 'degraded', 400: 'recovering' }[answer.code] as
    Readiness | undefined
  return state === undefined ? undefined : { value: state, from: [input.at(document, ['/readyz'])] }
}

const silent = ofDocument<TeleportHttp, boolean>(
  'teleport.node.silent',
  'Whether no diagnostic endpoint of the instance answered at all',
  'teleport-http',
  answers => {
    const paths = Object.keys(answers)
    return paths.length === 0
      ? undefined
      : { value: paths.every(path => answers[path]?.code === 0), paths: paths.map(path => [path]) }
  },
)

/** A dump holds node.error only for an instance that could not be collected: with other files and without it, it was. */
const notCollected = defineFact<NodeErrorReason | ''>({
  id: 'teleport.node.not_collected',
  title:
    'Why the files of the instance could not be collected: no tunnel, connection refused, timeout, access denied, lock in force, debug service unreachable, not supported, unknown; empty where they were',
  scope: 'node',
  derive(input) {
    const document = documentOf<TeleportNodeError>(input, 'teleport-node-error')
    if (document !== undefined) return { value: document.value.reason, from: [input.at(document, [])] }
    const other = input.documents.all.find(({ node }) => node === input.node && node !== '')
    return other && { value: '', from: [input.at(other, [])] }
  },
})

/** Agents keep an identity for each service under `/ids/<role>/current`, once they have joined. */
const identities = defineFact<readonly string[]>({
  id: 'teleport.node.identities',
  title: 'Services of the instance that have a stored identity: those that joined a cluster once',
  scope: 'node',
  derive(input) {
    const document = input.documents
      .of('teleport-keys')
      .find(({ node, entry }) => node === input.node && entry.endsWith('sqlite.sql')) as
      Document<TeleportKeys> | undefined
    if (document === undefined) return undefined
    const found = document.value.flatMap(({ key }, index) => {
      const role = /^\/ids\/([a-z_]{2,40})\/current$/.exec(key)?.[1]
      return role === undefined ? [] : [{ role, index }]
    })
    return {
      value: found.map(({ role }) => role),
      from:
        found.length === 0 ? [input.at(document, [])] : found.map(({ index }) => input.at(document, [index])),
    }
  },
})

/** curl ends with 28 when a connection was made and no answer came. */
const timedOut = 28

const unanswered = ofDocument<TeleportHttp, boolean>(
  'teleport.node.unanswered',
  'Whether every diagnostic request of the instance timed out: it takes connections and answers none',
  'teleport-http',
  answers => {
    const paths = Object.keys(answers)
    return paths.length === 0
      ? undefined
      : {
          value: paths.every(path => answers[path]?.curl_exit === timedOut),
          paths: paths.map(path => [path]),
        }
  },
)

export const nodeFacts = [
  nodeName,
  nodeRoles,
  nodeVersion,
  nodeMajor,
  nodeRunning,
  exitCode,
  nodeEnd,
  startedMs,
  collectedMs,
  uptime,
  readiness,
  silent,
  unanswered,
  notCollected,
  identities,
]
