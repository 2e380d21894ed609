// Errors that no rule knows.
import { logs, times } from '../edit-sample.js'
import type { Faults } from '../fault.js'

export const unknownFaults: Faults = {
  'an error nobody knows': {
    edits: [
      logs(
        times(7, {
          level: 'error',
          msg: 'Frobnicator could not be aligned',
          caller: 'app/frob.go:12',
          error: 'flux capacitor: resonance lost',
        }),
      ),
    ],
    first: 'errors-unexplained',
  },
  'a warning nobody knows': {
    edits: [
      logs(times(40, { level: 'warn', msg: 'Frobnicator slipped', caller: 'app/frob.go:12' }), { gapMs: 50 }),
    ],
    first: 'warning-burst-unexplained',
  },
  'one error nobody knows': {
    edits: [
      logs([
        {
          level: 'error',
          msg: 'Frobnicator could not be aligned',
          caller: 'app/frob.go:12',
          error: 'flux capacitor: resonance lost',
        },
      ]),
    ],
    first: 'errors-unexplained',
  },
  'a storm of errors nobody knows': {
    edits: [
      logs(
        times(300, { level: 'error', msg: 'Frobnicator could not be aligned', caller: 'app/frob.go:12' }),
        { gapMs: 20 },
      ),
    ],
    first: 'error-burst-unexplained',
  },
}
