// How hosts and people come into a Teleport cluster: join tokens, certificate authorities, connectors.
import { timeOf } from '../../facts/teleport/resource-times.js'
import type { Facts } from '../../facts/index.js'
import type { Cell, TableColumn, TableView } from '../types.js'
import { emptyWords, mostRows, none, objectRow, objectsOf, tableOf, words, type ObjectOf } from './rows.js'

const tokenColumns: readonly TableColumn[] = [
  { id: 'name', title: 'Token', kind: 'code', main: true },
  { id: 'roles', title: 'Lets in', kind: 'text', main: true },
  { id: 'method', title: 'Method', kind: 'text', choices: true },
  { id: 'state', title: 'State', kind: 'text', choices: true },
  { id: 'until', title: 'Until', kind: 'time' },
  { id: 'bot', title: 'Bot', kind: 'text' },
]

export function tokensTable(facts: Facts, takenMs: number | undefined): TableView {
  const start = {
    id: 'tokens',
    title: 'Tokens',
    columns: tokenColumns,
    says: 'The name of a token of method "token" is a secret: only its beginning is shown.',
    empty: emptyWords(facts, 'token', 'join tokens'),
  }
  return tableOf(start, objectsOf(facts, 'token'), (token, position) => {
    const { spec, metadata } = token.value
    const method = spec?.join_method || 'token'
    const untilMs = timeOf(metadata?.expires)
    const name = method === 'token' ? beginning(token.name) : token.name
    const state = tokenState(untilMs, takenMs)
    const row = objectRow(
      { ...token, name },
      [name, words(spec?.roles), method, state, untilMs ?? null, spec?.bot_name || none],
      position,
      state === 'over' ? 'info' : undefined,
    )
    return row
  })
}

function tokenState(untilMs: number | undefined, takenMs: number | undefined): Cell {
  if (untilMs === undefined) return 'never ends'
  if (takenMs === undefined) return null
  return untilMs < takenMs ? 'over' : 'in force'
}

const beginning = (secret: string): string => (secret.length > 8 ? `${secret.slice(0, 4)}…` : '…')

const authorityColumns: readonly TableColumn[] = [
  { id: 'type', title: 'Authority', kind: 'text', choices: true, main: true },
  { id: 'cluster', title: 'Cluster', kind: 'text', choices: true, main: true },
  { id: 'rotation', title: 'Rotation', kind: 'text', choices: true },
  { id: 'phase', title: 'Phase', kind: 'text' },
  { id: 'last', title: 'Last rotated', kind: 'time' },
  { id: 'keys', title: 'Keys', kind: 'number' },
  { id: 'extra', title: 'Keys also trusted', kind: 'number' },
]

export function authoritiesTable(facts: Facts): TableView {
  const start = {
    id: 'authorities',
    title: 'Authorities',
    columns: authorityColumns,
    empty: emptyWords(facts, 'cert_authority', 'certificate authorities'),
  }
  return tableOf(start, objectsOf(facts, 'cert_authority'), (authority, position) => {
    const { spec = {} } = authority.value
    const state = spec.rotation?.state || 'none so far'
    return objectRow(
      authority,
      [
        spec.type ?? authority.value.sub_kind ?? null,
        spec.cluster_name ?? authority.name,
        state,
        spec.rotation?.phase || none,
        timeOf(spec.rotation?.last_rotated) ?? null,
        keyCount(spec.active_keys),
        keyCount(spec.additional_trusted_keys),
      ],
      position,
      state === 'in_progress' ? 'warning' : undefined,
    )
  })
}

type Keys = NonNullable<ObjectOf<'cert_authority'>['value']['spec']>['active_keys']

function keyCount(keys: Keys): Cell {
  if (keys === undefined) return null
  return (keys.ssh?.length ?? 0) + (keys.tls?.length ?? 0) + (keys.jwt?.length ?? 0)
}

const connectorColumns: readonly TableColumn[] = [
  { id: 'name', title: 'Connector', kind: 'text', main: true },
  { id: 'kind', title: 'Kind', kind: 'text', choices: true, main: true },
  { id: 'provider', title: 'Provider', kind: 'code' },
  { id: 'redirect', title: 'Comes back to', kind: 'code' },
  { id: 'maps', title: 'Maps to roles', kind: 'code' },
]

export function connectorsTable(facts: Facts): TableView {
  const start = {
    id: 'connectors',
    title: 'Connectors',
    columns: connectorColumns,
    empty: emptyWords(facts, 'connectors', 'connectors'),
  }
  const rows = [
    ...objectsOf(facts, 'saml').map((one, position) => objectRow(one, samlCells(one), position)),
    ...objectsOf(facts, 'oidc').map((one, position) => objectRow(one, oidcCells(one), position)),
    ...objectsOf(facts, 'github').map((one, position) => objectRow(one, githubCells(one), position)),
  ]
  const named = rows.map((row, position) => ({ ...row, id: `${row.id} ${position}` }))
  return { ...start, rows: named.slice(0, mostRows) }
}

function samlCells({ name, value: { spec = {} } }: ObjectOf<'saml'>): readonly Cell[] {
  const provider = spec.issuer || spec.entity_descriptor_url || null
  return [name, 'saml', provider, spec.acs ?? null, mappings(spec.attributes_to_roles)]
}

function oidcCells({ name, value: { spec = {} } }: ObjectOf<'oidc'>): readonly Cell[] {
  const { redirect_url: to } = spec
  const redirect = Array.isArray(to) ? words(to.map(String)) : typeof to === 'string' ? to : null
  return [name, 'oidc', spec.issuer_url ?? null, redirect, mappings(spec.claims_to_roles)]
}

function githubCells({ name, value: { spec = {} } }: ObjectOf<'github'>): readonly Cell[] {
  const maps = (spec.teams_to_roles ?? []).map(
    ({ organization = '', team = '', roles = [] }) => `${organization}/${team}: ${roles.join(', ')}`,
  )
  return [
    name,
    'github',
    spec.endpoint_url || 'https://github.com',
    spec.redirect_url ?? null,
    maps.join('\n') || none,
  ]
}

interface Mapping {
  readonly name?: string
  readonly claim?: string
  readonly value?: string
  readonly roles?: readonly string[]
}

function mappings(list: readonly Mapping[] | undefined): Cell {
  const texts = (list ?? []).map(
    ({ name, claim, value = '', roles = [] }) => `${name ?? claim ?? ''}=${value}: ${roles.join(', ')}`,
  )
  return texts.join('\n') || none
}
