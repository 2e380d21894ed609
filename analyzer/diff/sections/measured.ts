// Numbers that facts measured of a node, as rows: they never stand still, so each says from which difference on it is another.
import type { Row } from '../rows.js'
import type { Source } from '../taken.js'
import { valueOf } from '../values.js'

/** A fact that is a number, with the name people give it. `least` is in its unit. */
export interface Measure {
  readonly fact: string
  readonly name: string
  readonly least: number
}

/** Two moments of one server are rarely closer. */
const factor = 1.5

/** Three digits that matter: more would say that it was measured so well. */
const rounded = (value: number): number =>
  Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3))

/** Those measures that the packet tells, node by node. */
export function measuredRows({ facts, nodes }: Source, measures: readonly Measure[]): readonly Row[] {
  return nodes.flatMap(node =>
    measures.flatMap(({ fact, name, least }): readonly Row[] => {
      const value = facts.get(fact, node)?.value
      const isKnown = typeof value === 'number' && Number.isFinite(value)
      return isKnown ? [measuredRow({ key: fact, name, node, value, least })] : []
    }),
  )
}

interface Measured {
  /** What makes it the same in both packets. */
  readonly key: string
  readonly name: string
  readonly node: string
  readonly value: number
  /** Of a difference, in the unit of the value. */
  readonly least: number
}

export function measuredRow({ key, name, node, value, least }: Measured): Row {
  return { key, name, node, values: { '': valueOf(rounded(value)) }, tolerance: { least, factor } }
}

/** Of a list that leaves nothing out: what it lacks is none. */
export const countedRow = (countedIn: string, { key, ...measured }: Measured): Row => ({
  ...measuredRow({ key: `${countedIn} ${key}`, ...measured }),
  countedIn,
})

/** Why there are no numbers: an entry that is there was not read, as rules ask for it, or could not be. */
export function whyNone({ classified }: Source, kind: string, what: string): string {
  return classified.some(item => item.kind === kind)
    ? `its ${what} could not be read, or no rule of this run asks for it`
    : `it has no ${what}`
}
