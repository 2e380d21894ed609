// Facts as the overview reads them: numbers, texts and lists, `undefined` where the packet does not say.
import type { Facts } from '../facts/index.js'

/** The facts of one node, or of the packet. */
export interface Values {
  number(id: string): number | undefined
  text(id: string): string | undefined
  /** `undefined` is unknown; an empty list is known to be empty. */
  list(id: string): readonly Item[] | undefined
  record(id: string): Item | undefined
}

export type Item = Readonly<Record<string, unknown>>

export function valuesOf(facts: Facts, node: string): Values {
  const value = (id: string): unknown => facts.get(id, node)?.value
  return {
    number: id => numberIn(value(id)),
    text(id) {
      const found = value(id)
      return typeof found === 'string' ? found : undefined
    },
    list(id) {
      const found = value(id)
      return Array.isArray(found) ? found.filter(isItem) : undefined
    },
    record(id) {
      const found = value(id)
      return isItem(found) ? found : undefined
    },
  }
}

export function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

const longestName = 60

/** A name that came from the packet, cut where nobody reads on. */
export function nameIn(item: Item, key: string): string {
  const value = item[key]
  const name = typeof value === 'string' ? value : ''
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name
}

export function countIn(item: Item, key: string): number {
  return numberIn(item[key]) ?? 0
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
