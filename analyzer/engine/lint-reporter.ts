// Collects mistakes of one rule file, each with the place of what it is about.
import type { ValuePath } from '../documents/types.js'
import type { RuleMistake } from './lint.js'
import type { Spots } from './rule-text.js'

export type Mistakes = RuleMistake[]

export interface Reporter {
  /** A mistake about a key, an item or a value as a whole. */
  at(path: ValuePath, message: string): void
  /** A mistake inside a text, by offset. */
  inside(path: ValuePath, offset: number, message: string): void
}

export function createReporter(file: string, spots: Spots, mistakes: Mistakes): Reporter {
  return {
    at: (path, message) => void mistakes.push({ file, ...spots.key(path), message }),
    inside: (path, offset, message) => void mistakes.push({ file, ...spots.inValue(path, offset), message }),
  }
}
