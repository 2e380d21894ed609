// The entries a packet of a recognised layout should have, and whether this server's configuration makes them due.
import type { Condition, EntryGroup, EntrySpec, NamedEntries } from '../packet/layout-definition.js'
import type { DocumentKind, Expectation } from '../packet/layout-types.js'
import type { Recognised } from '../packet/layout.js'
import { entriesOf, namedEntriesOf } from '../packet/layout.js'
import type { Documents } from './index.js'
import { isMap, valueAt } from './shape.js'

/** An entry that should or may be there. */
export interface WantedEntry {
  /** Name with its folder. */
  readonly name: string
  /** Names that count as this entry, without folder. */
  readonly baseNames: readonly string[]
  readonly kind: DocumentKind
  readonly node: string | undefined
  readonly expectation: Exclude<Expectation, 'none'>
  readonly due: Due
  readonly group: EntryGroup | undefined
  readonly createdLate: boolean
  readonly failure: RegExp | undefined
}

/** Whether the server writes it. */
export type Due =
  | { readonly kind: 'yes' }
  | { readonly kind: 'no'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string }

export function wantedEntries(recognised: Recognised, documents: Documents): readonly WantedEntry[] {
  const { definition, version } = recognised
  if (version === undefined) return []
  const nodes = nodesWithEntries(recognised)
  const listed = entriesOf(definition, version).flatMap(spec =>
    spec.scope === 'cluster'
      ? [fromSpec(spec, undefined, documents)]
      : nodes.map(node => fromSpec(spec, node, documents)),
  )
  const named = nodes.flatMap(node =>
    namedEntriesOf(definition, version).flatMap(setting => fromSetting(setting, node, documents)),
  )
  return uniqueByName([...listed, ...named])
}

/** Before node folders came, only the files of the node that made the packet are known by name. */
function nodesWithEntries({ layout, generation }: Recognised): readonly string[] {
  if (generation?.nodeFolders !== true) return ['']
  return layout.clustered ? layout.nodes.filter(node => node !== '') : ['']
}

function fromSpec(spec: EntrySpec, node: string | undefined, documents: Documents): WantedEntry {
  return {
    name: inFolder(node, spec.name),
    baseNames: [spec.name, ...(spec.otherNames ?? [])],
    kind: spec.kind,
    node,
    expectation: spec.expectation,
    due: dueBy(spec.condition, documents, node),
    group: spec.group,
    createdLate: spec.createdLate ?? false,
    failure: spec.failure,
  }
}

function dueBy(condition: Condition | undefined, documents: Documents, node: string | undefined): Due {
  if (condition === undefined) return { kind: 'yes' }
  const value = valueAt(configOf(documents, node), condition.setting)
  if (value === condition.equals) return { kind: 'yes' }
  if (value !== undefined) return { kind: 'no', reason: condition.otherwise }
  return { kind: 'unknown', reason: `the packet does not say whether ${condition.setting.join('.')} is set` }
}

/** The node's configuration, or that of the first node for what the whole cluster shares. */
function configOf(documents: Documents, node: string | undefined): unknown {
  return (documents.get('config', node) ?? documents.of('config')[0])?.value
}

/** Files of log targets. Whether one exists already is not known: it comes into being with its first line. */
function fromSetting(setting: NamedEntries, node: string, documents: Documents): readonly WantedEntry[] {
  const targets = valueAt(configOf(documents, node), setting.setting)
  if (!isMap(targets)) return []
  return Object.values(targets).flatMap(target => {
    const file = valueAt(target, setting.file)
    if (valueAt(target, setting.when.path) !== setting.when.equals || typeof file !== 'string') return []
    const base = file.split(/[\\/]/).at(-1) ?? ''
    if (base === '') return []
    return [
      {
        name: inFolder(node, base),
        baseNames: [base],
        kind: setting.kind(base),
        node,
        expectation: 'conditional',
        due: { kind: 'yes' },
        group: setting.group,
        createdLate: true,
        failure: undefined,
      } satisfies WantedEntry,
    ]
  })
}

function inFolder(node: string | undefined, base: string): string {
  return node === undefined || node === '' ? base : `${node}/${base}`
}

function uniqueByName(wanted: readonly WantedEntry[]): readonly WantedEntry[] {
  return [...new Map([...wanted].reverse().map(one => [one.name, one])).values()].reverse()
}
