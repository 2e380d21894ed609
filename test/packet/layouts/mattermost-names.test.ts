// Names of rotated logs tell their kind.
import { expect, test } from 'vitest'
import { kindOfLog } from '../../../analyzer/packet/layouts/mattermost-names.js'

test.each([
  ['mattermost-2026-11-20T10-00-00.000.log.gz', 'mattermost-log'],
  ['mattermost.log.1', 'mattermost-log'],
  ['mattermost.log.2.gz', 'mattermost-log'],
  ['mattermost.log-20261120.gz', 'mattermost-log'],
  ['audit.log-2026-11-20', 'audit-log'],
  ['errors.log', 'advanced-log'],
])('%s is a %s', (name, kind) => {
  expect(kindOfLog(name)).toBe(kind)
})
