// What queries of rules count: windows, sequences, which files they look in, captures, counts per value.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { LogQuery } from '../../../analyzer/documents/log/types.js'
import { readInputs, readOne } from './chunked-packet.js'

const fixture = (name: string) => readFileSync(`test/fixtures/logs/${name}.log`, 'utf8')
const start = Date.UTC(2026, 0, 20)

/** A record so many seconds after the start. */
function at(seconds: number, msg: string, fields: Record<string, unknown> = {}, level = 'error'): string {
  const time = new Date(start + seconds * 1000).toISOString()
  const timestamp = `${time.slice(0, 10)} ${time.slice(11, 23)} Z`
  return `${JSON.stringify({ timestamp, level, msg, caller: 'app/server.go:1', ...fields })}\n`
}

function query(part: Partial<LogQuery>): LogQuery {
  return { id: 'q', match: [{ message: '^A' }], min: 1, ...part }
}

async function matchOf(content: string, part: Partial<LogQuery>) {
  const { matches } = await readOne(content, [query(part)])
  return matches.get('q')?.[0]
}

describe('counting', () => {
  test('a query that matches nothing has no match, and still its place', async () => {
    const { matches } = await readOne(at(0, 'B'), [query({})])
    expect([...matches]).toEqual([['q', []]])
  })

  test('examples are the first three and the last, with first and last time', async () => {
    const content = [0, 1, 2, 3, 4, 5].map(second => at(second, `A${second}`)).join('')
    const match = await matchOf(content, {})
    expect(match).toMatchObject({ count: 6, firstSeenMs: start, lastSeenMs: start + 5_000 })
    expect(match?.examples.map(({ msg }) => msg)).toEqual(['A0', 'A1', 'A2', 'A5'])
  })

  test('a record that satisfies two alternatives counts once', async () => {
    const match = await matchOf(at(0, 'AB'), {
      match: [{ message: '^A' }, { message: 'B$' }, { text: 'AB' }],
    })
    expect(match?.count).toBe(1)
  })

  test('a level is exactly that level', async () => {
    const content = at(0, 'A', {}, 'error') + at(1, 'A', {}, 'fatal') + at(2, 'A', {}, 'critical')
    expect((await matchOf(content, { match: [{ level: ['error'] }] }))?.count).toBe(1)
    expect((await matchOf(content, { match: [{ level: ['fatal', 'critical'] }] }))?.count).toBe(2)
  })

  test('fewer than `min` are no match', async () => {
    expect(await matchOf(at(0, 'A') + at(1, 'A'), { min: 3 })).toBeUndefined()
    expect((await matchOf(at(0, 'A') + at(1, 'A'), { min: 2 }))?.count).toBe(2)
  })

  test('named captures come from the first record, whichever part captures', async () => {
    const content =
      at(0, 'A of x', { error: 'no such host db-1' }) + at(1, 'A of y', { error: 'no such host db-2' })
    const match = await matchOf(content, {
      match: [{ message: 'of (?P<what>\\w)', text: 'host (?P<host>\\S+)' }],
    })
    expect(match?.groups).toEqual({ what: 'x', host: 'db-1' })
  })

  test('`by` counts values, most frequent first', async () => {
    const content =
      ['a', 'b', 'b', 'c', 'b', 'c'].map((id, i) => at(i, 'A', { plugin_id: id })).join('') + at(9, 'A')
    const match = await matchOf(content, { by: 'plugin_id' })
    expect(match).toMatchObject({
      count: 7,
      by: [
        { value: 'b', count: 3 },
        { value: 'c', count: 2 },
        { value: 'a', count: 1 },
      ],
    })
  })
})

describe('windows', () => {
  const within = { min: 3, withinMs: 10_000 }

  test('records without a time leave open whether enough lie within the window', async () => {
    const untimed = at(0, 'A').replace(/"timestamp":"[^"]*"/, '"timestamp":"not a time"')
    expect(await matchOf(untimed.repeat(3), within)).toMatchObject({ count: 3, undecided: true })
    expect(await matchOf(untimed.repeat(2), within)).toBeUndefined()
    const decided = await matchOf(untimed + [0, 1, 2].map(second => at(second, 'A')).join(''), within)
    expect(decided).toMatchObject({ count: 4 })
    expect(decided?.undecided).toBeUndefined()
  })

  test('three within ten seconds, somewhere in the log', async () => {
    const content = [0, 100, 200, 205, 209, 400].map(second => at(second, 'A')).join('')
    expect((await matchOf(content, within))?.count).toBe(6)
  })

  test('three that never come closer are no match', async () => {
    expect(await matchOf([0, 6, 12, 18].map(second => at(second, 'A')).join(''), within)).toBeUndefined()
  })

  test('exactly the window still counts', async () => {
    expect((await matchOf([0, 5, 10].map(second => at(second, 'A')).join(''), within))?.count).toBe(3)
  })

  test('a clock that goes back an hour makes no window', async () => {
    expect(await matchOf([0, 3_600, 1].map(second => at(second, 'A')).join(''), within)).toBeUndefined()
  })
})

describe('sequences', () => {
  const then = { then: { message: '^B' }, withinMs: 10_000 }
  const without = { without: { message: '^B' }, withinMs: 10_000 }

  test('A then B counts the A that are followed in time', async () => {
    const content = at(0, 'A0') + at(5, 'B') + at(20, 'A1') + at(40, 'B') + at(50, 'A2')
    expect((await matchOf(content, then))?.examples.map(({ msg }) => msg)).toEqual(['A0'])
  })

  test('one B answers all A before it', async () => {
    expect((await matchOf(at(0, 'A0') + at(1, 'A1') + at(2, 'B'), then))?.count).toBe(2)
  })

  test('A without B counts the A that are not', async () => {
    const content = at(0, 'A0') + at(5, 'B') + at(20, 'A1') + at(40, 'B') + at(60, 'C')
    expect((await matchOf(content, without))?.examples.map(({ msg }) => msg)).toEqual(['A1'])
  })

  test('a log that ends before the window does not tell that B never came', async () => {
    expect(await matchOf(at(0, 'A') + at(5, 'C'), without)).toBeUndefined()
    expect((await matchOf(at(0, 'A') + at(15, 'C'), without))?.count).toBe(1)
  })

  test('without a window, B may come anywhere behind', async () => {
    const part = { without: { message: '^B' } }
    expect(await matchOf(at(0, 'A') + at(9_999, 'B'), part)).toBeUndefined()
    expect((await matchOf(at(0, 'B') + at(1, 'A'), part))?.count).toBe(1)
  })

  test('a record that is both A and B does not follow itself', async () => {
    const part = { match: [{ message: '^start' }], then: { message: '^start' }, withinMs: 10_000 }
    expect(await matchOf(at(0, 'start'), part)).toBeUndefined()
    expect((await matchOf(at(0, 'start') + at(5, 'start'), part))?.count).toBe(1)
  })
})

describe('limits', () => {
  test('more matches than can wait for what follows: the count says that it is the least', async () => {
    const many = Array.from({ length: 1_005 }, (_, i) => at(i / 1_000, 'A')).join('')
    const followed = await matchOf(many + at(2, 'B'), { then: { message: '^B' } })
    expect(followed).toMatchObject({ count: 1_000, atLeast: true })
    const few = await matchOf(at(0, 'A') + at(2, 'B'), { then: { message: '^B' } })
    expect(few).not.toHaveProperty('atLeast')
  })

  test('message shapes beyond the bound count together, and none is lost', async () => {
    const letters = (n: number) => [...String(n)].map(digit => 'abcdefghij'[Number(digit)]).join('')
    const content = Array.from({ length: 5_100 }, (_, i) => at(i, `A ${letters(i)}`)).join('')
    const { templates } = await readOne(content + content)
    expect(templates.reduce((sum, { count }) => sum + count, 0)).toBe(10_200)
    expect(templates[0]).toMatchObject({ template: '<*>', level: 'error', count: 200 })
    expect(templates).toHaveLength(5_001)
  })
})

describe('which files', () => {
  const errors = 'error [2026-01-20 00:00:00.000 Z] A path=/x\n'

  test('an advanced log repeats mattermost.log and is not counted twice', async () => {
    const inputs = [
      { name: 'mattermost.log', content: at(0, 'A') },
      { name: 'errors.log', content: errors, kind: 'advanced-log' as const },
    ]
    const { matches, files } = await readInputs(inputs, [query({})])
    expect(matches.get('q')).toMatchObject([{ count: 1, examples: [{ entry: 'mattermost.log' }] }])
    expect(files).toHaveLength(2)
  })

  test('a node that has only an advanced log is read from that', async () => {
    const inputs = [
      { name: 'n1/mattermost.log', content: at(0, 'A') },
      { name: 'n2/errors.log', content: errors, kind: 'advanced-log' as const },
    ]
    const { matches } = await readInputs(inputs, [query({})])
    expect(matches.get('q')?.map(({ node, count }) => [node, count])).toEqual([
      ['n1', 1],
      ['n2', 1],
    ])
  })

  test('a query that names its files looks only there', async () => {
    const inputs = [
      { name: 'mattermost.log', content: at(0, 'A') },
      { name: 'errors.log', content: errors, kind: 'advanced-log' as const },
    ]
    const part = query({ match: [{ message: '^A', file: ['advanced-log'] }] })
    const { matches } = await readInputs(inputs, [part])
    expect(matches.get('q')).toMatchObject([{ count: 1, examples: [{ entry: 'errors.log' }] }])
  })

  test('windows hold per node: two nodes do not add up', async () => {
    const inputs = ['n1', 'n2'].map(node => ({ name: `${node}/mattermost.log`, content: at(0, 'A') }))
    const { matches } = await readInputs(inputs, [query({ min: 2 })])
    expect(matches.get('q')).toEqual([])
  })
})

describe('fields', () => {
  test('dotted names are fields first and paths into nested JSON second', async () => {
    const content = at(0, 'A', { 'features.users': 500, features: { users: 1, saml: true } })
    const matches = (fields: Record<string, string>) => matchOf(content, { match: [{ fields }] })
    expect(await matches({ 'features.users': '^500$' })).toBeDefined()
    expect(await matches({ 'features.saml': '^true$' })).toBeDefined()
    expect(await matches({ 'features.gone': '' })).toBeUndefined()
  })

  test('a key with an escape is the key it spells', async () => {
    const line = at(0, 'A').replace('}\n', ',"st\\u0061tus":"bad"}\n')
    expect(await matchOf(line, { match: [{ fields: { status: '^bad$' } }] })).toBeDefined()
  })

  test('text is found though its letters are written as escapes', async () => {
    const line = at(0, 'A').replace('}\n', ',"error":"connection re\\u0066used"}\n')
    expect(await matchOf(line, { match: [{ text: 'connection refused' }] })).toBeDefined()
  })

  test('text looks into values, not into keys', async () => {
    expect(
      await matchOf(at(0, 'A', { 'connection refused': 'x' }), { match: [{ text: 'connection refused' }] }),
    ).toBeUndefined()
  })

  test('text looks into the message only where a query says so, and says so by level', async () => {
    const content =
      at(0, 'broken pipe', {}, 'debug') +
      at(1, 'x', { error: 'broken pipe' }, 'debug') +
      at(2, 'x', { error: 'broken pipe' }, 'warn') +
      at(3, 'x', { error: 'broken pipe' }, 'LDAPError')
    const match = await matchOf(content, { match: [{ text: 'broken pipe', textInMessageAt: ['debug'] }] })
    expect(match?.examples.map(({ line }) => line)).toEqual([1, 3, 4])
  })

  test('the same fields again give the same answer, whatever the head says', async () => {
    const one = (msg: string) => at(0, msg, { plugin_id: 'p', error: 'broken pipe' })
    const content = [one('x'), one('x'), one('x'), one('A'), one('A'), one('A'), one('x')].join('')
    const match = await matchOf(content, { match: [{ message: '^A', text: 'pipe' }], by: 'plugin_id' })
    expect(match).toMatchObject({ count: 3, by: [{ value: 'p', count: 3 }] })
  })

  test('the component that stands before a message of Teleport is a field, alone and beside other patterns', async () => {
    const content = '2026-11-21T09:00:00Z ERRO [APP:SERVI] Error forwarding now forward/fwd.go:175\n'
    const { matches } = await readInputs(
      [{ name: 'teleport.log', content, kind: 'teleport-log' }],
      [
        { id: 'alone', match: [{ fields: { component: 'APP' } }], min: 1 },
        { id: 'beside', match: [{ message: '^Error', fields: { component: '(?i)^app' } }], min: 1 },
        { id: 'other', match: [{ message: '^Error', fields: { component: '^DB' } }], min: 1 },
      ],
    )
    expect([...matches].flatMap(([id, found]) => (found.length > 0 ? [id] : []))).toEqual(['alone', 'beside'])
  })

  test('text looks into plain records and their stacks', async () => {
    const { matches } = await readInputs(
      [{ name: 'errors.log', content: fixture('db-restart-errors'), kind: 'advanced-log' }],
      [
        { id: 'refused', match: [{ text: 'connection refused' }], min: 1 },
        { id: 'stack', match: [{ fields: { stacktrace: 'LogErrorByCode' } }], min: 1 },
      ],
    )
    expect(matches.get('refused')).toMatchObject([{ count: 2 }])
    expect(matches.get('stack')).toMatchObject([{ count: 4 }])
  })
})

describe('real packets', () => {
  test('a database restart: the causes are in `error`, whatever the message', async () => {
    const { matches } = await readOne(fixture('db-restart'), [
      {
        id: 'down',
        match: [{ text: 'the database system is (?P<state>.+)' }, { text: 'connection refused' }],
        min: 3,
      },
    ])
    expect(matches.get('down')).toMatchObject([{ count: 4, groups: { state: 'shutting down' } }])
  })

  test('failed logins of audit.log per account', async () => {
    const content = fixture('login-storm-audit')
    const failed = content
      .split('\n')
      .filter(line => line.includes('"event_name":"login","status":"fail"')).length
    expect(failed).toBeGreaterThan(20)
    const { matches, templates } = await readInputs(
      [{ name: 'audit.log', content, kind: 'audit-log' }],
      [
        {
          id: 'logins',
          match: [
            {
              file: ['audit-log'],
              fields: { event_name: '^login$', status: '^fail$', 'error.status_code': '401' },
            },
          ],
          min: 20,
          withinMs: 60_000,
          by: 'event.parameters.login_id',
        },
      ],
    )
    expect(matches.get('logins')).toMatchObject([{ count: failed }])
    expect(matches.get('logins')?.[0]?.by[0]?.value).toMatch(/^user\d+$/)
    expect(templates.find(({ template }) => template === 'login fail')?.count).toBe(failed)
  })

  test('a server that was killed and started again and again', async () => {
    const { lifecycle } = await readOne(fixture('restart-loop'))
    expect(
      lifecycle.map(({ kind, line, version, afterCleanStop }) => [kind, line, version, afterCleanStop]),
    ).toEqual(
      [1, 27, 47, 67, 87, 107, 127].map((line, i) => ['start', line, '11.6.0', i === 0 ? undefined : false]),
    )
  })
})
