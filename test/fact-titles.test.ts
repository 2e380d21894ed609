// The names that a report gives to facts that a packet does not tell.
import { expect, test } from 'vitest'
import { withTitles } from '../analyzer/fact-titles.js'

test('a missing fact is called by its title, without the remarks for authors of rules', () => {
  const missing = ['facts.oauth.failed_providers', 'facts.files.free_share.below', 'config.SqlSettings']
  expect(withTitles({ ruleId: 'a', missing }).titles).toEqual({
    'facts.oauth.failed_providers': 'OAuth providers whose test failed',
    'facts.files.free_share.below': 'share of the volume of a local file store that is free',
  })
})

test('a skip without facts stays as it is, and an unknown fact has no title', () => {
  const skip = { ruleId: 'a', missing: ['config.SqlSettings', 'facts.nothing.like.it'] }
  expect(withTitles(skip)).toBe(skip)
})
