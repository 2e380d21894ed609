// The queue of a target against the simplest model: a list.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createQueue } from '../../../audit/delivery/queue.js'

test('it is a list with bounds, whatever is put in and taken out', () => {
  const anyStep = fc.oneof(
    fc.record({ kind: fc.constant('push' as const), text: fc.string({ maxLength: 5 }) }),
    fc.record({ kind: fc.constant('remove' as const), count: fc.nat(5) }),
  )
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 60 }), fc.integer({ min: 1, max: 8 }), (steps, most) => {
      const queue = createQueue(most)
      const model: string[] = []
      for (const step of steps) {
        if (step.kind === 'push') {
          const fits = model.length < most
          expect(queue.push(step.text)).toBe(fits)
          if (fits) model.push(step.text)
        } else {
          const count = Math.min(step.count, model.length)
          queue.remove(count)
          model.splice(0, count)
        }
        expect([queue.length, queue.hasRoom(), queue.peek()]).toEqual([
          model.length,
          model.length < most,
          model,
        ])
      }
    }),
  )
})

test('few large records fill it as well as many small ones', () => {
  const queue = createQueue(1_000_000)
  const large = 'x'.repeat(8 * 1024 * 1024)
  let count = 0
  while (queue.push(large)) count++
  expect(count).toBe(4)
  expect(queue.peek()).toHaveLength(1)
})
