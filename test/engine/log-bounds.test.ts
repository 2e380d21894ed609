// Bounds of `logs:` blocks on sums: average rate, share of all records, counts over nodes. Through the real reader and the whole engine.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runExamples, subjectOfExample } from '../../analyzer/engine/examples.js'
import { explainRule } from '../../analyzer/engine/explain.js'
import { averageRate, boundsVerdict, fewestFor, percentOf } from '../../analyzer/engine/log-bounds.js'
import type { LogsBlock, RuleExampleInput } from '../../analyzer/engine/rule.js'
import { matchOf, ruleOf } from './rule-of.js'

/** A record at this second of a day. */
function line(second: number, msg = 'it broke'): string {
  const time = new Date(Date.UTC(2026, 10, 21) + second * 1000)
    .toISOString()
    .replace('T', ' ')
    .replace('Z', ' Z')
  return JSON.stringify({ timestamp: time, level: 'error', msg, caller: 'app/server.go:1' })
}

const lines = (count: number, everySeconds: number, msg?: string): string[] =>
  Array.from({ length: count }, (_, index) => line(index * everySeconds, msg))

async function judged(
  logs: Omit<LogsBlock, 'match'>,
  given: RuleExampleInput,
  message = '{seen(match)}',
): Promise<string> {
  const rule = ruleOf({
    logs: { match: { message: '^it broke$' }, ...logs },
    message,
    examples: [{ given, expect: 'finding' }],
  })
  const [result] = await runExamples(rule)
  return `${result?.actual ?? ''}: ${result?.detail ?? ''}`
}

describe('an average rate', () => {
  const rate = { above: 60, per: '1h', during: '10m' }

  test('holds for what goes on and on', async () => {
    // 120 in a little less than an hour.
    expect(await judged({ rate }, { logs: lines(120, 30) })).toMatch(/^finding: 120 times/)
  })

  test('does not hold for a few records in one second', async () => {
    expect(await judged({ rate }, { logs: lines(5, 0) })).toMatch(/^pass/)
  })

  test('of a short time is that of the time given', async () => {
    // More than 60 an hour during 10 minutes are more than 10 records.
    expect(await judged({ rate }, { logs: lines(10, 1) })).toMatch(/^pass/)
    expect(await judged({ rate }, { logs: lines(11, 1) })).toMatch(/^finding/)
  })

  test('must be exceeded, not reached', async () => {
    expect(await judged({ rate: { above: 60, per: '1h' } }, { logs: lines(61, 60) })).toMatch(/^finding/)
    expect(await judged({ rate: { above: 61, per: '1h' } }, { logs: lines(61, 60) })).toMatch(/^pass/)
  })

  test('of records without a time cannot be told', async () => {
    const untimed = Array.from({ length: 100 }, () => '{"level":"error","msg":"it broke"}')
    expect(await judged({ rate }, { logs: untimed })).toMatch(/^skip/)
  })

  test('can be named in a message', async () => {
    const message = '{match.per_hour} an hour, {match.per_minute} a minute'
    expect(await judged({ min: 2 }, { logs: [line(0), line(7200)] }, message)).toBe(
      'finding: 1 an hour, 0.0167 a minute',
    )
    expect(await judged({ min: 2 }, { logs: lines(2, 1) }, message)).toBe('finding: 2 an hour, 2 a minute')
  })
})

describe('a share of all records', () => {
  const mixed = [...lines(2, 1), ...lines(8, 1, 'all is well')]

  test('is measured against every record of the logs looked in', async () => {
    expect(await judged({ share: '20%' }, { logs: mixed }, '{match.share} percent')).toBe(
      'finding: 20 percent',
    )
    expect(await judged({ share: '20.1%' }, { logs: mixed })).toMatch(/^pass/)
  })

  test('leaves out advanced logs that repeat the records of the main one', async () => {
    const logs = { 'mattermost.log': mixed, 'errors.log': mixed }
    expect(await judged({ share: '20%' }, { logs }, '{match.share} percent')).toBe('finding: 20 percent')
  })

  test('cannot be told of a main log without records, whatever an advanced one holds', async () => {
    const logs = { 'mattermost.log': [], 'errors.log': lines(2, 1, 'all is well') }
    expect(await judged({ share: '20%' }, { logs })).toMatch(/^skip/)
  })

  test('leaves out logs that are not looked in', async () => {
    const logs = { 'mattermost.log': mixed, 'audit.log': lines(90, 1, 'login') }
    expect(await judged({ share: '20%' }, { logs })).toMatch(/^finding/)
  })
})

describe('over the nodes of a cluster', () => {
  const cluster = (...counts: number[]): RuleExampleInput => ({
    nodes: Object.fromEntries(
      counts.map((count, index) => [
        `app-${index + 1}`,
        { logs: [...lines(count, 10), line(0, 'all is well')] },
      ]),
    ),
  })

  test('each node counts alone by default', async () => {
    expect(await judged({ min: 3 }, cluster(2, 2))).toMatch(/^pass/)
    expect(await judged({ min: 3 }, cluster(2, 3))).toMatch(/^finding: 3 times/)
  })

  test('all together when asked for', async () => {
    const message = '{seen(match.all)} on {match.all.nodes}'
    expect(await judged({ min: 4, over: 'all' }, cluster(2, 0, 2), message)).toBe(
      'finding: 4 times between 2026-11-21 00:00:00 and 00:00:10 UTC on app-1, app-3',
    )
    expect(await judged({ min: 5, over: 'all' }, cluster(2, 0, 2))).toMatch(/^pass/)
  })

  test('a rate and a share over all are those of the sums', async () => {
    const rate = { above: 100, per: '1h' }
    expect(await judged({ rate }, cluster(90, 90))).toMatch(/^pass/)
    expect(await judged({ rate, over: 'all' }, cluster(90, 90))).toMatch(/^finding/)
    expect(await judged({ share: '60%' }, cluster(1, 9))).toMatch(/^finding/)
    expect(await judged({ share: '85%', over: 'all' }, cluster(1, 9))).toMatch(/^pass/)
  })

  test('a number of nodes counts those that have enough of their own', async () => {
    expect(await judged({ nodes: 2, min: 2 }, cluster(2, 2, 0))).toMatch(/^finding/)
    expect(await judged({ nodes: 2, min: 2 }, cluster(2, 1, 0))).toMatch(/^pass/)
    expect(await judged({ nodes: 2 }, { logs: lines(9, 1) })).toMatch(/^pass/)
  })
})

test('the trace of an outcome tells records that are too few from none', async () => {
  const rule = ruleOf({ logs: { match: { message: '^it broke$' }, share: '50%' } })
  const traced = async (...logs: string[]) => {
    const [node] = explainRule(rule, await subjectOfExample(rule, { given: { logs }, expect: 'pass' })).nodes
    return [node?.logCount, node?.logBounds]
  }
  expect(await traced(line(0))).toEqual([1, 'holds'])
  expect(await traced(line(0), line(1, 'a'), line(2, 'b'))).toEqual([1, 'fails'])
  expect(await traced(line(1, 'a'))).toEqual([0, undefined])
})

test('a count known as "at least" can say yes, but not no', () => {
  const exact = matchOf({ count: 5, firstSeenMs: 0, lastSeenMs: 3_600_000 })
  const match = { ...exact, atLeast: true } as const
  const block = (above: number): LogsBlock => ({ match: { message: 'x' }, rate: { above, per: '1h' } })
  expect(boundsVerdict(block(4), match)).toBe('holds')
  expect(boundsVerdict(block(6), match)).toBe('unknown')
  expect(boundsVerdict(block(6), exact)).toBe('fails')
})

test('the fewest records that can exceed a rate do, and one less never does', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 120 }),
      fc.integer({ min: 1, max: 120 }),
      (above, perMinutes, duringMinutes) => {
        const rate = { above, per: `${perMinutes}m`, during: `${duringMinutes}m` }
        const fewest = fewestFor(rate)
        const most = (count: number) => averageRate(count, 0, perMinutes * 60_000, duringMinutes * 60_000)
        expect(most(fewest)).toBeGreaterThan(above)
        expect(most(fewest - 1)).toBeLessThanOrEqual(above)
      },
    ),
  )
})

test.each([
  ['20%', 20],
  ['0.5%', 0.5],
  ['100%', 100],
  ['0%', undefined],
  ['101%', undefined],
  ['20', undefined],
  ['-1%', undefined],
])('the share %s is %s', (text, percent) => {
  expect(percentOf(text)).toBe(percent)
})
