// What a section of `diff` is: a name, and how its rows are taken from a packet.
import type { Product } from '../../packet/layout-types.js'
import type { Source, Told } from '../taken.js'
import type { SectionId } from '../types.js'

export interface SectionDefinition {
  readonly id: SectionId
  readonly title: string
  /** Only packets of this product have it. */
  readonly product?: Product
  /** What a reader must know of its numbers. */
  readonly note?: string
  take(source: Source): Told
}

export const notTold = (why: string): Told => ({ notTold: why })
