// Facts of certificate authorities: rotations that wait to be finished, hosts that did not follow, keys that end, and pins
// that hosts have and the cluster does not.
import { valueAt } from '../../documents/shape.js'
import type { ResourceOf } from '../../documents/teleport/resource-shapes.js'
import type { TeleportConfig } from '../../documents/teleport/config.js'
import { asText } from '../reading.js'
import type { Derived, FactInput } from '../types.js'
import { defineFact } from '../types.js'
import { certificateOf } from './resource-certificates.js'
import type { Certificate } from './resource-certificates.js'
import { dumpedHosts } from './resource-hosts.js'
import { judgeEach, listOf, wholeListOf } from './resource-index.js'
import type { Placed } from './resource-index.js'
import { listedHosts, presences, takenAt } from './resource-presence.js'
import { durationOf, spanWords, timeOf, whenWords } from './resource-times.js'
import { documentOf } from './source.js'

type Authority = Placed<ResourceOf<'cert_authority'>>

const typeOf = ({ value }: Authority): string => value.spec?.type ?? value.sub_kind ?? 'unknown'

/** Words for `host CA of teleport.example.com`. */
const caName = (authority: Authority): string => `${typeOf(authority)} CA of ${authority.name}`

export interface Rotation {
  /** Type and cluster: `host CA of teleport.example.com`. */
  readonly ca: string
  readonly type: string
  readonly phase: string
  readonly mode: string
  readonly started: string
  /** Time since it started, in words; empty where that is not known. */
  readonly age: string
  /** End of its grace period. */
  readonly ends: string
  /** Time since that end, in words; empty while it has not come. */
  readonly overdue: string
}

const rotations = defineFact<readonly Rotation[]>({
  id: 'teleport.ca.rotations',
  title:
    'Rotations of certificate authorities that are not finished, each {ca, type, phase, mode, started, age, ends, overdue (empty before its end)}',
  scope: 'packet',
  derive: input =>
    judgeEach(listOf(input, 'cert_authority'), authority =>
      isRotating(authority)
        ? { value: rotationOf(authority, takenAt(input)), from: [authority.at('spec', 'rotation', 'phase')] }
        : undefined,
    ),
})

/** A phase without a state is how a list of fewer fields says it. */
function isRotating({ value }: Authority): boolean {
  const { state, phase } = value.spec?.rotation ?? {}
  return (
    state === 'in_progress' ||
    (state === undefined && phase !== undefined && !['', 'standby'].includes(phase))
  )
}

function rotationOf(authority: Authority, takenMs: number | undefined): Rotation {
  const { phase, mode, started, grace_period: grace } = authority.value.spec?.rotation ?? {}
  const startedMs = timeOf(started)
  const endsMs = startedMs === undefined ? undefined : startedMs + (durationOf(grace) ?? 0)
  const isOver = endsMs !== undefined && takenMs !== undefined && endsMs < takenMs
  return {
    ca: caName(authority),
    type: typeOf(authority),
    phase: phase ?? 'unknown',
    mode: mode ?? 'unknown',
    started: startedMs === undefined ? 'an unknown time' : whenWords(startedMs),
    age: startedMs === undefined || takenMs === undefined ? '' : spanWords(takenMs - startedMs),
    ends: endsMs === undefined ? 'an unknown time' : whenWords(endsMs),
    overdue: isOver ? spanWords(takenMs - endsMs) : '',
  }
}

export interface LaggingHost {
  readonly name: string
  readonly id: string
  readonly phase: string
}

/** Phases in which every host has to take part; before, they need not know of the rotation. */
const sharedPhases: ReadonlySet<string> = new Set(['update_clients', 'update_servers', 'rollback'])

const lagging = defineFact<readonly LaggingHost[]>({
  id: 'teleport.ca.lagging_hosts',
  title:
    'Hosts that are not in the phase of the running rotation of the host CA, each {name, id, phase}; hosts lose the cluster when it goes on without them',
  scope: 'packet',
  derive(input) {
    const own = hostAuthority(input)
    const all = input.fact(presences)
    if (own === undefined || all === undefined) return undefined
    const { phase = '', current_id: currentId = '' } = own.value.spec?.rotation ?? {}
    if (!isRotating(own) || !sharedPhases.has(phase)) return { value: [], from: [] }
    const behind = all.value.filter(
      ({ rotation, agentless, id }) =>
        !agentless && id !== '' && (rotation.phase !== phase || rotation.currentId !== currentId),
    )
    return {
      value: behind.map(({ hostname: name, id, rotation }) => ({
        name,
        id,
        phase: rotation.phase || 'standby',
      })),
      from: [
        ...behind.slice(0, 3).map(({ at }) => at('spec', 'rotation')),
        own.at('spec', 'rotation', 'phase'),
      ],
    }
  },
})

/** The host CA of this cluster; those of leaf clusters are listed with it, under their own names. */
function hostAuthority(input: FactInput): Authority | undefined {
  const list = listOf(input, 'cert_authority')
  const own = list?.find(authority => typeOf(authority) === 'user')?.name
  return list?.find(
    authority => typeOf(authority) === 'host' && (own === undefined || authority.name === own),
  )
}

/** The first TLS certificate of each authority, where one can be read. */
const certificates = defineFact<
  readonly { readonly authority: Authority; readonly certificate: Certificate }[]
>({
  id: 'teleport.ca.certificates',
  title: 'Certificates of the authorities',
  scope: 'packet',
  derive(input) {
    const list = listOf(input, 'cert_authority')
    const found = list?.flatMap(authority => {
      const certificate = certificateOf(authority.value.spec?.active_keys?.tls?.[0]?.cert)
      return certificate === undefined ? [] : [{ authority, certificate }]
    })
    return found && { value: found, from: [] }
  },
})

export interface EndingAuthority {
  readonly ca: string
  readonly at: string
  /** Time until or since then, in words. */
  readonly span: string
}

function authoritiesWhere(
  input: FactInput,
  choose: (certificate: Certificate, takenMs: number) => number | undefined,
): Derived<readonly EndingAuthority[]> | undefined {
  const takenMs = takenAt(input)
  if (takenMs === undefined) return undefined
  return judgeEach(input.fact(certificates)?.value, ({ authority, certificate }) => {
    const ms = choose(certificate, takenMs)
    if (ms === undefined) return undefined
    return {
      value: { ca: caName(authority), at: whenWords(ms), span: spanWords(ms - takenMs) },
      from: [authority.at('spec', 'active_keys')],
    }
  })
}

const halfYearMs = 180 * 86_400_000

const expired = defineFact<readonly EndingAuthority[]>({
  id: 'teleport.ca.expired',
  title: 'Certificate authorities whose own certificate is over, each {ca, at, span}',
  scope: 'packet',
  derive: input =>
    authoritiesWhere(input, ({ notAfterMs }, takenMs) => (notAfterMs < takenMs ? notAfterMs : undefined)),
})

const ending = defineFact<readonly EndingAuthority[]>({
  id: 'teleport.ca.ending',
  title: 'Certificate authorities whose own certificate is over within half a year, each {ca, at, span}',
  scope: 'packet',
  derive: input =>
    authoritiesWhere(input, ({ notAfterMs }, takenMs) =>
      notAfterMs >= takenMs && notAfterMs - takenMs < halfYearMs ? notAfterMs : undefined,
    ),
})

const notYet = defineFact<readonly EndingAuthority[]>({
  id: 'teleport.ca.not_yet_valid',
  title:
    'Certificate authorities whose own certificate is not valid yet at the time of the dump, each {ca, at, span}',
  scope: 'packet',
  derive: input =>
    authoritiesWhere(input, ({ notBeforeMs }, takenMs) => (notBeforeMs > takenMs ? notBeforeMs : undefined)),
})

const leftovers = defineFact<readonly string[]>({
  id: 'teleport.ca.extra_keys',
  title: 'Certificate authorities that trust further keys although no rotation is running',
  scope: 'packet',
  derive: input =>
    judgeEach(listOf(input, 'cert_authority'), authority => {
      const { ssh = [], tls = [], jwt = [] } = authority.value.spec?.additional_trusted_keys ?? {}
      return isRotating(authority) || ssh.length + tls.length + jwt.length === 0
        ? undefined
        : { value: caName(authority), from: [authority.at('spec', 'additional_trusted_keys')] }
    }),
})

const privateKeys = defineFact<readonly string[]>({
  id: 'teleport.ca.private_keys',
  title: 'Certificate authorities whose private keys are in the dump',
  scope: 'packet',
  derive: input =>
    judgeEach(listOf(input, 'cert_authority'), authority => {
      const { ssh = [], tls = [], jwt = [] } = authority.value.spec?.active_keys ?? {}
      const held = [...ssh, ...jwt].map(key => key.private_key).concat(tls.map(({ key }) => key))
      return held.some(isSecret)
        ? { value: caName(authority), from: [authority.at('spec', 'active_keys')] }
        : undefined
    }),
})

/** Something that is neither empty nor blanked. */
export const isSecret = (text: string | undefined): boolean =>
  text !== undefined && text.trim() !== '' && !/^\*+$|redacted|^secret-/i.test(text.trim())

/** Pins of this cluster: of its host CA, and during a rotation of the other key as well. */
const pins = defineFact<ReadonlySet<string>>({
  id: 'teleport.ca.pins',
  title: 'Pins of the host CA',
  scope: 'packet',
  derive(input) {
    const own = hostAuthority(input)
    if (own === undefined) return undefined
    const { active_keys: active, additional_trusted_keys: more } = own.value.spec ?? {}
    const all = [...(active?.tls ?? []), ...(more?.tls ?? [])].flatMap(
      ({ cert }) => certificateOf(cert)?.pin ?? [],
    )
    return all.length === 0 ? undefined : { value: new Set(all), from: [own.at('spec', 'active_keys')] }
  },
})

export interface WrongPin {
  readonly name: string
  readonly pin: string
  /** It is in the cluster already, and will notice when it has to join again. */
  readonly joined: boolean
}

const wrongPins = defineFact<readonly WrongPin[]>({
  id: 'teleport.ca.wrong_pins',
  title: 'Hosts of this cluster whose ca_pin is none of the pins of its host CA, each {name, pin, joined}',
  scope: 'packet',
  derive(input) {
    const known = input.fact(pins)
    const hosts = input.fact(dumpedHosts)
    if (known === undefined || hosts === undefined) return undefined
    const listed = input.fact(listedHosts)?.value
    const found = hosts.value.flatMap(({ name, id, node, foreign }) => {
      const document = documentOf<TeleportConfig>(input, 'teleport-config', node)
      const held = document === undefined || foreign ? [] : pinsIn(document.value)
      if (document === undefined || held.length === 0 || held.some(pin => known.value.has(pin))) return []
      const value = { name, pin: `${(held[0] ?? '').slice(0, 19)}…`, joined: listed?.has(id) ?? false }
      return [{ value, from: [input.at(document, ['teleport', 'ca_pin']), ...known.from] }]
    })
    return { value: found.map(({ value }) => value), from: found.flatMap(({ from }) => from) }
  },
})

/** Pins that stand in the file; paths of files with pins tell nothing. */
function pinsIn(config: TeleportConfig): readonly string[] {
  const held = valueAt(config, ['teleport', 'ca_pin'])
  const list: readonly unknown[] = Array.isArray(held) ? held : [held]
  return list.flatMap(pin => {
    const text = asText(pin)?.toLowerCase()
    return text !== undefined && /^sha256:[0-9a-f]{8,64}$/.test(text) ? [text] : []
  })
}

const missingTypes = defineFact<readonly string[]>({
  id: 'teleport.ca.missing_types',
  title: 'Certificate authorities that every cluster has and this one does not list: host, user',
  scope: 'packet',
  derive(input) {
    const list = wholeListOf(input, 'cert_authority')
    if (list === undefined || list.length === 0) return undefined
    const there = new Set(list.map(typeOf))
    return { value: ['host', 'user'].filter(type => !there.has(type)), from: [] }
  },
})

export const authorityFacts = [
  rotations,
  lagging,
  expired,
  ending,
  notYet,
  leftovers,
  privateKeys,
  wrongPins,
  missingTypes,
]
