// Beacon, a made-up product of lamps: everything that the analyzer has to be told of it. The rules are in rules/.
import type { ProductAddition } from '../../../analyzer/add-product.js'
import { facts } from './facts.js'
import { definition } from './layout.js'
import { parseStatus } from './status.js'

export const beacon: ProductAddition = {
  definition,
  readings: { 'beacon-status': { parse: parseStatus, single: true } },
  facts,
  variables: [{ name: 'beacon_status', kind: 'beacon-status', does: 'status.json of a lamp' }],
}
