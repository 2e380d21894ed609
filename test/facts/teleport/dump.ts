// Facts of a Teleport dump made of a few files: through the real reader, layout and inventory, so that names count.
import { deriveFacts } from '../../../analyzer/facts/index.js'
import type { Facts } from '../../../analyzer/facts/index.js'
import { packetOf } from '../../../analyzer/packet/memory.js'
import { readPacket } from '../../documents/read.js'

/** Entry name → text; anything else is written as JSON, which is YAML too. */
export type Files = Readonly<Record<string, unknown>>

/** When the dumps of these tests were made. */
export const taken = '2026-11-21T09:00:00Z'

/** A time so many minutes after the dump was made; negative for before. */
export const minutesLater = (minutes: number): string =>
  new Date(Date.parse(taken) + minutes * 60_000).toISOString()

/** A dump that does not say when it was made. */
export const untimed = ''

export async function factsOfDump(files: Files, generatedAt = taken): Promise<Facts> {
  const texts = Object.entries(files).map(
    ([name, content]) =>
      [name, typeof content === 'string' ? content : `${JSON.stringify(content, undefined, 1)}\n`] as const,
  )
  const { documents, inventory } = await readPacket(packetOf(Object.fromEntries(texts)))
  return deriveFacts({
    nodes: inventory.layout?.nodes ?? [''],
    documents,
    inventory,
    logs: undefined,
    generatedAtMs: generatedAt === untimed ? undefined : Date.parse(generatedAt),
  })
}

/** The value of one fact of the whole dump. */
export async function factOfDump(id: string, files: Files, generatedAt = taken): Promise<unknown> {
  const facts = await factsOfDump(files, generatedAt)
  return facts.get(id, '')?.value
}

/** Lists of `tctl get`, by kind. An empty list is an empty entry, as tctl writes it, and its error file says nothing. */
export function objects(lists: Readonly<Record<string, readonly unknown[]>>): Files {
  return Object.fromEntries(
    Object.entries(lists).flatMap(([kind, items]) => [
      [`objects/tctl_get_${kind}.yaml`, items.length === 0 ? '' : items],
      [`objects/tctl_get_${kind}.error`, ''],
    ]),
  )
}

/** A presence object such as tctl lists it. */
export function server(kind: string, name: string, spec: object = {}, metadata: object = {}): object {
  return {
    kind,
    version: 'v2',
    metadata: { name, expires: minutesLater(9), ...metadata },
    spec: { hostname: `host-${name.slice(0, 4)}`, version: '11.0.0', ...spec },
  }
}

export function role(name: string, spec: object = {}, version = 'v5'): object {
  return { kind: 'role', version, metadata: { name }, spec }
}

export function user(name: string, roles: readonly string[], spec: object = {}): object {
  return { kind: 'user', version: 'v2', metadata: { name }, spec: { roles, ...spec } }
}

/** Files of a host: what it is, and where it joins. */
export function host(uuid: string, roles: readonly string[], teleport: object = {}): Files {
  return {
    [`nodes/${uuid}/identity.json`]: {
      hostname: `host-${uuid.slice(0, 4)}`,
      host_uuid: uuid,
      version: 'Teleport v11.0.0',
    },
    [`nodes/${uuid}/teleport.yaml`]: { version: 'v2', teleport },
    ...Object.fromEntries(roles.map(one => [`nodes/${uuid}/role.${one}`, ''])),
  }
}

/** The answer of `tctl inventory status --connected`. */
export function inventoryOf(...ids: readonly string[]): Files {
  const rows = ids.map(id => `${id} Node     11.0.0     `)
  return {
    'objects/tctl_inventory.txt': [
      'ServerID                             Services Version    ',
      '------------------------------------ -------- ---------- ',
      ...rows,
      '',
    ].join('\n'),
  }
}

export const uuids = {
  auth: 'aaaaaaaa-0000-4000-8000-000000000001',
  proxy: 'bbbbbbbb-0000-4000-8000-000000000002',
  node: 'cccccccc-0000-4000-8000-000000000003',
  other: 'dddddddd-0000-4000-8000-000000000004',
} as const
