// What the server spent processors and memory on when the packet was made: its profiles, by the parts of the server.
import type { Row } from '../rows.js'
import type { Source } from '../taken.js'
import { notTold, type SectionDefinition } from './definition.js'
import { countedRow, measuredRows, whyNone } from './measured.js'

/** Points of one processor, and MiB, below which a difference is chance: profiles are sampled. */
const leastPercent = 5
const leastMib = 10

const used = 'profile.cpu.percent'
const held = 'profile.heap.inuse_mb'

export const profiles: SectionDefinition = {
  id: 'profiles',
  title: 'Profiles',
  product: 'mattermost',
  note: 'Processor time is in percent of one processor. A function may belong to several parts of the server.',
  take(source) {
    const rows = [
      ...measuredRows(source, [
        { fact: used, name: 'processor time', least: leastPercent },
        { fact: held, name: 'memory in use (MiB)', least: leastMib },
      ]),
      ...source.nodes.flatMap(node => [...processorRows(source, node), ...memoryRows(source, node)]),
    ]
    return rows.length > 0 ? rows : notTold(whyNone(source, 'cpu-profile', 'profiles'))
  },
}

interface Part {
  readonly id: string
  readonly words: string
  readonly percent: number
  readonly mb?: number
}

/** Not its share of the profile: of an idle server's, whatever it did last has most. */
function processorRows(source: Source, node: string): readonly Row[] {
  const whole = source.facts.get(used, node)?.value
  if (typeof whole !== 'number') return []
  return partsOf(source, 'profile.cpu.subsystems', node).map(({ id, words, percent }) =>
    countedRow('cpu', {
      key: id,
      name: `processor time: ${words}`,
      node,
      value: (percent * whole) / 100,
      least: leastPercent,
    }),
  )
}

function memoryRows(source: Source, node: string): readonly Row[] {
  return partsOf(source, 'profile.heap.subsystems', node).map(({ id, words, mb = 0 }) =>
    countedRow('heap', { key: id, name: `memory: ${words} (MiB)`, node, value: mb, least: leastMib }),
  )
}

const partsOf = ({ facts }: Source, fact: string, node: string): readonly Part[] =>
  (facts.get(fact, node)?.value ?? []) as readonly Part[]
