// How each `tctl get` of the dump ended. An empty list means "none" only when nothing speaks against it: it may have been
// refused, the version may not know the kind, or the server may have left out silently what the user may not see.
import type { ErrorFile, FailureReason } from '../../documents/teleport/error-file.js'
import type { Listing } from '../../documents/teleport/resource-table.js'
import type { Document } from '../../documents/types.js'
import type { InventoryItem } from '../../packet/layout-types.js'
import { sourceOfEntry } from '../source.js'
import type { FactInput, Source } from '../types.js'
import { defineFact } from '../types.js'

/**
 * `listed`: there are objects. `hidden`: none, but the user may not see all. `damaged`: the entry cannot be read whole.
 * `absent`: the entry was left out.
 */
export type ListOutcome =
  'listed' | 'none' | 'hidden' | 'damaged' | 'absent' | Exclude<FailureReason, 'note' | 'not-found'>

export interface AskedKind {
  readonly kind: string
  readonly outcome: ListOutcome
  /** What the program said; empty where it said nothing. */
  readonly message: string
  readonly error: ErrorFile | undefined
  readonly from: Source
}

/** Kinds of which the server silently lists only what the user's labels allow (measured with 11.0.0-dev). */
const filteredKinds: ReadonlySet<string> = new Set([
  'node',
  'db_server',
  'db',
  'app',
  'app_server',
  'kube_server',
  'kube_cluster',
  'windows_desktop',
])

const kindInName = /(?:^|\/)tctl_get_([a-z0-9_]+)\.(yaml|json|error)$/

/** Every kind that was asked for, with how it ended. */
export const askedFor = defineFact<readonly AskedKind[]>({
  id: 'teleport.resources.asked',
  title: 'Kinds that were asked for, each {kind, outcome, message}',
  scope: 'packet',
  derive(input) {
    const entries = entriesByKind(input)
    if (entries.size === 0) return undefined
    const told = [...entries].map(([kind, found]) => ended(input, kind, found))
    const isRestricted = told.some(({ outcome }) => outcome === 'denied')
    return {
      value: told.map(one => (isRestricted ? withDoubt(one) : one)),
      from: told.map(({ from }) => from),
    }
  },
})

interface Entries {
  readonly list: InventoryItem | undefined
  readonly error: InventoryItem | undefined
}

function entriesByKind({ inventory }: FactInput): ReadonlyMap<string, Entries> {
  const found = new Map<string, Entries>()
  for (const item of inventory.items) {
    const [, kind, form] = kindInName.exec(item.name) ?? []
    if (kind === undefined || item.entry === undefined) continue
    const known = found.get(kind) ?? { list: undefined, error: undefined }
    found.set(kind, form === 'error' ? { ...known, error: item } : { ...known, list: item })
  }
  return found
}

function ended(input: FactInput, kind: string, { list, error }: Entries): AskedKind {
  const said = error && documentNamed<ErrorFile>(input, error.name)?.value
  const item = said === undefined || list?.status === 'present' ? (list ?? error) : error
  return {
    kind,
    outcome: outcomeOf(input, kind, list, said),
    message: said?.message ?? '',
    error: said,
    from: sourceOfEntry(item?.name ?? '', undefined),
  }
}

function outcomeOf(
  input: FactInput,
  kind: string,
  list: InventoryItem | undefined,
  said: ErrorFile | undefined,
): ListOutcome {
  const hasObjects = list !== undefined && countIn(input, list.name) > 0
  const failed = exitCodeOf(input, kind) !== 0
  if (said !== undefined && failed && said.reason !== 'note') return failure(said.reason, hasObjects)
  if (list !== undefined && isDamaged(input, list)) return 'damaged'
  if (hasObjects) return 'listed'
  if (exitCodeOf(input, kind) !== undefined && failed) return 'other'
  return list === undefined ? 'absent' : 'none'
}

/** Not found is how tctl tells of the one object of a kind that is not set. What was listed before a failure is not all. */
function failure(reason: FailureReason, hasObjects: boolean): ListOutcome {
  if (hasObjects) return 'damaged'
  return reason === 'not-found' || reason === 'note' ? 'none' : reason
}

function withDoubt(asked: AskedKind): AskedKind {
  const isHidden = asked.outcome === 'none' && filteredKinds.has(asked.kind)
  return isHidden ? { ...asked, outcome: 'hidden' } : asked
}

function countIn(input: FactInput, entry: string): number {
  return documentNamed<{ readonly count: number }>(input, entry)?.value.count ?? 0
}

function isDamaged(input: FactInput, { name, status }: InventoryItem): boolean {
  if (status !== 'present' && status !== 'empty') return true
  return input.fact(lookup)?.value.damaged.has(name) ?? false
}

/** exit_codes.tsv has a row a kind; `undefined` where nobody wrote them down. */
const exitCodeOf = (input: FactInput, kind: string): number | undefined =>
  input.fact(exitCodes)?.value.get(kind)

const exitCodes = defineFact<ReadonlyMap<string, number>>({
  id: 'teleport.resources.exit_codes',
  title: 'Exit codes of tctl by kind',
  scope: 'packet',
  derive(input) {
    const listings = input.documents.of('teleport-listing') as readonly Document<Listing>[]
    const table = listings.find(({ entry }) => entry.endsWith('exit_codes.tsv'))
    if (table === undefined) return undefined
    const codes = table.value.rows.flatMap(({ cells }) => {
      const { kind, exit } = cells
      return kind === undefined || exit === undefined || !/^-?\d{1,5}$/.test(exit)
        ? []
        : [[kind, Number(exit)] as const]
    })
    return { value: new Map(codes), from: [input.at(table, [])] }
  },
})

interface Lookup {
  readonly documents: ReadonlyMap<string, Document>
  /** Entries of which something is lost. */
  readonly damaged: ReadonlySet<string>
}

const lookup = defineFact<Lookup>({
  id: 'teleport.resources.lookup',
  title: 'Lists and error files by entry',
  scope: 'packet',
  derive({ documents }) {
    const all = [...documents.of('teleport-resource'), ...documents.of('teleport-resource-error')]
    const lost = documents.problems.filter(({ severity }) => severity === 'error')
    return {
      value: {
        documents: new Map(all.map(document => [document.entry, document])),
        damaged: new Set(lost.flatMap(({ entry }) => entry ?? [])),
      },
      from: [],
    }
  },
})

function documentNamed<T>(input: FactInput, entry: string): Document<T> | undefined {
  return input.fact(lookup)?.value.documents.get(entry) as Document<T> | undefined
}

/** Names under which `tctl get` lists a kind. */
const alsoListedAs: Readonly<Record<string, readonly string[]>> = {
  github: ['connectors'],
  oidc: ['connectors'],
  saml: ['connectors'],
}

const outcomes = defineFact<ReadonlyMap<string, ListOutcome>>({
  id: 'teleport.resources.outcomes',
  title: 'How the list of each kind ended',
  scope: 'packet',
  derive(input) {
    const asked = input.fact(askedFor)
    return asked && { value: new Map(asked.value.map(({ kind, outcome }) => [kind, outcome])), from: [] }
  },
})

/** Whether every object of the kind is in the dump: its list was printed to the end, and nothing was left out. */
export function isComplete(input: FactInput, kind: string): boolean {
  const known = input.fact(outcomes)?.value
  // Objects without the entries they came from: a part of a dump that somebody gave by hand.
  if (known === undefined) return input.documents.of('teleport-resource').length > 0
  return [kind, ...(alsoListedAs[kind] ?? [])].some(name => {
    const outcome = known.get(name)
    return outcome === 'listed' || outcome === 'none'
  })
}

export function askedKinds(input: FactInput): readonly string[] {
  return input.fact(askedFor)?.value.map(({ kind }) => kind) ?? []
}
