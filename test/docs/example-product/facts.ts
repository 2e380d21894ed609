// What the status of one lamp alone does not say: how far its voltage is from what the lamp needs.
import { asNumber, readFact } from '../../../analyzer/facts/reading.js'
import { defineFact } from '../../../analyzer/facts/types.js'

const needed = 12

const volts = readFact({
  id: 'beacon.volts',
  title: 'Voltage at the lamp',
  scope: 'node',
  spots: [['beacon-status', 'lamp', 'volts']],
  accept: asNumber,
})

const missing = defineFact<number>({
  id: 'beacon.volts_missing',
  title: 'Volts that the lamp lacks of the twelve it needs; 0 for enough',
  scope: 'node',
  derive(input) {
    const known = input.fact(volts)
    return known && { value: Math.max(0, needed - known.value), from: known.from }
  },
})

export const facts = [volts, missing]
