// Adds a product that lives in a folder of its own: what its packets are, how their documents are read, what they say, and
// under which names rules read them. Its rules are loaded from its folder like any others.
import { addReadings } from './documents/parsers.js'
import type { Reading } from './documents/parsers.js'
import { addVariables } from './engine/variables.js'
import type { RuleVariable } from './engine/variables.js'
import { addFacts } from './facts/index.js'
import type { FactDefinition } from './facts/index.js'
import { addDefinition } from './packet/layout.js'
import type { DocumentKind } from './packet/layout-types.js'
import type { ProductDefinition } from './packet/layout-definition.js'

/** Everything that is told of a product. Its kinds are declared in `ProductKinds`. */
export interface ProductAddition {
  readonly definition: ProductDefinition
  /** Kind → how its documents are read; logs are read by the log engine and are not here. */
  readonly readings: Partial<Readonly<Record<DocumentKind, Reading>>>
  readonly facts: readonly FactDefinition[]
  readonly variables: readonly RuleVariable[]
}

/** To be called before the first packet is opened and the first rule is loaded, once a product. */
export function addProduct({ definition, readings, facts, variables }: ProductAddition): void {
  addDefinition(definition)
  addReadings(readings)
  addFacts(facts)
  addVariables(variables)
}
