// Facts of who reaches which SSH nodes: roles whose labels fit none, and users whose own roles refuse them every node.
import type { FactInput } from '../types.js'
import { defineFact } from '../types.js'
import { fits } from './rbac-labels.js'
import type { Labels, Selector } from './rbac-labels.js'
import { allowOf, denyOf, holdersOf, selectorWords } from './rbac-roles.js'
import type { Role } from './rbac-roles.js'
import { roleTable } from './rbac-users.js'
import { judgeEach, listOf, wholeListOf } from './resource-index.js'

/** Comparisons of a selector with a set of labels; of selectors beyond them nothing is told, for it would take too long. */
const maxComparisons = 2_000_000

/** Sets of labels that occur, each once: of 10,000 nodes most have the same. Labels of commands count as well. */
const labelSets = defineFact<readonly Labels[]>({
  id: 'teleport.rbac.label_sets',
  title: 'Labels of SSH nodes',
  scope: 'packet',
  derive(input) {
    const nodes = wholeListOf(input, 'node')
    if (nodes === undefined || nodes.length === 0) return undefined
    const distinct = new Map<string, Labels>()
    for (const { value } of nodes) {
      const fixed = Object.entries(value.metadata?.labels ?? {}).map(
        ([key, label]) => [key, String(label)] as const,
      )
      const run = Object.entries(value.spec?.cmd_labels ?? {}).map(
        ([key, { result }]) => [key, result ?? ''] as const,
      )
      const labels = [...fixed, ...run].sort(([a], [b]) => (a < b ? -1 : 1))
      distinct.set(JSON.stringify(labels), Object.fromEntries(labels))
    }
    return { value: [...distinct.values()], from: [] }
  },
})

interface Reach {
  /** Label sets that the role opens, by their number; `undefined` where that cannot be told. */
  readonly allowed: ReadonlySet<number> | undefined
  readonly denied: ReadonlySet<number> | undefined
}

const reaches = defineFact<ReadonlyMap<string, Reach>>({
  id: 'teleport.rbac.reach',
  title: 'What each role opens',
  scope: 'packet',
  derive(input) {
    const sets = input.fact(labelSets)?.value
    const roles = roleTable(input)
    if (sets === undefined || roles === undefined) return undefined
    const fitting = fittingIn(sets)
    return { value: new Map([...roles].map(([name, role]) => [name, reachOf(role, fitting)])), from: [] }
  },
})

type Fitting = (selector: Selector) => ReadonlySet<number> | undefined

function reachOf(role: Role, fitting: Fitting): Reach {
  const [allow, deny] = [allowOf(role), denyOf(role)]
  return {
    allowed: allow.node_labels_expression === undefined ? fitting(allow.node_labels ?? {}) : undefined,
    denied: deny.node_labels_expression === undefined ? fitting(deny.node_labels ?? {}) : undefined,
  }
}

/** Which sets a selector fits; each selector is compared once, for many roles have the same. */
function fittingIn(sets: readonly Labels[]): Fitting {
  const known = new Map<string, ReadonlySet<number> | undefined>()
  return selector => {
    const key = JSON.stringify(selector)
    if (!known.has(key) && known.size * sets.length < maxComparisons) known.set(key, compared(selector, sets))
    return known.get(key)
  }
}

function compared(selector: Selector, sets: readonly Labels[]): ReadonlySet<number> | undefined {
  const found = new Set<number>()
  for (const [index, labels] of sets.entries()) {
    const answer = fits(selector, labels)
    if (answer === undefined) return undefined
    if (answer) found.add(index)
  }
  return found
}

export interface UselessRole {
  readonly role: string
  readonly labels: string
  readonly users: number
}

const fittingNothing = defineFact<readonly UselessRole[]>({
  id: 'teleport.rbac.roles_fitting_no_node',
  title: 'Roles that users have and whose node labels fit none of the SSH nodes, each {role, labels, users}',
  scope: 'packet',
  derive(input) {
    const all = input.fact(reaches)?.value
    if (all === undefined) return undefined
    return judgeEach(listOf(input, 'role'), role => {
      const selector = allowOf(role).node_labels ?? {}
      const users = holdersOf(input, role.name) ?? 0
      if (Object.keys(selector).length === 0 || users === 0 || all.get(role.name)?.allowed?.size !== 0)
        return undefined
      const value = { role: role.name, labels: selectorWords(selector), users }
      return { value, from: [role.at('spec', 'allow', 'node_labels')] }
    })
  },
})

export interface RefusedUser {
  readonly user: string
  /** Roles that refuse what others open. */
  readonly by: readonly string[]
}

const refused = defineFact<readonly RefusedUser[]>({
  id: 'teleport.rbac.users_refused_everywhere',
  title:
    'Users whose roles open SSH nodes and refuse every one of them again, each {user, by (the roles that refuse)}',
  scope: 'packet',
  derive(input) {
    const all = input.fact(reaches)?.value
    if (all === undefined) return undefined
    const known = new Map<string, readonly string[]>()
    return judgeEach(listOf(input, 'user'), ({ name, value, at }) => {
      const roles = value.spec?.roles ?? []
      // Many users have the same roles.
      const key = JSON.stringify(roles)
      const by = known.get(key) ?? refusing(roles, all)
      known.set(key, by)
      return by.length === 0
        ? undefined
        : { value: { user: name, by }, from: [at('spec', 'roles'), ...denials(input, by)] }
    })
  },
})

/** Roles that take back all that these roles give; none where something is left, or where that cannot be told. */
function refusing(roles: readonly string[], all: ReadonlyMap<string, Reach>): readonly string[] {
  const held = roles.flatMap(role => {
    const reach = all.get(role)
    return reach === undefined ? [] : [{ role, ...reach }]
  })
  const allowed = new Set<number>()
  for (const { allowed: own } of held) {
    if (own === undefined) return []
    for (const set of own) allowed.add(set)
  }
  const denying = held.filter(({ denied }) => denied !== undefined && denied.size > 0)
  const left = [...allowed].filter(set => !denying.some(({ denied }) => denied?.has(set)))
  return allowed.size > 0 && left.length === 0 ? denying.map(({ role }) => role) : []
}

function denials(input: FactInput, by: readonly string[]) {
  const [first] = by
  const role = roleTable(input)?.get(first ?? '')
  return role === undefined ? [] : [role.at('spec', 'deny', 'node_labels')]
}

export const reachFacts = [fittingNothing, refused]
