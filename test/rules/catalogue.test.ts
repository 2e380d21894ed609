// Every known signature has its rule, or a reason for having none; nothing is lost when rules are merged or renamed.
import { describe, expect, test } from 'vitest'
import { builtInRules } from '../../analyzer/engine/load.js'
import { combinations, crashShapes, jobSignatures, logSignatures } from './catalogue.js'

const ids = new Set((await builtInRules()).map(({ id }) => id))
const all = { ...logSignatures, ...crashShapes, ...jobSignatures, ...combinations }

describe('each signature', () => {
  test.each(Object.entries(all))('%s is told by rules that exist, or has a reason', (_, entry) => {
    if (entry.rules === undefined) expect(entry.none).toMatch(/\w+ \w+/)
    else {
      expect(entry.rules.length).toBeGreaterThan(0)
      expect(entry.rules.filter(id => !ids.has(id))).toEqual([])
    }
  })
})

test('no signature of the list is forgotten', () => {
  const numbers = Object.keys(logSignatures).map(name => Number(/^L(\d+)/.exec(name)?.[1]))
  const missing = Array.from({ length: 153 }, (_, index) => index + 1).filter(
    number => !numbers.includes(number),
  )
  expect(missing).toEqual([])
  expect(Object.keys(crashShapes)).toHaveLength(10)
  expect(Object.keys(jobSignatures)).toHaveLength(22)
  expect(Object.keys(combinations)).toHaveLength(60)
})
