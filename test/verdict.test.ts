// The verdict: one sentence that never claims more than was judged.
import { expect, test } from 'vitest'
import type { Finding, PacketInfo } from '../analyzer/analysis.js'
import { verdictOf } from '../analyzer/verdict.js'

const packet: PacketInfo = {
  source: 'p.zip',
  sha256: '',
  sizeBytes: 1,
  product: 'mattermost',
  nodes: [''],
  entries: [],
}
const nothing = { findings: [], skipped: [], errors: [], passed: [], evaluated: 10 }
const grounds = { packet, problems: [], findings: [], evaluation: nothing, logsRead: true }

function finding(severity: Finding['severity'], message: string): Finding {
  return {
    ruleId: 'rule',
    title: 'Title',
    severity,
    message,
    docs: [],
    fingerprint: '0',
    evidence: [],
    observed: true,
    count: 1,
  }
}

test('what broke is the verdict', () => {
  const findings = [finding('critical', 'The database is gone.'), finding('warning', 'A setting is odd.')]
  expect(verdictOf({ ...grounds, findings })).toBe('The database is gone.')
})

test('a warning is no verdict that something broke', () => {
  expect(verdictOf({ ...grounds, findings: [finding('warning', 'A setting is odd.')] })).toBe(
    'Nothing broken was found; one setting or state deserves attention.',
  )
})

test('without logs it says so', () => {
  expect(verdictOf({ ...grounds, logsRead: false })).toContain('it holds no logs')
})

test('rules that could not be judged are part of the sentence', () => {
  const evaluation = { ...nothing, skipped: [{ ruleId: 'a', missing: ['logs'] }] }
  expect(verdictOf({ ...grounds, evaluation })).toContain('1 of 10 rules could not be judged')
})

test('when no rule concerns the product, nothing was judged', () => {
  expect(verdictOf({ ...grounds, evaluation: { ...nothing, evaluated: 0 } })).toContain('nothing was judged')
})

test('an unknown product is no healthy server', () => {
  const { product: _, ...unknown } = packet
  expect(verdictOf({ ...grounds, packet: unknown })).toContain('little could be judged')
})
