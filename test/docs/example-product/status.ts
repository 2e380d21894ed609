// status.json of a lamp. Unknown keys are kept; a value of another type is left out, with a problem at its line.
//
//   {"version": "1.4.0", "time": "2026-11-21T09:00:00Z", "lamp": {"lit": false, "volts": 9.5}}
import { jsonParser } from '../../../analyzer/documents/parser.js'

export const parseStatus = jsonParser({
  version: 'string',
  time: 'string',
  lamp: { lit: 'boolean', volts: 'number' },
} as const)
