// The variable `unexplained`: what the log holds and no finding rests on.
import { describe, expect, test } from 'vitest'
import { evaluateRules } from '../../analyzer/engine/evaluate.js'
import { readExampleLogs } from '../../analyzer/engine/example-logs.js'
import { exampleSubject } from '../../analyzer/engine/example-subject.js'
import { logQueries } from '../../analyzer/engine/queries.js'
import type { Rule } from '../../analyzer/engine/rule.js'
import type { Subject } from '../../analyzer/engine/subject.js'
import { ruleOf } from './rule-of.js'

const record = (second: number, level: string, msg: string, fields = {}): string =>
  JSON.stringify({
    timestamp: `2026-11-21 08:40:${String(second).padStart(2, '0')}.000 Z`,
    level,
    msg,
    caller: 'app/a.go:1',
    ...fields,
  })

const rest = ruleOf({
  id: 'rest',
  each: 'unexplained as family',
  key: 'family.message',
  when: 'family.count > 0',
  message: '{family.level} {family.message}, {int(family.count)} of {family.cause}',
  observed: true,
})
const named = ruleOf({ id: 'named', severity: 'error', logs: { match: { message: '^Known' } } })

async function subjectOf(rules: readonly Rule[], logs: readonly string[]): Promise<Subject> {
  const given = { logs: [...logs] }
  return exampleSubject(rest, given, await readExampleLogs(given, rest, logQueries(rules)))
}

/** Messages of the rule about the rest, judged beside other rules. */
async function leftOver(
  logs: readonly string[],
  rules: readonly Rule[] = [named],
): Promise<readonly string[]> {
  const all = [rest, ...rules]
  return evaluateRules(all, await subjectOf(all, logs))
    .findings.filter(({ ruleId }) => ruleId === 'rest')
    .map(({ message }) => message)
}

describe('records are left over', () => {
  test('that no rule knows, at error and warning level, each kind once', async () => {
    const lines = [
      record(1, 'warn', 'Slow'),
      record(2, 'warn', 'Slow'),
      record(3, 'warn', 'Slow'),
      record(4, 'error', 'Odd', { error: 'resonance lost' }),
      record(5, 'info', 'Fine'),
    ]
    expect(await leftOver(lines)).toEqual(['warn Slow, 3 of ""', 'error Odd, 1 of resonance lost'])
  })

  test('but not those that a finding rests on', async () => {
    expect(await leftOver([record(1, 'error', 'Known 1'), record(2, 'error', 'Odd')])).toEqual([
      'error Odd, 1 of ""',
    ])
  })

  test('though a rule looks for them, when it finds too few', async () => {
    const many = ruleOf({ ...named, logs: { match: { message: '^Known' }, min: 3 } })
    expect(await leftOver([record(1, 'error', 'Known')], [many])).toEqual(['error Known, 1 of ""'])
  })

  test('when only a remark rests on them', async () => {
    const remark = ruleOf({ ...named, severity: 'info' })
    expect(await leftOver([record(1, 'error', 'Known')], [remark])).toEqual(['error Known, 1 of ""'])
  })
})

test('without logs nobody can tell', () => {
  const { skipped, findings } = evaluateRules([rest], exampleSubject(rest, {}, undefined))
  expect(findings).toEqual([])
  expect(skipped).toEqual([{ ruleId: 'rest', missing: ['unexplained'] }])
})

test('a finding about a family has its count, its times and its first line, and no secrets', async () => {
  const lines = [
    record(1, 'error', 'Odd', { error: 'postgres://mm:secret@db/x refused' }),
    record(9, 'error', 'Odd', { error: 'again' }),
  ]
  const [finding] = evaluateRules([rest], await subjectOf([rest], lines)).findings
  expect(finding).toMatchObject({
    count: 2,
    firstSeen: '2026-11-21T08:40:01.000Z',
    lastSeen: '2026-11-21T08:40:09.000Z',
    evidence: [{ entry: 'mattermost.log', line: 1 }],
  })
  expect(JSON.stringify(finding)).not.toContain('secret')
})
