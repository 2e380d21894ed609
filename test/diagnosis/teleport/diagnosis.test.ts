// The healthy Teleport sample with one fault each: its cause comes first.
import { describe, expect, test } from 'vitest'
import { analyzeEdited } from '../edit-sample.js'
import { dumpFaults } from './faults.js'

describe('the cause comes first when', () => {
  test.each(Object.entries(dumpFaults))('%s', async (_, { edits, first }) => {
    const { findings, errors } = await analyzeEdited('teleport-healthy', edits)
    expect(findings[0]?.ruleId).toBe(first)
    expect(errors).toEqual([])
  })
})

test('without a fault there is advice only', async () => {
  const { summary } = await analyzeEdited('teleport-healthy', [])
  expect(summary.bySeverity).toMatchObject({ critical: 0, error: 0 })
})
