// Rules judged on subjects: outcomes, items, nodes, log matches, and what a finding carries.
import { describe, expect, test } from 'vitest'
import type { Rule, RuleExampleInput } from '../../analyzer/engine/rule.js'
import { evaluate, matchOf, outcomeOf, recordOf, ruleOf, subjectOf } from './rule-of.js'
import { evaluateRules } from '../../analyzer/engine/evaluate.js'

const debug = 'config.LogSettings.FileLevel == "DEBUG"'
const level = (FileLevel: unknown): RuleExampleInput => ({ config: { LogSettings: { FileLevel } } })

describe('outcomes', () => {
  test.each<[string, RuleExampleInput, string]>([
    [debug, level('DEBUG'), 'finding'],
    [debug, level('INFO'), 'pass'],
    [debug, { config: { LogSettings: {} } }, 'skip: config.LogSettings.FileLevel'],
    [debug, { config: {} }, 'skip: config.LogSettings.FileLevel'],
    [debug, {}, 'skip: config'],
    ['config.A.x > 1 && config.B.y > 1', { config: {} }, 'skip: config.A.x, config.B.y'],
    ['config.A.x > 1 || has(config.B.y)', { config: {} }, 'skip: config.A.x'],
    ['"k" in config.A || config.A.x > 1', { config: { A: {} } }, 'skip: config.A.x'],
    ['facts.database.pool.in_use > 1', { facts: { 'database.pool': { in_use: 3 } } }, 'finding'],
    ['facts.database.pool.in_use > 1', { facts: { database: { 'pool.in_use': 3 } } }, 'finding'],
    ['facts.database.pool.in_use > 1', { facts: {} }, 'skip: facts.database.pool.in_use'],
    [
      'config.A.x > 1',
      { config: { A: { x: '7' } } },
      'skip: config.A.x (unexpected value: no such overload: string > int)',
    ],
    ['config.A.x', { config: { A: { x: 7 } } }, 'error: when: gives a number instead of true or false'],
    ['1 / 0 > 2', {}, 'error: division by zero'],
  ])('%s of %j is %s', (when, given, expected) => {
    expect(outcomeOf(evaluate({ when }, given))).toBe(expected)
  })
})

describe('which rules concern a server', () => {
  const rule: Partial<Rule> = { when: 'true', versions: '>=10.5 <11' }
  test.each<[string | undefined, string]>([
    ['10.5.0', 'finding'],
    ['v10.9.3', 'finding'],
    ['10.5.1.10517652180', 'finding'],
    ['10.5.0-rc2', 'finding'],
    ['10.4.9', 'not evaluated'],
    ['11.0.0', 'not evaluated'],
    [undefined, 'skip: server version'],
    ['dev', 'skip: server version'],
  ])('version %s: %s', (serverVersion, expected) => {
    expect(outcomeOf(evaluate(rule, {}, { serverVersion }))).toBe(expected)
  })

  test('a rule for another product is not counted at all', () => {
    const evaluation = evaluate({ when: 'true', product: 'teleport' }, {})
    expect(evaluation).toEqual({ findings: [], skipped: [], errors: [], passed: [], evaluated: 0 })
  })

  test('where nobody knows the product, every rule looks', () => {
    expect(outcomeOf(evaluate({ when: 'true', product: 'teleport' }, {}, { product: undefined }))).toBe(
      'finding',
    )
  })
})

describe('each', () => {
  const rule: Partial<Rule> = {
    each: 'plugins.enabled as plugin',
    when: 'plugin.state == "failed"',
    message: 'Plugin {plugin.id} is {plugin.state}.',
  }
  const plugins = (...enabled: unknown[]): RuleExampleInput => ({ plugins: { enabled } })

  test('gives one finding an item, with a fingerprint that does not depend on the others', () => {
    const two = evaluate(
      rule,
      plugins({ id: 'a', state: 'failed' }, { id: 'b', state: 'ok' }, { id: 'c', state: 'failed' }),
    )
    expect(two.findings.map(({ message }) => message)).toEqual(['Plugin a is failed.', 'Plugin c is failed.'])
    const one = evaluate(rule, plugins({ id: 'c', state: 'failed' }))
    expect(one.findings[0]?.fingerprint).toBe(two.findings[1]?.fingerprint)
  })

  test('evidence points to the item', () => {
    const { findings } = evaluate(rule, plugins({ id: 'b', state: 'ok' }, { id: 'c', state: 'failed' }))
    expect(findings[0]?.evidence.map(({ pointer }) => pointer)).toEqual(['/enabled/1/state', '/enabled/1/id'])
  })

  test('an empty list passes, and so does the null that Go writes for it', () => {
    expect(outcomeOf(evaluate(rule, plugins()))).toBe('pass')
    expect(outcomeOf(evaluate(rule, { plugins: { enabled: null } }))).toBe('pass')
  })

  test('a list that is not there, or none, skips', () => {
    expect(outcomeOf(evaluate(rule, { plugins: {} }))).toBe('skip: plugins.enabled')
    expect(outcomeOf(evaluate(rule, { plugins: { enabled: 3 } }))).toMatch(
      /^skip: plugins\.enabled \(unexpected/,
    )
  })

  test('an item that cannot be judged is no pass, and hides no finding', () => {
    const evaluation = evaluate(rule, plugins({ id: 'a' }, { id: 'b', state: 'failed' }))
    expect(evaluation.findings).toHaveLength(1)
    expect(evaluation.skipped).toEqual([{ ruleId: 'test-rule', missing: ['plugins.enabled[0].state'] }])
    expect(evaluation.passed).toEqual([])
  })

  test('a list without end is judged in part, and the report says so', () => {
    const many = Array.from({ length: 1500 }, (_, index) => ({ id: `p${index}`, state: 'ok' }))
    expect(outcomeOf(evaluate(rule, plugins(...many)))).toBe('skip: 500 items beyond the first 1000')
  })

  test('keys of a map are items as well', () => {
    const evaluation = evaluate(
      { each: 'config.States as name', when: 'config.States[name].on', message: '{name}' },
      { config: { States: { x: { on: true }, y: { on: false } } } },
    )
    expect(evaluation.findings.map(({ message }) => message)).toEqual(['x'])
  })

  test('computed lists keep the place of their items', () => {
    const { findings } = evaluate(
      { each: 'config.L.filter(i, i.n > 1) as item', message: '{item.n}', key: 'item.name' },
      { config: { L: [{ n: 1 }, { n: 2, name: 'two' }] } },
    )
    expect(findings[0]?.evidence.map(({ pointer }) => pointer)).toContain('/L/1/n')
  })
})

describe('nodes', () => {
  const nodes = (...levels: (string | undefined)[]): RuleExampleInput => ({
    nodes: Object.fromEntries(
      levels.map((FileLevel, index) => [
        `app-${index + 1}`,
        FileLevel === undefined ? {} : { config: { LogSettings: { FileLevel } } },
      ]),
    ),
  })

  test('the same finding on several nodes is one, with the evidence of each', () => {
    const { findings, passed } = evaluate(
      { when: debug, message: 'Level {config.LogSettings.FileLevel}.' },
      nodes('DEBUG', 'INFO', 'DEBUG'),
    )
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({ nodes: ['app-1', 'app-3'], count: 1, message: 'Level DEBUG.' })
    expect(findings[0]?.evidence.map(({ node }) => node)).toEqual(['app-1', 'app-3'])
    expect(passed).toEqual([])
  })

  test('messages that differ are told by node', () => {
    const { findings } = evaluate(
      { when: 'true', message: 'Level {config.LogSettings.FileLevel}.' },
      nodes('DEBUG', 'INFO'),
    )
    expect(findings[0]?.message).toBe('app-1: Level DEBUG. app-2: Level INFO.')
  })

  test('a cluster and a single server have the same fingerprint', () => {
    const cluster = evaluate({ when: debug }, nodes('DEBUG', 'DEBUG'))
    expect(evaluate({ when: debug }, level('DEBUG')).findings[0]?.fingerprint).toBe(
      cluster.findings[0]?.fingerprint,
    )
  })

  test('a node that cannot be judged is a skip of that node, and no pass of the rule', () => {
    const evaluation = evaluate({ when: debug }, nodes('INFO', undefined, 'INFO'))
    expect(evaluation.skipped).toEqual([{ ruleId: 'test-rule', missing: ['config'], node: 'app-2' }])
    expect(evaluation.passed).toEqual([])
  })

  test('what every node misses is told once', () => {
    const evaluation = evaluate({ when: 'config.A.x > 1' }, nodes('INFO', 'INFO'))
    expect(evaluation.skipped).toEqual([{ ruleId: 'test-rule', missing: ['config.A.x'] }])
  })

  test('the first node may be the one without the entry', () => {
    const { findings, skipped } = evaluate({ when: debug }, nodes(undefined, 'DEBUG'))
    expect(findings[0]?.nodes).toEqual(['app-2'])
    expect(skipped[0]?.node).toBe('app-1')
  })

  test('what does not differ by node names none', () => {
    const given = { ...nodes('INFO', 'INFO'), stats: { posts: 5 } }
    const { findings } = evaluate({ when: 'stats.posts > 1' }, given)
    expect(findings[0]?.nodes).toBeUndefined()
  })
})

describe('logs', () => {
  const logs: Rule['logs'] = { match: { message: 'it broke' } }
  const seen = (count: number) => ({ logMatch: () => matchOf({ count }) })

  test.each<[string, Partial<Rule>, RuleExampleInput, number | undefined, string]>([
    ['nothing logged', { logs }, {}, 0, 'pass'],
    ['something logged', { logs }, {}, 2, 'finding'],
    ['no log to look in', { logs }, {}, undefined, 'skip: logs'],
    [
      'another log than the own one',
      { logs: { match: { text: 'x', file: 'audit-log' } } },
      {},
      undefined,
      'skip: audit-log',
    ],
    ['logged, but the setting is fine', { logs, when: debug }, level('INFO'), 2, 'pass'],
    [
      'no log, and the setting is fine: it cannot be a finding',
      { logs, when: debug },
      level('INFO'),
      undefined,
      'pass',
    ],
    ['no log, and the setting is not fine', { logs, when: debug }, level('DEBUG'), undefined, 'skip: logs'],
    ['neither log nor setting', { logs, when: debug }, {}, undefined, 'skip: logs, config'],
    ['nothing logged, and no setting: it cannot be a finding', { logs, when: debug }, {}, 0, 'pass'],
    ['not enough for the condition', { logs, when: 'match.count > 2' }, {}, 2, 'pass'],
    ['a condition on the match without logs', { logs, when: 'match.count > 2' }, {}, undefined, 'skip: logs'],
  ])('%s', (_name, rule, given, count, expected) => {
    const subject = { logMatch: () => (count === undefined ? undefined : matchOf({ count })) }
    expect(outcomeOf(evaluate(rule, given, subject))).toBe(expected)
  })

  test('a finding carries count, times, examples and what the patterns caught', () => {
    const match = matchOf({
      count: 12,
      firstSeenMs: Date.UTC(2026, 10, 21, 8),
      lastSeenMs: Date.UTC(2026, 10, 21, 9, 30),
      groups: { host: 'db' },
      examples: [recordOf({ line: 7 }), recordOf({ line: 90, msg: 'last' })],
    })
    const { findings } = evaluate(
      {
        logs,
        message:
          '{match.groups.host}: {match.count} times in {match.span_seconds} s, {match.last.msg}, {seen(match)}',
      },
      {},
      { logMatch: () => match, kindOf: () => 'mattermost-log' },
    )
    expect(findings[0]).toMatchObject({
      message: 'db: 12 times in 5400 s, last, 12 times between 2026-11-21 08:00:00 and 09:30:00 UTC',
      observed: true,
      count: 12,
      firstSeen: '2026-11-21T08:00:00.000Z',
      lastSeen: '2026-11-21T09:30:00.000Z',
    })
    expect(findings[0]?.evidence.map(({ line }) => line)).toEqual([7, 90])
  })

  test('counts of nodes add up, times span them', () => {
    const { findings } = evaluate(
      { logs },
      { nodes: { a: {}, b: {} } },
      {
        logMatch: (_rule, node) =>
          matchOf({ node, count: node === 'a' ? 2 : 3, firstSeenMs: node === 'a' ? 10 : 5, lastSeenMs: 20 }),
      },
    )
    expect(findings[0]).toMatchObject({ count: 5, firstSeen: new Date(5).toISOString(), nodes: ['a', 'b'] })
  })

  test('secrets of a log line do not reach the report', () => {
    const raw = 'GET /x?token=abcdef123456 Authorization: Bearer eyJhbGciOi postgres://mm:hunter2secret@db/mm'
    const { findings } = evaluate(
      { logs },
      {},
      { logMatch: () => matchOf({ examples: [recordOf({ raw })] }) },
    )
    const excerpt = findings[0]?.evidence[0]?.excerpt ?? ''
    expect(excerpt).not.toMatch(/abcdef|eyJ|hunter2/)
    expect(excerpt).toContain('postgres://mm:****@db/mm')
  })

  test('a time that no calendar has is left out', () => {
    const { findings } = evaluate(
      { logs },
      {},
      { ...seen(1), logMatch: () => matchOf({ firstSeenMs: 1e300, lastSeenMs: NaN }) },
    )
    expect(findings[0]?.firstSeen).toBeUndefined()
    expect(findings[0]?.lastSeen).toBeUndefined()
  })
})

describe('what a finding says', () => {
  test('a setting alone is possible, a state is observed, and the rule may say otherwise', () => {
    const diagnostics = { file_store: { file_status: 'FAIL' } }
    expect(evaluate({ when: debug }, level('DEBUG')).findings[0]?.observed).toBe(false)
    expect(evaluate({ when: debug, observed: true }, level('DEBUG')).findings[0]?.observed).toBe(true)
    const fail = 'diagnostics.file_store.file_status == "FAIL"'
    expect(evaluate({ when: fail }, { diagnostics }).findings[0]?.observed).toBe(true)
    expect(evaluate({ when: fail, observed: false }, { diagnostics }).findings[0]?.observed).toBe(false)
  })

  test('a value that only the message names does not make it observed', () => {
    const given = { ...level('DEBUG'), diagnostics: { server: { version: '10.5' } } }
    const { findings } = evaluate({ when: debug, message: '{diagnostics.server.version}' }, given)
    expect(findings[0]?.observed).toBe(false)
    expect(findings[0]?.evidence.map(({ entry }) => entry)).toEqual(['config', 'diagnostics'])
  })

  test('a message that names a missing value says so, and the finding stays', () => {
    const { findings } = evaluate(
      { when: debug, message: 'Version {diagnostics.server.version}.' },
      level('DEBUG'),
    )
    expect(findings[0]?.message).toBe('Version not in this packet.')
  })

  test('a message that is wrong is an error of the rule, and no finding', () => {
    expect(outcomeOf(evaluate({ when: 'true', message: '{1 / 0}' }, {}))).toBe(
      'error: message or key: division by zero',
    )
  })

  test('a finding about an absent setting points to where it should be', () => {
    const { findings } = evaluate({ when: '!has(config.A.x)' }, { config: { A: {} } })
    expect(findings[0]?.evidence[0]?.pointer).toBe('/A/x')
  })

  test('a secret setting that the server did not mask is not shown', () => {
    const { findings } = evaluate(
      { when: 'is_set(config.Email.SMTPPassword)' },
      { config: { Email: { SMTPPassword: 'hunter2' } } },
    )
    expect(findings[0]?.evidence[0]?.excerpt).toBe('SMTPPassword: ****')
  })

  test('a password in an address is shown neither as evidence nor in the message', () => {
    const { findings } = evaluate(
      { when: 'is_set(config.Service.SiteURL)', message: 'It is {config.Service.SiteURL}.' },
      { config: { Service: { SiteURL: 'http://admin:hunter2@127.0.0.1:8065' } } },
    )
    expect(findings[0]?.message).toBe('It is http://admin:****@127.0.0.1:8065.')
    expect(JSON.stringify(findings)).not.toContain('hunter2')
  })

  test('evidence is bounded', () => {
    const A = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`k${index}`, 1]))
    const when = Object.keys(A)
      .map(key => `config.A.${key} == 1`)
      .join(' && ')
    expect(evaluate({ when }, { config: { A } }).findings[0]?.evidence).toHaveLength(8)
  })
})

test('a rule that cannot be parsed is an error, and the other rules are judged all the same', () => {
  const rules = [ruleOf({ id: 'broken', when: 'config.(' }), ruleOf({ id: 'sound', when: 'true' })]
  const evaluation = evaluateRules(rules, subjectOf({}))
  expect(evaluation.errors.map(({ ruleId }) => ruleId)).toEqual(['broken'])
  expect(evaluation.findings.map(({ ruleId }) => ruleId)).toEqual(['sound'])
  expect(evaluation.evaluated).toBe(2)
})
