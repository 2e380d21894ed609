// What somebody expects of a packet beyond its being well formed: product, version, number of nodes, entries. Each expectation
// is a check of its own; one that is not met is a problem.
import semver from 'semver'
import type { Problem } from '../analysis.js'
import { problem } from '../documents/problem-codes.js'
import { matchesGlob } from '../lib/glob.js'
import type { Inventory, Product } from '../packet/layout-types.js'
import type { Draft } from './drafts.js'

/** Absent ones are not checked. */
export interface Expectations {
  readonly product?: Product
  /** A semver range such as `>=10.5 <12` for the version that the packet states. */
  readonly version?: string
  /** A single server counts as one node. */
  readonly nodes?: number
  /**
   * Names of entries, `*` and `?` within a folder, `**` for any folders; each must fit one entry at least. With `!` before
   * it, none may fit.
   */
  readonly entries?: readonly string[]
}

/** A check that was asked for, and what speaks against it. */
export interface Asked {
  readonly draft: Draft
  readonly problems: readonly Problem[]
}

export function checkExpectations(expected: Expectations, inventory: Inventory): readonly Asked[] {
  const { product, version, nodes, entries = [] } = expected
  const names = inventory.items.flatMap(({ entry }) => entry?.name ?? [])
  return [
    ...(product === undefined ? [] : [checkProduct(product, inventory)]),
    ...(version === undefined ? [] : [checkVersion(version, inventory)]),
    ...(nodes === undefined ? [] : [checkNodes(nodes, inventory)]),
    ...[...new Set(entries)].map(pattern => checkEntry(pattern, names)),
  ]
}

function checkProduct(product: Product, { layout }: Inventory): Asked {
  const draft: Draft = { id: 'product-expected', title: `The packet is one of ${product}` }
  if (layout?.product === product) return { draft, problems: [] }
  const found = layout?.product ?? 'no known product'
  const message = `A packet of ${product} is expected, this is one of ${found}.`
  return { draft, problems: [problem('PRODUCT_UNEXPECTED', message)] }
}

function checkVersion(range: string, { layout }: Inventory): Asked {
  const draft: Draft = { id: 'version-expected', title: `The server version is ${range}` }
  const stated = layout?.serverVersion
  const version = semver.coerce(stated, { includePrerelease: true })
  if (version !== null && semver.satisfies(version, range, { includePrerelease: true }))
    return { draft, problems: [] }
  const message =
    stated === undefined
      ? `The server version should be ${range}, but no entry states it.`
      : `The server version should be ${range}, and is ${stated}.`
  return { draft, problems: [problem('SERVER_VERSION_UNEXPECTED', message)] }
}

function checkNodes(wanted: number, { layout }: Inventory): Asked {
  const draft: Draft = { id: 'nodes-expected', title: `The packet has ${nodesText(wanted)}` }
  const found = layout?.nodes.length ?? 0
  if (found === wanted) return { draft, problems: [] }
  const names = (layout?.nodes ?? []).filter(node => node !== '').slice(0, namesShown)
  const which = names.length === 0 ? '' : `: ${names.join(', ')}${found > names.length ? ', …' : ''}`
  const message = `${nodesText(wanted)} expected, ${found} in the packet${which}.`
  return { draft, problems: [problem('NODES_UNEXPECTED', message)] }
}

const namesShown = 5

const nodesText = (count: number): string => (count === 1 ? '1 node' : `${count} nodes`)

function checkEntry(text: string, names: readonly string[]): Asked {
  const refused = text.startsWith('!')
  const pattern = refused ? text.slice(1) : text
  const fitting = names.filter(name => matchesGlob(name, pattern))
  const title = refused ? `No entry is called ${pattern}` : `An entry is called ${pattern}`
  const draft: Draft = { id: 'entry-expected', title, entry: text }
  if (refused ? fitting.length === 0 : fitting.length > 0) return { draft, problems: [] }
  const message = refused
    ? `${listed(fitting)} must not be in the packet: no entry may be called ${pattern}.`
    : `No entry is called ${pattern}.`
  return { draft, problems: [problem('ENTRY_UNEXPECTED', message, { entry: text })] }
}

function listed(names: readonly string[]): string {
  const beyond = names.length - namesShown
  return `${names.slice(0, namesShown).join(', ')}${beyond > 0 ? ` and ${beyond} more` : ''}`
}
