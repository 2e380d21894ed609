import { expect, test } from 'vitest'
import fc from 'fast-check'
import { decideExit, thresholds } from '../../cli/exit-code.js'

test('findings count from the threshold on', () => {
  const codes = thresholds.map(failOn => decideExit({ findings: { warning: 2 }, failOn }))
  expect(codes).toEqual([0, 0, 1, 1, 0])
})

test('the default threshold is error', () => {
  expect(decideExit({ findings: { error: 1 } })).toBe(1)
  expect(decideExit({ findings: { warning: 1 } })).toBe(0)
  expect(decideExit({})).toBe(0)
})

test('what is invalid fails whatever the threshold', () => {
  expect(decideExit({ invalid: true, failOn: 'never' })).toBe(1)
})

test('work that could not be done weighs more than any answer', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.nat(3), fc.constantFrom(...thresholds), (invalid, error, failOn) => {
      expect(decideExit({ invalid, findings: { error }, failOn, undone: true })).toBe(2)
    }),
  )
})

test('a lower threshold never makes a run succeed that failed', () => {
  fc.assert(
    fc.property(
      fc.record({ critical: fc.nat(1), error: fc.nat(1), warning: fc.nat(1), info: fc.nat(1) }),
      findings => {
        const codes = ['never', 'critical', 'error', 'warning', 'info'] as const
        const results = codes.map(failOn => decideExit({ findings, failOn }))
        expect([...results].sort()).toEqual(results)
      },
    ),
  )
})
