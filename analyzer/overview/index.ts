// What a packet tells besides what is wrong: a sentence a topic, from facts alone. For the reader who weighs the findings.
import type { OverviewLine } from '../analysis.js'
import type { Facts } from '../facts/index.js'
import type { Product } from '../packet/layout-types.js'
import { installationLines } from './installation.js'
import { runningLines } from './running.js'
import { valuesOf } from './values.js'

/** A cluster has a handful of nodes; more lines than this nobody reads. */
const mostNodes = 32

/** Of other products, nothing is told here yet: their facts have other names. */
export function overviewOf(
  product: Product | undefined,
  facts: Facts,
  nodes: readonly string[],
): readonly OverviewLine[] {
  if (product !== 'mattermost') return []
  const running = nodes
    .slice(0, mostNodes)
    .flatMap(node =>
      runningLines(valuesOf(facts, node)).map(line => (node === '' ? line : { ...line, node })),
    )
  const [size, ...others] = installationLines(valuesOf(facts, nodes[0] ?? ''))
  return [...(size === undefined ? [] : [size]), ...running, ...others]
}
