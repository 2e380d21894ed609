// Real packets with one fault put in by hand: its cause comes first, before all advice that holds of the sample anyway.
import { describe, expect, test } from 'vitest'
import { analyzeEdited } from './edit-sample.js'
import { faults } from './faults/index.js'

describe('the cause comes first when', () => {
  test.each(Object.entries(faults))('%s', async (_, { sample = 'healthy-11-6', edits, first }) => {
    const { findings, errors } = await analyzeEdited(sample, edits)
    expect(findings[0]?.ruleId).toBe(first)
    expect(errors).toEqual([])
  })
})

test('without a fault, the samples that are edited have advice only', async () => {
  for (const sample of ['healthy-11-6', 'healthy-ha-3-nodes']) {
    const { findings } = await analyzeEdited(sample, [])
    expect(findings.filter(({ severity }) => severity === 'error' || severity === 'critical')).toEqual([])
  }
})
