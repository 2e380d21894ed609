// Merges what one rule found on several nodes: the same item is one finding with the evidence of every node.
import { mergeEvidence } from './evidence.js'
import type { FoundItem, Rule } from './rule.js'

/** A finding of one rule, over all nodes that have it. */
export interface Found extends FoundItem {
  readonly rule: Rule
  /** There may be more than `count`: the log held more than could be followed. */
  readonly atLeast?: true
  /** Nodes it concerns; empty when it is not a matter of nodes. */
  readonly nodes: readonly string[]
}

export interface FoundOnNode {
  /** `undefined`: the rule read nothing that differs by node. */
  readonly node: string | undefined
  readonly item: FoundItem
}

/** What people call a node. */
export type TitleOf = (node: string) => string | undefined

/** Grouped by key, in the order they were first found. */
export function mergeNodes(
  rule: Rule,
  found: readonly FoundOnNode[],
  titleOf: TitleOf = node => node,
): readonly Found[] {
  const byKey = new Map<string, FoundOnNode[]>()
  for (const one of found) {
    const group = byKey.get(one.item.key)
    if (group === undefined) byKey.set(one.item.key, [one])
    else group.push(one)
  }
  return [...byKey.entries()].map(([key, group]) => mergeGroup(rule, key, group, titleOf))
}

function mergeGroup(rule: Rule, key: string, group: readonly FoundOnNode[], titleOf: TitleOf): Found {
  const items = group.map(({ item }) => item)
  const match = items[0]?.match
  return {
    rule,
    key,
    message: mergeMessages(group, titleOf),
    evidence: mergeEvidence(items.map(({ evidence }) => evidence)),
    observed: items.some(({ observed }) => observed),
    // Settings seen on three nodes are one fault; log lines of three nodes add up.
    count:
      rule.logs === undefined && !items.some(({ counted }) => counted === true)
        ? 1
        : items.reduce((sum, { count }) => sum + count, 0),
    firstSeenMs: least(items.map(({ firstSeenMs }) => firstSeenMs)),
    lastSeenMs: most(items.map(({ lastSeenMs }) => lastSeenMs)),
    nodes: [...new Set(group.flatMap(({ node }) => (node === undefined || node === '' ? [] : [node])))],
    ...(items.some(item => item.match?.at_least === true) ? { atLeast: true } : {}),
    ...(match === undefined ? {} : { match }),
  }
}

const messagesLimit = 3

/** One sentence when all nodes say the same; else each node's own, which begins with the node's name. */
function mergeMessages(group: readonly FoundOnNode[], titleOf: TitleOf): string {
  const distinct = new Set(group.map(({ item }) => item.message))
  const [only] = distinct
  if (distinct.size === 1 && only !== undefined) return only
  const shown = group.slice(0, messagesLimit).map(({ node, item }) => {
    const title = titleOf(node ?? '') ?? node ?? ''
    return sentence(item.message.startsWith(title) ? item.message : `${title}: ${item.message}`)
  })
  const more = group.length - shown.length
  return more > 0 ? `${shown.join(' ')} And ${more} more ${more === 1 ? 'node' : 'nodes'}.` : shown.join(' ')
}

/** What a log says, at the end of a message, often ends without a full stop. */
const sentence = (message: string): string => (/[.!?…]$/.test(message) ? message : `${message}.`)

const known = (values: readonly (number | undefined)[]): number[] =>
  values.filter(value => value !== undefined)

function least(values: readonly (number | undefined)[]): number | undefined {
  const numbers = known(values)
  return numbers.length === 0 ? undefined : Math.min(...numbers)
}

function most(values: readonly (number | undefined)[]): number | undefined {
  const numbers = known(values)
  return numbers.length === 0 ? undefined : Math.max(...numbers)
}
